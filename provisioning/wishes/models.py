""" "We want this too": a municipality asks for a place of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from provisioning.models import CatalogEntry
from tenants.models import SLUG, Agency, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable

DISTRICT_DIGITS = 5


class WishState(models.TextChoices):
    """How far a wish is. Until its address is confirmed nobody sees it."""

    ASKED = "asked", _("not confirmed yet")
    CONFIRMED = "confirmed", _("requested")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WishQuerySet(models.QuerySet["Wish"]):
    """The door to wishes: confirmed ones, those of one's own agencies and of the Kreise they work in."""

    def shown_to(self, agencies: Iterable[Agency] | None) -> Self:
        """Those that these agencies may see; all, when nobody is named (operators)."""
        seen = self.exclude(state=WishState.ASKED).select_related("municipality", "agency")
        if agencies is None:
            return seen
        whose = list(agencies)
        keys = Tenant.objects.filter(agency__in=whose).exclude(ags="").values_list("ags", flat=True)
        near = Q(pk=None)
        for district in {key[:DISTRICT_DIGITS] for key in keys}:
            near |= Q(municipality__key__startswith=district)
        return seen.filter(Q(agency__in=whose) | (Q(agency=None) & near))


class Wish(models.Model):
    """One request. `sender` tells many of one visitor apart from many visitors, and is gone once it is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=12, choices=WishState, default=WishState.ASKED)
    municipality = models.ForeignKey(CatalogEntry, models.SET_NULL, null=True, related_name="+")
    municipality_name = models.CharField(max_length=200)
    part = models.CharField(_("Name of the village or Ortsteil"), max_length=120, blank=True)
    name = models.CharField(_("Your name"), max_length=80)
    role = models.CharField(_("What you do there"), max_length=120)
    email = models.EmailField(_("Your e-mail address"), max_length=254)
    phone = models.CharField(_("Your telephone number"), max_length=40, blank=True)
    body_name = models.CharField(_("Who would answer for the pages in law"), max_length=160)
    street = models.CharField(_("Street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=5, blank=True)
    city = models.CharField(_("Town"), max_length=120, blank=True)
    representative = models.CharField(_("Who represents it"), max_length=160, blank=True)
    data_protection_officer = models.CharField(_("Data protection officer"), max_length=200, blank=True)
    slug = models.CharField(_("Wanted address"), max_length=63, blank=True, validators=[SLUG])
    blueprint = models.CharField(max_length=130, blank=True)
    modules = models.JSONField(default=list, blank=True)
    start = models.CharField(_("From when?"), max_length=80, blank=True)
    message = models.TextField(_("What would you like to use it for?"), max_length=3_000, blank=True)
    language = models.CharField(max_length=8, default="de")
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="wishes")
    sender = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.TextField(max_length=2_000, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    order_key = models.UUIDField(null=True, editable=False)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("state", "-asked_at"), name="wish_newest"),)
        constraints = (models.CheckConstraint(condition=Q(state__in=WishState.values), name="wish_state_known"),)

    def __str__(self) -> str:
        return self.place_name

    @property
    def place_name(self) -> str:
        """What the place would be called."""
        return self.part or self.municipality_name

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state == WishState.CONFIRMED

    @property
    def state_label(self) -> str:
        return str(WishState(self.state).label)
