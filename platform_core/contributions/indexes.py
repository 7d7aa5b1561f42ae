"""The indexes of contributions: what lists, counts and the search lean on in a place with thousands of them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from platform_core.contributions.search import Fold

INDEXES = (
    # What counting and the newest of a kind need stands in the index: the rows themselves are wide.
    models.Index(
        fields=("kind", "-published_at"),
        include=("id", "state", "audience", "author", "topic"),
        name="contribution_new",
    ),
    models.Index(F("kind"), F("pinned_at").desc(nulls_last=True), F("published_at").desc(), name="contribution_pinned"),
    GinIndex(fields=("search",), name="contribution_words"),
    GinIndex(OpClass(Fold("title"), name="ext.gin_trgm_ops"), name="contribution_title_like"),
)
