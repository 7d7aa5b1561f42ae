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
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from tenants.models import Tenant

    type Point = tuple[float, float]

WIDTH, EDGE, MOST_DOTS, MOST_SHAPES = 420.0, 24.0, 3_000, 14
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
    slug: str
    x: float
    y: float
    tone: str


@dataclass(frozen=True, slots=True)
class Map:
    """Size, shapes and dots; y grows downwards."""

    width: float
    height: float
    shapes: list[Shape]
    dots: list[Dot]


def map_of(found: QuerySet[Tenant]) -> Map | None:
    """The map of these places; None when none of them is known to lie anywhere."""
    facts = ("name", "slug", "lat", "lon", "state", "ags")
    rows = list(found.order_by().filter(lat__isnull=False, lon__isnull=False).values_list(*facts)[:MOST_DOTS])
    if not rows:
        return None
    keys = sorted({ags[:5] for *_rest, ags in rows if len(ags) >= 5})
    hulls = [each for key in keys if (each := _hull(key))] if len(keys) <= MOST_SHAPES else []
    everything = [(lon * STRETCH, -lat) for _n, _s, lat, lon, *_rest in rows]
    everything += [point for _name, points in hulls for point in points]
    place, height = _frame(everything)
    dots = [
        Dot(name, slug, *place((lon * STRETCH, -lat)), tone_of(PlaceState(state)))
        for name, slug, lat, lon, state, _ags in rows
    ]
    return Map(WIDTH, height, [_shape(name, [place(point) for point in points]) for name, points in hulls], dots)


def _shape(name: str, points: Sequence[Point]) -> Shape:
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    return Shape(name, round(x, 1), round(y, 1), " ".join(f"{px},{py}" for px, py in points))


def _frame(points: Sequence[Point]):  # type: ignore[no-untyped-def]  # noqa: ANN202
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
    points = {(lon * STRETCH, -lat) for lat, lon in inside.values_list("lat", "lon")}
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
