"""Finding places in the catalogue: by name, key, postal code, Kreis, association or Land, however they are spelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, IntegerField, Q, Value, When

from provisioning.catalog.names import plain
from provisioning.models import CatalogEntry, Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

MOST_WORDS = 8
ALIKE = 0.4  # a letter too few, or two turned around; 0 to 1
NUMBER = re.compile(r"[0-9 ]+")
#: Of places with the same name the city comes first, then its Ortsteile, its Kreis, its association.
LEVELS = (Level.MUNICIPALITY, Level.PART, Level.DISTRICT, Level.ASSOCIATION)


def search(
    words: str, *, levels: Sequence[Level] = LEVELS, agency: UUID | None = None, limit: int = 20
) -> list[CatalogEntry]:
    """Places that these words mean, best first; in the platform's scope.

    Each word begins a word of the name, the key, the postal code or of what the
    place lies in. When no place has all of them, names spelt alike are taken.
    Ortsteile are those of this agency; without one, none that an agency added.
    """
    wanted = plain(words)
    if not wanted:
        return []
    here = there(agency).filter(level__in=levels)
    keys = list(_best(_with_words(here, wanted), wanted).values_list("key", flat=True)[:limit])
    if not keys and not NUMBER.fullmatch(wanted):  # a wrong number means no other number
        keys = list(_alike(here, wanted).values_list("key", flat=True)[:limit])
    found = CatalogEntry.objects.select_related("municipality", "district", "association").in_bulk(keys)
    return [found[key] for key in keys]


def there(agency: UUID | None = None) -> QuerySet[CatalogEntry]:
    """What there is today, with the Ortsteile of this agency."""
    whose = Q(agency=None) | Q(agency=agency) if agency else Q(agency=None)
    return CatalogEntry.objects.filter(whose, gone_at=None)


def _with_words(here: QuerySet[CatalogEntry], wanted: str) -> QuerySet[CatalogEntry]:
    if len(wanted) == 1:
        return here.filter(plain_name__startswith=wanted)
    for word in wanted.split()[:MOST_WORDS]:
        here = here.filter(words__contains=f" {word}")
    return here


def _best(found: QuerySet[CatalogEntry], wanted: str) -> QuerySet[CatalogEntry]:
    """Named so, before beginning so, before lying there; the larger ones first."""
    nearness = Case(
        When(Q(plain_name=wanted) | Q(key=wanted), then=Value(0)),
        When(Q(plain_name__startswith=f"{wanted} ") | Q(words__startswith=f" {wanted}"), then=Value(1)),
        When(plain_name__startswith=wanted, then=Value(2)),
        When(plain_name__contains=f" {wanted}", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    order = Case(*(When(level=level, then=Value(n)) for n, level in enumerate(LEVELS)), output_field=IntegerField())
    return found.annotate(nearness=nearness, rank=order).order_by(
        "nearness", "rank", F("population").desc(nulls_last=True), "name", "key"
    )


def _alike(found: QuerySet[CatalogEntry], wanted: str) -> QuerySet[CatalogEntry]:
    return (
        found.filter(plain_name__trigram_similar=wanted)  # which an index answers, from 0.3 on
        .annotate(likeness=TrigramSimilarity("plain_name", wanted))
        .filter(likeness__gte=ALIKE)
        .order_by("-likeness", F("population").desc(nulls_last=True), "key")
    )


def municipalities_of(larger: CatalogEntry) -> QuerySet[CatalogEntry]:
    """The municipalities of a Kreis or an association that could become places, by name."""
    column = "district" if larger.level == Level.DISTRICT else "association"
    inside = there().filter(level=Level.MUNICIPALITY, is_unincorporated=False, **{column: larger})
    return inside.order_by("plain_name", "key")
