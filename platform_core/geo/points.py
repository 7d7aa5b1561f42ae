"""Points on the map: where they are, how far apart, and which of them a place takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from platform_core.place import PlaceKind

if TYPE_CHECKING:
    from platform_core.place import Place

EARTH_KM = 6371.0
REACH_KM = 30.0
REACH_OF_REGION_KM = 120.0


class Point(NamedTuple):
    """Degrees north and east (WGS 84)."""

    lat: float
    lon: float

    def km_to(self, other: Point) -> float:
        """The distance on a sphere, in kilometres (haversine formula)."""
        north, south = math.radians(self.lat), math.radians(other.lat)
        half = math.sin((south - north) / 2) ** 2
        half += math.cos(north) * math.cos(south) * math.sin(math.radians(other.lon - self.lon) / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


class Box(NamedTuple):
    """A part of the earth between two meridians and two parallels, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    def meets(self, other: Box) -> bool:
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )


#: Germany with its islands, and a little of what is around it.
GERMANY = Box(south=47.0, west=5.5, north=55.3, east=15.6)


def centre_of(place: Place | None) -> Point | None:
    """Where a place is, if that is known."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return Point(place.lat, place.lon)


def reach_of(place: Place) -> float:
    """How far from its centre, in kilometres, points still belong to what a place talks about."""
    return REACH_OF_REGION_KM if place.kind == PlaceKind.REGION else REACH_KM


def is_within_reach(point: Point, place: Place) -> bool:
    """Whether a place takes this point. A place without coordinates takes all of Germany."""
    centre = centre_of(place)
    return GERMANY.holds(point) if centre is None else centre.km_to(point) <= reach_of(place)


def box_around(centre: Point, km: float) -> Box:
    """The box that holds everything within this distance."""
    north = math.degrees(km / EARTH_KM)
    east = north / max(0.01, math.cos(math.radians(centre.lat)))
    return Box(centre.lat - north, centre.lon - east, centre.lat + north, centre.lon + east)
