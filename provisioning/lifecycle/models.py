"""Handover, export and erasure of places: public rows that outlive the place they speak of."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from tenants.models import Agency, ResponsibleBody, Tenant

if TYPE_CHECKING:
    from datetime import datetime

#: How long the link to an export works.
LINK_HOURS = 24
WAITING_DAYS = 14


def new_token() -> str:
    """128 random bits, in letters and digits that survive being typed into a form for DNS records."""
    return secrets.token_hex(16)


def in_waiting_time() -> datetime:
    """When an erasure that is asked for now may begin."""
    return timezone.now() + timedelta(days=WAITING_DAYS)


class Claim(models.Model):
    """Somebody says that a name is theirs: a place its own domain, or an agency its base domain.

    It blocks the name for nobody. Whoever proves it, by the token of their own claim in the name's
    TXT records, gets it; a claim made again gets a new token.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, null=True, blank=True, related_name="claims")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="claims")
    host = models.CharField(max_length=253)
    token = models.CharField(max_length=64, default=new_token, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("made_at",)
        constraints = (
            models.UniqueConstraint(fields=("tenant", "host"), name="claim_once_per_place"),
            models.UniqueConstraint(fields=("agency", "host"), name="claim_once_per_agency"),
            models.CheckConstraint(
                condition=models.Q(tenant=None, agency__isnull=False) | models.Q(tenant__isnull=False, agency=None),
                name="claim_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.host

    @property
    def record(self) -> str:
        """The name of the TXT record that proves it."""
        return f"_baukasten.{self.host}"

    @property
    def value(self) -> str:
        """What that record must say."""
        return f"baukasten={self.token}"


class HandoverState(models.TextChoices):
    """A handover is open until both sides agreed, one declined, or whoever asked withdrew."""

    OPEN = "open", _("waits for agreement")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Handover(models.Model):
    """A place goes over to another agency, another responsible body, or both.

    `to_body` empty: the body stays the same and moves along as a copy of its facts when the agency changes.
    People are noted by key and name, so that the record stays when they leave.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="handovers")
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    from_body = models.ForeignKey(ResponsibleBody, models.SET_NULL, null=True, related_name="+")
    to_body = models.ForeignKey(ResponsibleBody, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=HandoverState, default=HandoverState.OPEN)
    reason = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    giver = models.UUIDField(null=True)
    giver_name = models.CharField(max_length=160, blank=True)
    given_at = models.DateTimeField(null=True)
    #: Why an operator agreed in the name of this side.
    given_reason = models.TextField(blank=True)
    taker = models.UUIDField(null=True)
    taker_name = models.CharField(max_length=160, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("tenant",), condition=models.Q(state=HandoverState.OPEN), name="handover_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(giver=None) | models.Q(taker=None) | ~models.Q(giver=models.F("taker")),
                name="handover_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == HandoverState.OPEN


class ExportQuerySet(models.QuerySet["Export"]):
    """Exports by what is in them."""

    def of_places(self) -> Self:
        """With all that a place holds."""
        return self.filter(module="")

    def of_modules(self) -> Self:
        """With what a module held that was removed."""
        return self.exclude(module="")


class Export(models.Model):
    """A file with all that a place holds, or with all of a module that was removed from it.

    Its link is for the responsible body, works once and for a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="exports")
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    #: The name of the module; nothing for an export of the whole place.
    module = models.CharField(max_length=63, blank=True, default="")
    #: Where the file lies below DATA_FOLDER/exports: a random name, or the folder of its place with a readable one.
    file = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    #: SHA-256 of the secret in the link; the link itself stands in the mail only.
    link = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = models.Manager.from_queryset(ExportQuerySet)()

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.asked_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime | None:
        """When the export of a module is deleted by itself; those of whole places follow their links."""
        days = timedelta(days=settings.MODULE_EXPORT_DAYS)
        return self.made_at + days if self.module and self.made_at else None


class ErasureState(models.TextChoices):
    """An erasure is asked for, agreed to by a second person, carried out step by step, and done."""

    ASKED = "asked", _("waits for a second person")
    AGREED = "agreed", _("waits for its day")
    RUNNING = "running", _("is carried out")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Erasure(models.Model):
    """The erasure of a place, and afterwards its certificate. Holds no content and no name of a resident."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=12, choices=ErasureState, default=ErasureState.ASKED)
    reason = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    wants_at_once = models.BooleanField(default=False)
    agreed_by = models.UUIDField(null=True)
    agreed_by_name = models.CharField(max_length=160, blank=True)
    agreed_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=in_waiting_time)
    export = models.ForeignKey(Export, models.SET_NULL, null=True, related_name="+")
    #: What was there before it went: counted before the first thing is dropped.
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    ended_at = models.DateTimeField(null=True)
    backups_until = models.DateField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("tenant",),
                condition=models.Q(state__in=("asked", "agreed", "running")),
                name="erasure_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by=None)
                | models.Q(agreed_by=None)
                | ~models.Q(asked_by=models.F("agreed_by")),
                name="erasure_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in {ErasureState.ASKED, ErasureState.AGREED, ErasureState.RUNNING}
