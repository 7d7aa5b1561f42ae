"""Where is it? First the names that people here have used already, then an address search."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Q, Value

from platform_core import registry
from platform_core.contributions.models import Contribution
from platform_core.contributions.search import Fold, WordSimilarity
from platform_core.geo.geocoder import asked
from platform_core.geo.limits import count, refuse_flood
from platform_core.geo.points import Point
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.contributions.models import Visitor
    from platform_core.web.request import Request

SHORTEST = 2
LONGEST = 100
MOST = 6
MOST_ROWS = 60
LIKENESS = 0.5
PER_VISITOR = 60  # a minute: fast typing with a question per word
PER_PLACE = 300  # a minute, to the address search


class Suggestion(NamedTuple):
    """A name with its point. `detail` says more, such as the town."""

    name: str
    detail: str
    point: Point

    @property
    def facts(self) -> dict[str, object]:
        return {"name": self.name, "detail": self.detail, "lat": self.point.lat, "lon": self.point.lon}


def suggestions(request: Request) -> list[Suggestion]:
    """What fits `q`. Raises TooOften."""
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]
    if len(words) < SHORTEST:
        return []
    refuse_flood(request, action="addresses", most=PER_VISITOR)
    found = known(words, request.user)
    names = {each.name.casefold() for each in found}
    if len(found) < MOST and count("geocoder", most=PER_PLACE):
        more = (Suggestion(*each) for each in asked(words, current_place()))
        found += [each for each in more if each.name.casefold() not in names]
    return found[:MOST]


def known(words: str, visitor: Visitor) -> list[Suggestion]:
    """Names with a point in what this visitor may read here; of each name the newest point."""
    place = current_place()
    needle = Fold(Value(words))
    name = Fold(F("place_name"))
    rows = (
        Contribution.objects.visible_to(visitor)
        .filter(kind__in=registry.kinds_of(place), lat__isnull=False, lon__isnull=False)
        .exclude(place_name="")
        .annotate(likeness=WordSimilarity(needle, name), folded=name)
        .filter(Q(likeness__gte=LIKENESS) | Q(folded__contains=needle))
        .order_by("-likeness", "-published_at")
        .values_list("place_name", "lat", "lon")
    )
    found: dict[str, Suggestion] = {}
    for place_name, lat, lon in rows[:MOST_ROWS]:
        found.setdefault(place_name.casefold(), Suggestion(place_name, place.name, Point(lat, lon)))
    return list(found.values())[:MOST]
