"""Our own small drawings as pixels: paths and circles of SVG, filled or stroked with round ends.

Knows what our emblems use – groups, paths, circles, six-digit colours – and nothing
else; whatever else stands in a drawing is a mistake of ours and raises.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Iterator

type Point = tuple[float, float]
type Line = list[Point]

FINER = 4  # drawn so many times larger and made smaller, which smooths the edges
CURVE_STEPS = 16
TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)")
LENGTHS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


class UnknownShape(ValueError):
    """A drawing holds something that is not drawn here."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a shape is drawn; children inherit it."""

    fill: str = "#000000"
    stroke: str = "none"
    width: float = 1.0
    opacity: float = 1.0

    def under(self, attributes: dict[str, str]) -> Paint:
        return Paint(
            attributes.get("fill", self.fill),
            attributes.get("stroke", self.stroke),
            float(attributes.get("stroke-width", self.width)),
            float(attributes.get("stroke-opacity", self.opacity)),
        )


def draw(drawing: str, size: int, *, view: tuple[float, float, float]) -> Image.Image:
    """A square picture of `size` pixels with a transparent ground; `view` is left, top and side of what is shown."""
    left, top, side = view
    fine = size * FINER
    picture = Image.new("RGBA", (fine, fine))
    for shape, paint in _shapes(ET.fromstring(f"<g>{drawing}</g>"), Paint()):  # noqa: S314 -- our own drawing
        scale = fine / side
        lines = [[((x - left) * scale, (y - top) * scale) for x, y in line] for line in shape]
        _fill(picture, lines, paint)
        _stroke(picture, lines, paint, scale)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _shapes(element: ET.Element, paint: Paint) -> Iterator[tuple[list[Line], Paint]]:
    for child in element:
        own = paint.under(child.attrib)
        if child.tag == "g":
            yield from _shapes(child, own)
        elif child.tag == "path":
            yield lines_of(child.attrib["d"]), own
        elif child.tag == "circle":
            yield [_ring(*(float(child.attrib[name]) for name in ("cx", "cy", "r")))], own
        else:
            message = f"<{child.tag}> is not drawn here: only g, path and circle."
            raise UnknownShape(message)


def _fill(picture: Image.Image, lines: list[Line], paint: Paint) -> None:
    if paint.fill != "none":
        pen = ImageDraw.Draw(picture)
        for line in lines:
            if len(line) > 2:
                pen.polygon(line, fill=paint.fill)


def _stroke(picture: Image.Image, lines: list[Line], paint: Paint, scale: float) -> None:
    if paint.stroke == "none":
        return
    mask = Image.new("L", picture.size)
    pen = ImageDraw.Draw(mask)
    width, shade = paint.width * scale, round(255 * paint.opacity)
    for line in lines:
        pen.line(line, fill=shade, width=max(1, round(width)))
        for x, y in line:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=shade)
    picture.alpha_composite(_tinted(paint.stroke, mask))


def _tinted(colour: str, mask: Image.Image) -> Image.Image:
    tinted = Image.new("RGBA", mask.size, colour)
    tinted.putalpha(mask)
    return tinted


def _ring(x: float, y: float, radius: float) -> Line:
    steps = 4 * CURVE_STEPS
    turns = (2 * math.pi * i / steps for i in range(steps + 1))
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def lines_of(path: str) -> list[Line]:
    """The `d` of a path as lines of points. Raises UnknownShape for what is no path."""
    tracer = _Tracer()
    for command, numbers in _commands(path):
        tracer.go(command, numbers)
    return [line for line in tracer.lines if len(line) > 1]


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    command, waiting = "", []
    for token in TOKEN.findall(path):
        if token.isalpha():
            if waiting or token.upper() not in LENGTHS:
                message = f"{path!r} is no path at {token!r}."
                raise UnknownShape(message)
            command = token
            if token in "Zz":
                yield token, []
            continue
        waiting.append(float(token))
        if len(waiting) == LENGTHS[command.upper()]:
            yield command, waiting
            waiting = []
            command = {"M": "L", "m": "l"}.get(command, command)


class _Tracer:
    """The pen: where it is, where it began, and where the last curve pulled to."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.at: Point = (0.0, 0.0)
        self.pull: Point | None = None

    def go(self, command: str, n: list[float]) -> None:
        x, y = self.at if command.islower() else (0.0, 0.0)
        kind, pull, self.pull = command.upper(), self.pull, None
        if kind == "Z":
            self._to(self.lines[-1][0])
        elif kind == "M":
            self.at = (x + n[0], y + n[1])
            self.lines.append([self.at])
        elif kind in "LHV":
            self._to((x + n[0] if kind != "V" else self.at[0], y + n[-1] if kind != "H" else self.at[1]))
        elif kind == "A":
            self._arc(n[0], large=bool(n[3]), sweep=bool(n[4]), end=(x + n[5], y + n[6]))
        else:
            points = [(x + a, y + b) for a, b in itertools.batched(n, 2)]
            if kind in "ST":
                points.insert(0, _mirrored(pull, self.at))
            self._curve(points)

    def _to(self, point: Point) -> None:
        self.lines[-1].append(point)
        self.at = point

    def _curve(self, points: list[Point]) -> None:
        """A Bézier curve through de Casteljau's construction, of any degree."""
        control = [self.at, *points]
        for i in range(1, CURVE_STEPS + 1):
            here, share = control, i / CURVE_STEPS
            while len(here) > 1:
                here = [(a + (c - a) * share, b + (d - b) * share) for (a, b), (c, d) in itertools.pairwise(here)]
            self._to(here[0])
        self.pull = points[-2]

    def _arc(self, radius: float, *, large: bool, sweep: bool, end: Point) -> None:
        """Part of a circle, as SVG 1.1, F.6.5 finds its middle."""
        (x1, y1), (x2, y2) = self.at, end
        half = math.dist(self.at, end) / 2
        radius = max(radius, half)
        away = math.sqrt(max(0.0, radius**2 - half**2)) * (1 if large != sweep else -1)
        middle = (
            (x1 + x2) / 2 - away * (y2 - y1) / (2 * half or 1),
            (y1 + y2) / 2 + away * (x2 - x1) / (2 * half or 1),
        )
        begin = math.atan2(y1 - middle[1], x1 - middle[0])
        turn = (math.atan2(y2 - middle[1], x2 - middle[0]) - begin) % (2 * math.pi)
        turn = turn if sweep else turn - 2 * math.pi
        for i in range(1, CURVE_STEPS + 1):
            angle = begin + turn * i / CURVE_STEPS
            self._to((middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)))
        self.at = end


def _mirrored(pull: Point | None, at: Point) -> Point:
    return (2 * at[0] - pull[0], 2 * at[1] - pull[1]) if pull else at
