"""A landscape as a picture of its own: a season, a time of day, weather, and how near one stands.

Such pictures stand beside invented news. They are drawings and look like it:
nobody takes one for a photograph of the place.
"""

from __future__ import annotations

import io
import math
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from PIL import Image, ImageColor, ImageDraw

from platform_core.scope import current_place
from theming.drawing.canvas import HEIGHT, Canvas
from theming.drawing.landscape import DRAWN, NARROW, houses_for
from theming.drawing.raster import lines_of
from theming.drawing.shades import WEATHER, Shades, shades

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

type Matrix = tuple[float, float, float, float, float, float]
type Point = tuple[float, float]

WIDTH, TALL = 1120, 630
FINER = 2
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MOVE = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
RING = 40


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn: `draw` is one of the landscapes, `seed` makes it this one and no other."""

    draw: str = "hills"
    season: str = "summer"
    time: str = "day"
    weather: str = "clear"
    seed: str = ""
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Brush:
    """How a shape is painted; children inherit it."""

    fill: str = "#000000"
    stroke: str = "none"
    width: float = 1.0
    opacity: float = 1.0
    at: Matrix = PLAIN

    def under(self, attributes: dict[str, str]) -> Brush:
        return Brush(
            attributes.get("fill", self.fill),
            attributes.get("stroke", self.stroke),
            float(attributes.get("stroke-width", self.width)),
            self.opacity * float(attributes.get("opacity", 1)) * float(attributes.get("stroke-opacity", 1)),
            moved(self.at, attributes.get("transform", "")),
        )


def for_content(wish: Mapping[str, Any], seed: str) -> bytes:
    """The picture that a content file asks for, with as many houses as the place in scope is worth."""
    known = {name: wish[name] for name in ("draw", "season", "time", "weather") if name in wish}
    return png(Scene(**known, seed=seed, people=current_place().population))


def png(scene: Scene) -> bytes:
    """The picture as a file, the same for ever for the same scene."""
    out = io.BytesIO()
    drawn(scene).save(out, "PNG", compress_level=1)
    return out.getvalue()


def drawn(scene: Scene) -> Image.Image:
    chance = random.Random(f"{scene}")  # noqa: S311 -- a drawing
    colours = shades(scene.season, scene.time, scene.weather)
    canvas = Canvas(NARROW, 0.0, chance, houses_for(scene.people))
    DRAWN[scene.draw](canvas)
    tall = HEIGHT * chance.uniform(0.8, 1.0)  # how near one stands
    scale = TALL * FINER / tall
    left = NARROW / 2 - WIDTH * FINER / scale / 2 + chance.uniform(-60, 60)
    picture = colours.sky(WIDTH * FINER, TALL * FINER)
    _lights(picture, colours, chance)
    brush = Brush(at=(scale, 0.0, 0.0, scale, -left * scale, -(HEIGHT - tall) * scale))
    _paint(picture, "".join(canvas.parts), brush, colours)
    small = picture.resize((WIDTH, TALL), Image.Resampling.LANCZOS)
    WEATHER[scene.weather](small, chance)
    return small


def _lights(picture: Image.Image, colours: Shades, chance: random.Random) -> None:
    """Sun or moon, stars, and clouds behind everything."""
    pen, (wide, tall) = ImageDraw.Draw(picture, "RGBA"), picture.size
    for _star in range(colours.stars):
        x, y, size = chance.uniform(0, wide), chance.uniform(0, tall * 0.5), chance.uniform(1.5, 4)
        pen.ellipse((x - size, y - size, x + size, y + size), fill=(255, 250, 225, chance.randint(110, 230)))
    x, y, size = wide * chance.uniform(0.62, 0.9), tall * colours.sun_at, tall * 0.065
    if colours.sun:
        for wider, shade in ((2.6, 26), (1.7, 46), (1.0, 255)):
            around = (x - size * wider, y - size * wider, x + size * wider, y + size * wider)
            pen.ellipse(around, fill=(*ImageColor.getrgb(colours.sun)[:3], shade))
    for _cloud in range(colours.clouds):
        _cloud_at(pen, chance, wide, tall, colours.named["cloud"])


def _cloud_at(pen: ImageDraw.ImageDraw, chance: random.Random, wide: int, tall: int, colour: str) -> None:
    x, y, size = chance.uniform(0, wide), tall * chance.uniform(0.06, 0.3), tall * chance.uniform(0.03, 0.06)
    puffs = ((-2.4, 0.2, 1.0), (-1.0, -0.7, 1.5), (0.9, -0.4, 1.3), (2.3, 0.2, 0.9))
    for across, up, wider in puffs:
        middle, high, radius = x + across * size, y + up * size, size * wider
        pen.ellipse((middle - radius, high - radius, middle + radius, high + radius), fill=colour)
    pen.rectangle((x - 2.4 * size, y + 0.2 * size, x + 2.3 * size, y + 1.15 * size), fill=colour)


def _paint(picture: Image.Image, drawing: str, brush: Brush, colours: Shades) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    for lines, own in _shapes(ET.fromstring(f"<g>{drawing}</g>"), brush):  # noqa: S314 -- our own drawing
        points = [[placed_at(own.at, point) for point in line] for line in lines]
        if own.fill != "none":
            for line in (line for line in points if len(line) > 2):
                pen.polygon(line, fill=colours.paint(own.fill, own.opacity))
        if own.stroke != "none":
            width = own.width * math.sqrt(abs(own.at[0] * own.at[3] - own.at[1] * own.at[2]))
            for line in points:
                pen.line(line, fill=colours.paint(own.stroke, own.opacity), width=max(1, round(width)), joint="curve")


def _shapes(element: ET.Element, brush: Brush) -> Iterator[tuple[list[list[Point]], Brush]]:
    for child in element:
        own = brush.under(child.attrib)
        if child.tag == "g":
            yield from _shapes(child, own)
        elif child.tag == "path":
            yield lines_of(child.attrib["d"]), own
        elif child.tag == "circle":
            x, y, radius = (float(child.attrib.get(name, 0)) for name in ("cx", "cy", "r"))
            turns = [2 * math.pi * step / RING for step in range(RING + 1)]
            yield [[(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]], own


def placed_at(matrix: Matrix, point: Point) -> Point:
    (a, b, c, d, e, f), (x, y) = matrix, point
    return a * x + c * y + e, b * x + d * y + f


def moved(matrix: Matrix, transform: str) -> Matrix:
    """A matrix after the transforms of an element, as SVG 1.1, 7.6 has them."""
    for name, said in MOVE.findall(transform):
        n = [float(each) for each in said.replace(",", " ").split()]
        if name == "translate":
            matrix = times(matrix, (1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0))
        elif name == "scale":
            matrix = times(matrix, (n[0], 0, 0, n[-1], 0, 0))
        else:
            cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
            x, y = n[1:] or (0.0, 0.0)
            matrix = times(matrix, (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y))
    return matrix


def times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)
