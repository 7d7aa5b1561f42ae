"""Finding places in the catalogue: by name, key, postal code, Kreis, association or Land, however they are spelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import F, IntegerField, Q
from django.db.models.expressions import RawSQL

from provisioning.catalog.alike import spelt_alike
from provisioning.catalog.names import plain
from provisioning.models import CatalogEntry, Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

MOST_WORDS = 8
NUMBER = re.compile(r"[0-9 ]+")
#: Of places with the same name the city comes first, then its Ortsteile, its Kreis, its association.
LEVELS = (Level.MUNICIPALITY, Level.PART, Level.DISTRICT, Level.ASSOCIATION)
#: Plain SQL, because building it from expressions takes longer than running it: at every letter that is typed.
NEARNESS = """
    CASE WHEN plain_name = %s OR key = %s THEN 0
         WHEN starts_with(plain_name, %s) OR starts_with(words, %s) THEN 1
         WHEN starts_with(plain_name, %s) THEN 2
         WHEN strpos(plain_name, %s) > 0 THEN 3
         ELSE 4 END
"""
RANK = "array_position(%s::text[], level::text)"


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
        keys = spelt_alike(here, wanted, limit)
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
    given = [wanted, wanted, f"{wanted} ", f" {wanted}", wanted, f" {wanted}"]
    nearness = RawSQL(NEARNESS, given, output_field=IntegerField())  # noqa: S611  # a constant; the words are parameters
    rank = RawSQL(RANK, [list(LEVELS)], output_field=IntegerField())  # noqa: S611  # as above
    return found.order_by(nearness, rank, F("population").desc(nulls_last=True), "name", "key")


def municipalities_of(larger: CatalogEntry) -> QuerySet[CatalogEntry]:
    """The municipalities of a Kreis or an association that could become places, by name."""
    column = "district" if larger.level == Level.DISTRICT else "association"
    inside = there().filter(level=Level.MUNICIPALITY, is_unincorporated=False, **{column: larger})
    return inside.order_by("plain_name", "key")
