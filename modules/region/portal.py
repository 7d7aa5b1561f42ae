"""What the portal of a region knows: its places, and the public facts of what happens in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

from django.core.paginator import Paginator

from platform_core import registry
from platform_core.place import Place, directory
from platform_core.portal.crossing import entries_of_region, page_of_region

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.http import HttpRequest

    from platform_core.contract import Kind

SHOWN = 8
CARDS = 12  # each with a picture; more of them are found by name
PER_PAGE = 20
PLACES_PER_PAGE = 24


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


def news(request: HttpRequest, *, limit: int, only: Sequence[Place] = ()) -> list[News]:
    """The newest entries of places, from modules that are switched on there."""
    shown = only or places(request)
    if not shown:
        return []
    return ready(entries_of_region(request.place.region_id, open_kinds=kinds_in(shown), limit=limit), shown)


def news_page(request: HttpRequest, *, only: Sequence[Place] = (), words: str = "", size: int = PER_PAGE) -> Any:
    """A page of them, of which the address says the number: the newest, or the best for words."""
    shown = only or places(request)
    number = request.GET.get("page", "")
    page = page_of_region(request.place.region_id, open_kinds=kinds_in(shown), words=words, number=number, size=size)
    page.object_list = ready(page.object_list, shown)
    return page


def kinds_in(shown: Sequence[Place]) -> dict[str, frozenset[str]]:
    """By schema, the kinds of contributions that the modules switched on there bring."""
    return {place.schema: frozenset(registry.kinds_of(place)) for place in shown}


def ready(entries: Iterable[Any], shown: Sequence[Place]) -> list[News]:
    by_schema = {place.schema: place for place in shown}
    kinds = {str(kind.model._meta.model_name): kind for module in registry.modules().values() for kind in module.kinds}
    return [_ready(entry, by_schema[entry.schema], kinds[entry.kind]) for entry in entries]


def _ready(entry: Any, place: Place, kind: Kind) -> News:
    url = place.link(entry.path)
    return News(place, entry.title, url, str(kind.title), kind.icon, entry.published_at, entry.lat, entry.lon)


def places_page(request: HttpRequest) -> dict[str, Any]:
    """The places by name, page by page, and those of them whose names hold what was typed; the others for the map."""
    wanted = " ".join(request.GET.get("name", "").replace("\0", " ").split())[:60]
    here = sorted(places(request), key=lambda place: plain(place.name))
    found = [place for place in here if plain(wanted) in plain(place.name)]
    page = Paginator(found, PLACES_PER_PAGE).get_page(request.GET.get("orte"))
    listed = {place.id for place in page}
    return {
        "page_of_places": page,
        "elsewhere": [place for place in found if place.id not in listed],
        "name": wanted,
        "searchable": len(here) > PLACES_PER_PAGE,
    }


def plain(name: str) -> str:
    """Letters to compare and to sort by: Örbke stands between Oldendorf and Osterholz."""
    spread = normalize("NFKD", name.casefold().replace("ß", "ss"))
    return "".join(each for each in spread if not combining(each))


def places_block(request: HttpRequest) -> dict[str, Any]:
    """The cards of the region's places for the portal's home page, with the question which of them is one's own."""
    here = places(request)
    return {"places": here, "cards": here[:CARDS], "my_place": my_place(request)} if here else {}


def news_block(request: HttpRequest) -> dict[str, Any]:
    """What is new in the places."""
    return {"news": news(request, limit=SHOWN)}


def my_place(request: HttpRequest) -> Place | None:
    """The place that the visitor chose as their own, as far as it belongs to this region."""
    from django.conf import settings

    return place_named(request, request.COOKIES.get(settings.MY_PLACE_COOKIE_NAME, ""))
