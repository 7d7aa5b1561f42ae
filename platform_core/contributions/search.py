"""Words and likeness: German full text, and folded trigrams for typos and parts of compounds.

Sorting and likeness use `ext.fold()`, our own immutable unaccent + lower: the
embedded PostgreSQL has no ICU, and `unaccent` itself may not stand in an index.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchConfig, SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Func, Q


class Fold(Func):
    """`ext.fold(text)`: lower case, without accents and umlauts."""

    function = "ext.fold"
    output_field = models.TextField()


class WordSimilarity(Func):
    """How well the first text occurs as a part of the second, 0 to 1 (pg_trgm)."""

    function = "ext.word_similarity"
    output_field = models.FloatField()


def german_vector(heavy: tuple[str, ...], light: tuple[str, ...]) -> Any:
    """The search vector over these fields; the heavy ones weigh more."""
    config = SearchConfig("german")
    return SearchVector(*heavy, weight="A", config=config) + SearchVector(*light, weight="B", config=config)


def matching[Q_: models.QuerySet[Any]](found: Q_, words: str) -> Q_:
    """Contributions that hold these words, or whose title has something spelt alike; best first.

    Both conditions are answered by an index. How alike is alike enough says
    `pg_trgm.word_similarity_threshold` of the connection (settings.LIKENESS).
    """
    query = SearchQuery(words, config="german", search_type="websearch")
    needle = Fold(models.Value(words))
    return (
        found.annotate(folded_title=Fold(F("title")), likeness=WordSimilarity(needle, Fold(F("title"))))
        .filter(Q(search=query) | Q(folded_title__trigram_word_similar=needle))
        .order_by("-likeness", "-published_at")
    )
