"""Looking after places: figures without content, people with many places, visits. All in the public schema."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.roles import Role
from platform_core.keys import uuid7
from tenants.models import Tenant


class Figures(models.Model):
    """How a place is doing, as numbers and moments: no text, no name, nothing about a single person.

    `waiting` counts what is held or reported, `unanswered` what has no official answer yet, `overdue` those
    of them that have waited for more than `attention.ANSWER_DAYS` days, `open_promises` what was said to be in
    review or planned. `attention` holds the keys of `provisioning.care.attention`, `urgency` sorts by them.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    people = models.PositiveIntegerField(default=0)
    contributions = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    storage_bytes = models.PositiveBigIntegerField(default=0)
    last_activity_at = models.DateTimeField(null=True)
    last_answer_at = models.DateTimeField(null=True)
    oldest_unanswered_at = models.DateTimeField(null=True)
    unanswered = models.PositiveIntegerField(default=0)
    open_promises = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    admins = models.PositiveIntegerField(default=0)
    legal_missing = models.PositiveSmallIntegerField(default=0)
    failed_jobs = models.PositiveIntegerField(default=0)
    attention = ArrayField(models.CharField(max_length=24), default=list)
    urgency = models.PositiveIntegerField(default=0)
    collected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "figures"
        indexes = (
            GinIndex(fields=("attention",), name="figures_attention"),
            models.Index(fields=("-urgency",), name="figures_urgency"),
        )

    def __str__(self) -> str:
        return f"figures of {self.tenant_id}"


class WeeklyFigures(models.Model):
    """What happened in a place in the week that began on this Monday, by the place's own clock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="weeks", db_index=False)
    week = models.DateField()
    contributions = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    active_people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "weekly figures"
        ordering = ("tenant", "week")
        constraints = (models.UniqueConstraint(fields=("tenant", "week"), name="weekly_figures_once"),)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.week}"


class CareRole(models.TextChoices):
    """What somebody who looks after several places is in each of them."""

    ADMIN = Role.ADMIN.value, Role.ADMIN.label
    OFFICIAL = Role.OFFICIAL.value, Role.OFFICIAL.label


class Care(models.Model):
    """A person of the public schema who works in a place, such as the clerk of an Amt in each of its villages.

    `local_person` is the key of the person in the place's own schema, once they have been there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="carers")
    role = models.CharField(_("Role"), max_length=20, choices=CareRole, default=CareRole.OFFICIAL)
    department = models.CharField(_("Department"), max_length=120, blank=True)
    since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.CharField(max_length=160, blank=True, editable=False)
    local_person = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "care"
        constraints = (
            models.UniqueConstraint(fields=("person", "tenant"), name="care_once"),
            models.CheckConstraint(condition=models.Q(role__in=CareRole.values), name="care_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.role} in {self.tenant_id}"


class Purpose(models.TextChoices):
    """Why somebody is handed over from the panel to a place."""

    CARE = "care", _("works there")
    ENTRY = "entry", _("looks at something there")


class Pass(models.Model):
    """A one-time handover from the panel's host to a place: bound to person, place and address, good for a minute.

    Only the token's hash is kept. For an entry the row is also its record: until when it lasts, and when it ended.
    """

    LIFETIME = timedelta(seconds=60)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="passes")
    care = models.ForeignKey(Care, on_delete=models.CASCADE, null=True, related_name="passes")
    purpose = models.CharField(max_length=8, choices=Purpose)
    reason = models.CharField(max_length=500, blank=True)
    host = models.CharField(max_length=253)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    local_person = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "passes"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(purpose=Purpose.CARE, care__isnull=False)
                | (models.Q(purpose=Purpose.ENTRY, care__isnull=True) & ~models.Q(reason="")),
                name="pass_has_a_ground",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.tenant_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what has become of them."""

    def waiting(self) -> Self:
        """Nobody has accepted them, in time or too late."""
        return self.filter(accepted_at=None)

    def good(self) -> Self:
        """They can still be accepted."""
        return self.waiting().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Somebody was asked by mail to become an admin of a place; the token in the mail proves the address."""

    LIFETIME = timedelta(days=14)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail address"), max_length=254)
    name = models.CharField(_("Name"), max_length=80)
    role = models.CharField(max_length=20, choices=CareRole, default=CareRole.ADMIN)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    by = models.CharField(max_length=160, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("tenant", "email"), condition=models.Q(accepted_at=None), name="invitation_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class Tone(models.TextChoices):
    """How urgent an announcement is."""

    INFO = "info", _("Just a note")
    WARN = "warn", _("Please note")
    DANGER = "danger", _("Urgent")


class Audience(models.TextChoices):
    """Who reads an announcement in a place."""

    ADMINS = "admins", _("Those who manage the place")
    EVERYBODY = "everybody", _("Everybody who visits the place")


class ForPlaces(models.Model):
    """Something for chosen places, for all of an agency, or for all there are.

    `owner` is the agency whose member made it, empty for the platform's own; only they see it in the panel.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    everywhere = models.BooleanField(default=False)
    agency = models.ForeignKey("tenants.Agency", on_delete=models.CASCADE, null=True, related_name="+")
    tenants = models.ManyToManyField(Tenant, related_name="+")
    owner = models.ForeignKey("tenants.Agency", on_delete=models.CASCADE, null=True, related_name="+")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    by = models.CharField(max_length=160, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("-starts_at", "pk")

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or self.ends_at <= timezone.now()

    @property
    def is_now(self) -> bool:
        return not self.is_over and self.starts_at <= timezone.now()


class Announcement(ForPlaces):
    """What the platform or an agency tells the people of places for a while."""

    text = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    tone = models.CharField(max_length=8, choices=Tone, default=Tone.INFO)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.ADMINS)

    class Meta(ForPlaces.Meta):
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="told_for_a_while"),
        )

    def __str__(self) -> str:
        return self.text[:60]


class Maintenance(ForPlaces):
    """A window in which places show maintenance; nothing has to run when it begins or ends."""

    announced_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)

    class Meta(ForPlaces.Meta):
        verbose_name_plural = "maintenance"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="maintenance_for_a_while"
            ),
        )

    def __str__(self) -> str:
        return f"maintenance {self.starts_at:%Y-%m-%d %H:%M}"
