"""The catalogue of places in the public schema: what could become a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterator


class Level(models.TextChoices):
    """What a row of the catalogue is."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("Kreis")
    ASSOCIATION = "association", _("Association of municipalities")
    PART = "part", _("Ortsteil")


class CatalogEntry(models.Model):
    """A place that there is in Germany, whether or not it has an instance here.

    `key` is official: 5 digits for a Kreis, 8 for a municipality (AGS), 9 for an
    association (from the regional key); an Ortsteil has its municipality's, its
    agency's and its name: `05974008/hellweg/weslarn`. Population in people, area in km², WGS 84 degrees.
    """

    key = models.CharField(max_length=200, primary_key=True)
    level = models.CharField(max_length=12, choices=Level)
    name = models.CharField(max_length=200)
    official_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=200, blank=True)  # Stadt, Markt, Landkreis, Amt …, as officials say it
    land = models.CharField(max_length=150)
    district = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="in_district")
    association = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="in_association")
    municipality = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    is_unincorporated = models.BooleanField(default=False)
    population = models.PositiveIntegerField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    #: An Ortsteil belongs to the agency that added it; the same village may be in the hands of two.
    agency = models.ForeignKey("tenants.Agency", models.CASCADE, null=True, blank=True, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)
    went_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    plain_name = models.CharField(max_length=200, editable=False)
    words = models.TextField(editable=False)

    class Meta:
        verbose_name_plural = "catalog entries"
        indexes = (
            GinIndex(OpClass(F("words"), name="ext.gin_trgm_ops"), name="catalog_words"),
            GinIndex(OpClass(F("plain_name"), name="ext.gin_trgm_ops"), name="catalog_name_like"),
            models.Index(OpClass(F("plain_name"), name="text_pattern_ops"), name="catalog_name_begins"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="catalog_level"),
            models.CheckConstraint(
                condition=models.Q(level=Level.PART, municipality__isnull=False)
                | (~models.Q(level=Level.PART) & models.Q(municipality__isnull=True, agency__isnull=True)),
                name="catalog_part_of",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_provisioned(self) -> bool:
        """Nobody lives in an unincorporated area who could answer for a place, and what is gone has no body."""
        return not self.is_unincorporated and self.gone_at is None

    @property
    def where(self) -> str:
        """Where it lies, from small to large: what tells two places of one name apart."""
        return ", ".join(self._around())

    def _around(self) -> Iterator[str]:
        for larger in (self.municipality, self.association, self.district):
            if larger is not None:
                yield larger.name
        yield self.land


class CatalogRelease(models.Model):
    """A file that was loaded into the catalogue; the newest is in force."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        get_latest_by = "loaded_at"

    def __str__(self) -> str:
        return f"{self.name} ({self.loaded_at:%Y-%m-%d})"
