"""What the portal of a region knows: its places, and the public facts of what happens in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core import registry
from platform_core.place import Place, directory
from platform_core.portal.crossing import entries_of_region

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

SHOWN = 8
SPARE = 4  # entries of parked modules stay in the index and are passed over


@dataclass(frozen=True, slots=True)
class News:
    """One public entry of a place, ready for a list."""

    place: Place
    title: str
    url: str
    kind_title: str
    icon: str
    published_at: datetime


def places(request: HttpRequest) -> list[Place]:
    """The places of the portal's region, by name; read once per request."""
    known: list[Place] | None = getattr(request, "region_places", None)
    if known is None:
        region = request.place.region_id if request.place else None
        known = request.region_places = list(directory().places_of_region(region)) if region else []
    return known


def news(request: HttpRequest, *, limit: int) -> list[News]:
    """The newest entries of places that are open, from modules that are switched on there."""
    by_schema = {place.schema: place for place in places(request)}
    kinds = {
        kind.model._meta.model_name: (module.name, kind)
        for module in registry.modules().values()
        for kind in module.kinds
    }
    found = []
    for entry in entries_of_region(request.place.region_id, limit=limit * SPARE) if by_schema else ():
        place = by_schema.get(entry.schema)
        module, kind = kinds.get(entry.kind, ("", None))
        if place and kind and module in place.modules:
            url = place.link(entry.path)
            found.append(News(place, entry.title, url, str(kind.title), kind.icon, entry.published_at))
    return found[:limit]


def places_block(request: HttpRequest) -> dict[str, Any]:
    """The cards of the region's places for the portal's home page."""
    here = places(request)
    return {"places": here} if here else {}


def news_block(request: HttpRequest) -> dict[str, Any]:
    """What is new in the places."""
    return {"news": news(request, limit=SHOWN)}
