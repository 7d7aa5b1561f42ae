"""The address search of an operator's choice: Photon, or Nominatim where the address ends in `/search`.

It learns the words that were typed and where the place is, and nothing of the visitor.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from platform_core.geo.points import Point, box_around, centre_of, is_within_reach, reach_of
from platform_core.geo.upstream import Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from platform_core.place import Place

    type Found = tuple[str, str, Point]

SHORTEST = 3
MOST_ASKED_FOR = 10
LONGEST_NAME = 120
REMEMBERED_SECONDS = 24 * 3600
service = Service("address search", seconds=3.0, largest=500_000, most_at_once=4)


def asked(words: str, place: Place) -> list[Found]:
    """Name, detail and point of what the address search finds within reach of the place; empty when it fails."""
    centre = centre_of(place)
    if not settings.GEOCODER_URL or centre is None or len(words) < SHORTEST:
        return []
    key = f"geocoder:{salted_hmac('geo.geocoder', words.casefold(), algorithm='sha256').hexdigest()}"
    kept: list[Found] | None = cache.get(key)
    if kept is not None:
        return kept
    body = service.get(address(words, centre, reach_of(place)))
    if body is None:
        return []
    found = [each for each in read(body) if is_within_reach(each[2], place)]
    cache.set(key, found, REMEMBERED_SECONDS)
    return found


def address(words: str, centre: Point, km: float) -> str:
    """The question as the service wants it, with the place as the favoured neighbourhood."""
    base: str = settings.GEOCODER_URL
    south, west, north, east = (f"{value:.4f}" for value in box_around(centre, km))
    question: dict[str, object] = {"q": words, "limit": MOST_ASKED_FOR}
    if base.rstrip("/").endswith("/search"):
        box = f"{west},{north},{east},{south}"
        question |= {"format": "jsonv2", "addressdetails": 1, "viewbox": box, "bounded": 1, "accept-language": "de"}
    else:
        box = f"{west},{south},{east},{north}"
        question |= {"lat": centre.lat, "lon": centre.lon, "bbox": box, "lang": "de"}
    return f"{base}{'&' if '?' in base else '?'}{urlencode(question)}"


def read(body: bytes) -> list[Found]:
    """What an answer holds, in either form. Anything unexpected in it is left out."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return []
    rows = answer.get("features") if isinstance(answer, dict) else answer
    each = (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    return list(_read_rows(each))


def _read_rows(rows: Any) -> Iterator[Found]:
    for row in rows:
        is_photon = "geometry" in row
        point = _point(_coordinates(row) if is_photon else (row.get("lon"), row.get("lat")))
        facts = row.get("properties" if is_photon else "address")
        facts = facts if isinstance(facts, dict) else {}
        name, detail = _names({"name": row.get("name"), **facts}, str(row.get("display_name") or ""))
        if point and name:
            yield name, detail, point


def _coordinates(row: Mapping[str, Any]) -> Any:
    geometry = row["geometry"]
    return geometry.get("coordinates") if isinstance(geometry, dict) else None


def _point(pair: Any) -> Point | None:
    """A point of a pair (lon, lat) of numbers or numerals."""
    try:
        lon, lat = (float(value) for value in pair)
    except (TypeError, ValueError):
        return None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return Point(round(lat, 5), round(lon, 5))


def _names(facts: Mapping[str, Any], displayed: str) -> tuple[str, str]:
    """What people would call it, and the town it is in."""

    def said(*keys: str) -> str:
        return next((_clean(facts[key]) for key in keys if _clean(facts.get(key))), "")

    street = f"{said('street', 'road')} {said('housenumber', 'house_number')}".strip()
    name = said("name") or street or _clean(displayed.split(",", maxsplit=1)[0])
    town = f"{said('postcode')} {said('city', 'town', 'village', 'municipality', 'county')}".strip()
    parts = [part for part in (street if street != name else "", said("district", "suburb"), town) if part]
    return name, ", ".join(dict.fromkeys(parts))[:LONGEST_NAME]


def _clean(value: Any) -> str:
    if not isinstance(value, str | int):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split())[:LONGEST_NAME]
