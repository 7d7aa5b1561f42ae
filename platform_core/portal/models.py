"""The public facts of public contributions, for the portal of a region. Lives in the public schema only."""

from __future__ import annotations

from django.db import models

from platform_core.keys import uuid7


class RegionEntry(models.Model):
    """Title, kind, time, point and link of one published contribution. No text, no person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution_id = models.UUIDField()
    schema = models.CharField(max_length=12)
    region_id = models.UUIDField(null=True)
    place_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("schema", "contribution_id"), name="region_entry_once"),)
        indexes = (models.Index(fields=("region_id", "-published_at"), name="region_entry_new"),)

    def __str__(self) -> str:
        return self.title
