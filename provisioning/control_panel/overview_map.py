"""A small map of the places: each Kreis as the hull of its municipalities, each place as a dot with a sign."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from platform_core.place import PlaceState
from provisioning.control_panel.words import tone_of
from provisioning.models import CatalogEntry, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet

    from tenants.models import Tenant

    type Point = tuple[float, float]

WIDTH, EDGE, MOST_DOTS, MOST_NAMES, MOST_SHAPES = 420.0, 24.0, 3_000, 150, 14
WIDE, GRAIN = 1.8, 0.17  # degrees: from which extent on the whole country is drawn, and how fine
STRETCH = math.cos(math.radians(51))  # a degree of longitude is that much shorter than one of latitude here


@dataclass(frozen=True, slots=True)
class Shape:
    """A Kreis on the map: its name where it lies, and its outline as SVG points."""

    name: str
    x: float
    y: float
    points: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map."""

    name: str
    x: float
    y: float
    tone: str


@dataclass(frozen=True, slots=True)
class Map:
    """Size, shapes and dots; y grows downwards. `land` is the country as an SVG path of grains, where it is drawn."""

    width: float
    height: float
    shapes: list[Shape]
    dots: list[Dot]
    land: str = ""

    @property
    def is_crowded(self) -> bool:
        """Too many places to tell one from another: their dots have no names then, and the page stays light."""
        return len(self.dots) > MOST_NAMES

    @property
    def heaps(self) -> list[tuple[str, str]]:
        """All dots of one tone as one SVG path, by tone."""
        paths: dict[str, str] = {}
        for dot in self.dots:
            paths[dot.tone] = paths.get(dot.tone, "") + f"M{dot.x:g} {dot.y:g}h0"
        return sorted(paths.items())


def map_of(found: QuerySet[Tenant]) -> Map | None:
    """The map of these places; None when none of them is known to lie anywhere."""
    facts = ("name", "lat", "lon", "state", "ags")
    rows = list(found.order_by().filter(lat__isnull=False, lon__isnull=False).values_list(*facts)[:MOST_DOTS])
    if not rows:
        return None
    spots = [(lon * STRETCH, -lat) for _name, lat, lon, *_rest in rows]
    if _extent(spots) > WIDE:
        place, height = _frame([*_land(), *spots])
        land = "".join(f"M{x:g} {y:g}h0" for x, y in map(place, _land()))
        return Map(WIDTH, height, [], _dots(rows, place), land)
    keys = sorted({ags[:5] for *_rest, ags in rows if len(ags) >= 5})[:MOST_SHAPES]
    hulls = [each for key in keys if (each := _hull(key))]
    place, height = _frame([*spots, *(point for _name, points in hulls for point in points)])
    shapes = [_shape(name, [place(point) for point in points]) for name, points in hulls]
    return Map(WIDTH, height, shapes, _dots(rows, place))


def _extent(points: Sequence[Point]) -> float:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


@functools.lru_cache(maxsize=1)
def _land() -> tuple[Point, ...]:
    """Where in the country there is a municipality, on a grid; empty as long as the catalogue is."""
    inside = CatalogEntry.objects.filter(level=Level.MUNICIPALITY, lat__isnull=False).values_list("lat", "lon")
    cells = {(round(lon * STRETCH / GRAIN), round(-lat / GRAIN)) for lat, lon in inside if lat and lon}
    return tuple(sorted((x * GRAIN, y * GRAIN) for x, y in cells))


def _dots(rows: Iterable[tuple[str, float, float, str, str]], place: Callable[[Point], Point]) -> list[Dot]:
    return [_dot(name, place((lon * STRETCH, -lat)), state) for name, lat, lon, state, _ags in rows]


def _dot(name: str, point: Point, state: str) -> Dot:
    return Dot(name, point[0], point[1], tone_of(PlaceState(state)))


def _shape(name: str, points: Sequence[Point]) -> Shape:
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    return Shape(name, round(x, 1), round(y, 1), " ".join(f"{px},{py}" for px, py in points))


def _frame(points: Sequence[Point]) -> tuple[Callable[[Point], Point], float]:
    """From degrees to the picture: a function for a point, and the height that is needed."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    span = max(max(xs) - min(xs), (max(ys) - min(ys)) * 1.4, 0.05)
    scale = (WIDTH - 2 * EDGE) / span
    height = max((max(ys) - min(ys)) * scale + 2 * EDGE, 140.0)
    left = EDGE + (WIDTH - 2 * EDGE - (max(xs) - min(xs)) * scale) / 2
    top = (height - (max(ys) - min(ys)) * scale) / 2

    def place(point: Point) -> Point:
        return round(left + (point[0] - min(xs)) * scale, 1), round(top + (point[1] - min(ys)) * scale, 1)

    return place, round(height, 1)


@functools.lru_cache(maxsize=500)
def _hull(key: str) -> tuple[str, tuple[Point, ...]] | None:
    """Name and convex hull of a Kreis, from the points of its municipalities."""
    kreis = CatalogEntry.objects.filter(key=key, level=Level.DISTRICT).first()
    inside = CatalogEntry.objects.filter(level=Level.MUNICIPALITY, key__startswith=key, lat__isnull=False)
    points = {(lon * STRETCH, -lat) for lat, lon in inside.values_list("lat", "lon") if lat and lon}
    if len(points) < 3:
        return None
    return (kreis.name if kreis else "", tuple(_around(sorted(points))))


def _around(points: Sequence[Point]) -> list[Point]:
    """Andrew's monotone chain."""

    def half(ordered: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in ordered:
            while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(points) + half(reversed(points))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
