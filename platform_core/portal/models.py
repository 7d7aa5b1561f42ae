"""The public facts of public contributions, for the portal of a region. Lives in the public schema only."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from platform_core.contributions.search import Fold, german_vector
from platform_core.keys import uuid7

#: What a search over entries looks at. No column: Django would ask the database about one before every command.
WORDS = german_vector(("title",), ("place_name",))


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
        indexes = (
            models.Index(fields=("region_id", "-published_at"), name="region_entry_new"),
            GinIndex(WORDS, name="region_entry_words"),
            GinIndex(OpClass(Fold("title"), name="ext.gin_trgm_ops"), name="region_entry_title_like"),
        )

    def __str__(self) -> str:
        return self.title
