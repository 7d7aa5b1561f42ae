"""What the portal of a region knows: its places, and the public facts of what happens in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core import registry
from platform_core.place import Place, directory
from platform_core.portal.crossing import entries_of_region

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest

SHOWN = 8


@dataclass(frozen=True, slots=True)
class News:
    """One public entry of a place, ready for a list."""

    place: Place
    title: str
    url: str
    kind_title: str
    icon: str
    published_at: datetime
    lat: float | None
    lon: float | None


def places(request: HttpRequest) -> list[Place]:
    """The places of the portal's region, by name; read once per request."""
    known: list[Place] | None = getattr(request, "region_places", None)
    if known is None:
        region = request.place.region_id if request.place else None
        known = request.region_places = list(directory().places_of_region(region)) if region else []
    return known


def place_named(request: HttpRequest, slug: str) -> Place | None:
    """The place of the region with this slug; None for those of other regions and for nobody's."""
    return next((place for place in places(request) if place.slug == slug), None)


def news(request: HttpRequest, *, limit: int, only: Sequence[Place] = (), words: str = "") -> list[News]:
    """Entries of places that are open, from modules that are switched on there: the newest, or the best for words."""
    by_schema = {place.schema: place for place in only or places(request)}
    kinds = {
        str(kind.model._meta.model_name): (module.name, kind)
        for module in registry.modules().values()
        for kind in module.kinds
    }
    if not by_schema:
        return []
    found = []
    spare = limit * 4  # entries of parked modules stay in the index and are passed over
    for entry in entries_of_region(
        request.place.region_id, schemas=list(by_schema), kinds=list(kinds), words=words, limit=spare
    ):
        place = by_schema[entry.schema]
        module, kind = kinds[entry.kind]
        if module in place.modules:
            url = place.link(entry.path)
            found.append(
                News(place, entry.title, url, str(kind.title), kind.icon, entry.published_at, entry.lat, entry.lon)
            )
    return found[:limit]


def places_block(request: HttpRequest) -> dict[str, Any]:
    """The cards of the region's places for the portal's home page, with the question which of them is one's own."""
    here = places(request)
    return {"places": here, "my_place": my_place(request)} if here else {}


def news_block(request: HttpRequest) -> dict[str, Any]:
    """What is new in the places."""
    return {"news": news(request, limit=SHOWN)}


def my_place(request: HttpRequest) -> Place | None:
    """The place that the visitor chose as their own, as far as it belongs to this region."""
    from django.conf import settings

    return place_named(request, request.COOKIES.get(settings.MY_PLACE_COOKIE_NAME, ""))
