"""Names that were typed with a slip: a letter too few, too many, wrong, or two turned around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import LessThanOrEqual

from provisioning.models import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Expression, QuerySet

    from provisioning.models import CatalogEntry

LONGEST = 100  # letters; PostgreSQL compares at most 255
SHORT = 5  # letters; here one slip is what a reader would forgive, beyond it two
LIKENESS = 0.4  # for what is left out or added, as "Neustadt Holstein"; 0 to 1
#: What people write before a name, and what they mean by it. It is not part of the names that are compared.
KINDS = {
    "kreis": Level.DISTRICT,
    "landkreis": Level.DISTRICT,
    "region": Level.DISTRICT,
    "stadteregion": Level.DISTRICT,
    "regionalverband": Level.DISTRICT,
    "amt": Level.ASSOCIATION,
    "samtgemeinde": Level.ASSOCIATION,
    "verbandsgemeinde": Level.ASSOCIATION,
    "verwaltungsgemeinschaft": Level.ASSOCIATION,
    "vereinbarte": Level.ASSOCIATION,
    "gemeindeverwaltungsverband": Level.ASSOCIATION,
    "gemeindeverband": Level.ASSOCIATION,
}


def spelt_alike(here: QuerySet[CatalogEntry], wanted: str, limit: int) -> list[str]:
    """The keys of the entries whose names are nearest to these plain words, best first."""
    if len(wanted) > LONGEST:
        return []
    near = [key for _rank, key in sorted(_within_slips(here, wanted))[:limit]]
    return near or _with_the_same_pieces(here, wanted, limit)


def _within_slips(here: QuerySet[CatalogEntry], wanted: str) -> Iterator[tuple[tuple[float, bool, int, str], str]]:
    """Rank and key of each entry that is few slips away, with the word for its kind or without."""
    name, level = without_kind(wanted)
    near = Q()
    for spelling in {wanted, name}:
        near |= _begins_as(spelling) & Q(_nearly(F("plain_name"), spelling))
    if len(name) > SHORT:
        near |= _begins_as(name) & Q(_nearly(Left("plain_name", len(name)), name))
    columns = ("key", "plain_name", "level", "population")
    for key, plain_name, its_level, population in here.filter(near).values_list(*columns):
        count = min(slips(plain_name, wanted), slips(plain_name, name), _slips_in_beginning(plain_name, name))
        if count <= (1 if len(plain_name) <= SHORT else 2):
            yield (count, level not in (None, its_level), -(population or 0), key), key


def _begins_as(spelling: str) -> Q:
    """People know the first letter, or turn it with the second; an index finds those."""
    return Q(plain_name__startswith=spelling[0]) | Q(plain_name__startswith=spelling[1:2] or spelling)


def _nearly(text: Expression | F, spelling: str) -> LessThanOrEqual:
    """Whether it is at most two insertions, deletions or replacements away; turned letters are two of them."""
    function = Func(text, Value(spelling), Value(2), function="levenshtein_less_equal", output_field=IntegerField())
    return LessThanOrEqual(function, 2)


def _slips_in_beginning(plain_name: str, name: str) -> float:
    """The slips in a name that somebody is still typing; it counts for less than a whole one."""
    if len(name) <= SHORT:
        return 3
    return 0.5 + min(slips(plain_name[: len(name) + more], name) for more in (-1, 0, 1))


def without_kind(wanted: str) -> tuple[str, Level | None]:
    """The words without those for a kind before the name, misspelt ones too, and the level that they mean."""
    level, words = None, wanted.split()
    while len(words) > 1:
        meant = next((kind for kind in KINDS if slips(words[0], kind) <= (0 if len(kind) <= SHORT else 2)), None)
        if meant is None:
            break
        level = KINDS[meant]
        words.pop(0)
    return " ".join(words), level


def slips(one: str, other: str) -> int:
    """How many letters are too few, too many, wrong or turned with their neighbour (optimal string alignment)."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def _with_the_same_pieces(here: QuerySet[CatalogEntry], wanted: str, limit: int) -> list[str]:
    found = (
        here.filter(plain_name__trigram_similar=wanted)  # which an index answers, from 0.3 on
        .annotate(likeness=TrigramSimilarity("plain_name", wanted))
        .order_by("-likeness", F("population").desc(nulls_last=True), "key")
        .values_list("key", "likeness")
    )
    return [key for key, likeness in found[:limit] if likeness >= LIKENESS]
