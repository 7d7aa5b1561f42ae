"""Blueprints that agencies save from their places, version by version, and what each place began with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from provisioning.blueprints.content import Content, read
from tenants.models import SLUG, Agency, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable


class FinalVersion(Exception):
    """A version is never changed: a new one follows it."""


class SavedBlueprintQuerySet(models.QuerySet["SavedBlueprint"]):
    """The door to saved blueprints: one's own, and those that others share."""

    def visible_to(self, agencies: Iterable[Agency]) -> Self:
        """Those that one of these agencies owns or may use."""
        whose = list(agencies)
        seen = Q(agency__in=whose) | Q(is_for_all=True) | Q(shares__agency__in=whose)
        return self.filter(seen).distinct()


class SavedBlueprint(models.Model):
    """A starting set that an agency made of one of its places; known as `agency/slug`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="blueprints")
    slug = models.CharField(max_length=63, validators=[SLUG])
    title = models.CharField(_("Title"), max_length=80)
    summary = models.CharField(_("What it is for"), max_length=400, blank=True)
    is_for_all = models.BooleanField(_("All agencies may use it"), default=False)
    #: From whose blueprint the place had begun that this one was made of; stays readable when it is gone.
    credit = models.CharField(max_length=200, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedBlueprintQuerySet.as_manager()

    class Meta:
        ordering = ("title", "slug")
        constraints = (models.UniqueConstraint(fields=("agency", "slug"), name="blueprint_slug_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What orders and region files call it."""
        return f"{self.agency.slug}/{self.slug}"


class Share(models.Model):
    """One agency may use another one's blueprint."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    blueprint = models.ForeignKey(SavedBlueprint, models.CASCADE, related_name="shares")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("blueprint", "agency"), name="blueprint_share_once"),)

    def __str__(self) -> str:
        return f"{self.blueprint_id} for {self.agency_id}"


class BlueprintVersion(models.Model):
    """What a blueprint said at one time. `by` is empty once that person has left."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    blueprint = models.ForeignKey(SavedBlueprint, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64, editable=False)
    note = models.CharField(_("What is new?"), max_length=300, blank=True)
    from_place = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("blueprint", "number"), name="blueprint_version_once"),)

    def __str__(self) -> str:
        return f"{self.blueprint_id} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FinalVersion
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FinalVersion

    @property
    def content(self) -> Content:
        """Read anew, so that a module that is gone is a sentence and no surprise. Raises BlueprintRefused."""
        return read(self.data)


class Origin(models.Model):
    """What a place began with, or was brought to last.

    `marks` holds the digest of everything as it was planted: what still has it was not changed by the
    place's own people.
    """

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True, related_name="origin")
    name = models.CharField(max_length=130, db_index=True)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=80)
    credit = models.CharField(max_length=200, blank=True)
    marks = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
