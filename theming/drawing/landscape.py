"""The drawn landscape of a place: the same for ever for the same place, by day and, through CSS, by night.

Everything is placed around the middle of the picture, which a browser keeps when
it crops. In a quiet picture the motifs stand right of the middle and the left
half of the sky stays free for words.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

KINDS = ("coast", "river", "hills", "fields", "town")
HEIGHT = 420
WIDE, NARROW = 2400, 1160  # the hero of a page, and a card
VILLAGE = 280  # half the width on which houses stand


@dataclass(slots=True)
class Canvas:
    """A picture under way. `at` counts from the middle, to the right."""

    width: int
    shift: float
    chance: random.Random
    parts: list[str] = field(default_factory=list)

    def at(self, offset: float) -> float:
        return self.width / 2 + self.shift + offset

    def add(self, *parts: str) -> None:
        self.parts.extend(parts)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.chance.random()


def landscape(seed: str, kind: str, *, quiet: bool = False, css: str = "land") -> SafeString:
    """The picture as decoration. `seed` is what makes the place itself, such as its municipality key."""
    kind = kind if kind in KINDS else "hills"
    start = int.from_bytes(hashlib.sha256(f"{seed}/{kind}".encode()).digest()[:8])
    canvas = Canvas(WIDE if quiet else NARROW, 170.0 if quiet else 0.0, random.Random(start))  # noqa: S311 -- a drawing
    _sky(canvas, kind)
    _village(canvas, kind)
    _foreground(canvas, kind)
    drawing = mark_safe("".join(canvas.parts))  # noqa: S308 -- numbers and our own shapes
    frame = '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMax slice" aria-hidden="true">{}</svg>'
    return format_html(frame, css, canvas.width, HEIGHT, drawing)


def _sky(canvas: Canvas, kind: str) -> None:
    x, y = canvas.at(canvas.between(150, 260)), canvas.between(62, 92)
    canvas.add(f'<path d="M0 0h{canvas.width}v{HEIGHT}H0z" fill="var(--sky)"/>')
    canvas.add(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="40" fill="var(--sun)"/>')
    swing = 8 if kind in {"coast", "fields"} else 34
    canvas.add(_ridge(canvas, 262, swing, "var(--hill-3)", calm=True))
    if kind in {"fields", "hills", "coast"}:
        for i in range(canvas.chance.choice((0, 1, 2))):
            canvas.add(_turbine(canvas.at(-150 - 52 * i), 264 - 4 * i, 0.78 - 0.12 * i, 15 + 40 * i))


def _village(canvas: Canvas, kind: str) -> None:
    if kind == "coast":
        _sea(canvas)
        return
    church = canvas.between(-20, 50)
    if kind == "town":
        x = -190.0
        while x < 200:
            canvas.add(_house(canvas.at(x), 290, canvas.between(0.95, 1.35)))
            x += canvas.between(40, 54)
        canvas.add(_church(canvas.at(church), 286, 1.35), _church(canvas.at(church + 150), 288, 0.95))
        return
    for i, offset in enumerate((-140, -74, 96, 152, 204)):
        canvas.add(_house(canvas.at(church + offset), 276 + 6 * (i % 2), canvas.between(0.85, 1.1)))
    canvas.add(_church(canvas.at(church), 276, 1.05))


def _sea(canvas: Canvas) -> None:
    canvas.add(f'<path d="M0 262h{canvas.width}v158H0z" fill="var(--water)"/>')
    waves = "".join(
        f"M{canvas.between(0, canvas.width):.0f} {canvas.between(276, 340):.0f}h{canvas.between(50, 130):.0f}"
        for _ in range(14)
    )
    canvas.add(f'<path d="{waves}" stroke="#fff" stroke-width="2" opacity=".4"/>')
    canvas.add(_house(canvas.at(90), 268, 0.8), _house(canvas.at(140), 270, 0.9), _lighthouse(canvas.at(30), 272))
    canvas.add(
        f'<g transform="translate({canvas.at(-110):.0f} 300)">'
        '<path d="M0 0h44l-9 15H9z" fill="var(--ink)"/><path d="M20-4v-62l28 56z" fill="var(--wall)"/></g>'
    )


def _foreground(canvas: Canvas, kind: str) -> None:
    if kind != "coast":
        canvas.add(_ridge(canvas, 300, 12, "var(--hill-2)"))
    if kind == "river":
        canvas.add(_river(canvas))
    canvas.add(_ridge(canvas, 372 if kind in {"river", "coast"} else 350, 12, "var(--hill-1)"))
    if kind in {"fields", "hills"}:
        canvas.add(_furrows(canvas))
    for offset in (-canvas.width * 0.29, canvas.between(-110, -60), canvas.width * 0.24):
        x = canvas.width / 2 + offset
        canvas.add(_tree(x, canvas.between(352, 372), canvas.between(0.7, 1.0)))


def _ridge(canvas: Canvas, y: float, swing: float, fill: str, *, calm: bool = False) -> str:
    """A line of hills from edge to edge, filled down to the ground.

    A calm ridge is level where the village stands, and does not rise where words are.
    """
    steps = max(3, canvas.width // 240)
    points = []
    for i in range(steps + 1):
        x, rise = i * canvas.width / steps, canvas.between(-swing, swing)
        if calm and abs(x - canvas.at(0)) < VILLAGE:
            rise = 0
        elif calm and canvas.shift and x < canvas.width / 2:
            rise = abs(rise) / 2
        points.append((x, y + rise))
    line = f"M0 {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        line += f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    return f'<path d="{line}V{HEIGHT}H0z" fill="{fill}"/>'


def _placed(x: float, y: float, size: float, shapes: str, more: str = "") -> str:
    return f'<g transform="translate({x:.0f} {y:.0f}) scale({size:.2f})"{more}>{shapes}</g>'


def _house(x: float, y: float, size: float) -> str:
    walls = '<path d="M-20 0v-26h40V0z" fill="var(--wall)"/><path d="M-25-24 0-46l25 22z" fill="var(--roof)"/>'
    return _placed(x, y, size, walls + '<path d="M-5 0v-13H5V0z" fill="var(--ink)" opacity=".55"/>')


def _church(x: float, y: float, size: float) -> str:
    shapes = '<path d="M-14 0v-60L0-104l14 44V0z"/><path d="M12 0v-24l10-12h36l10 12V0z"/><path d="M-1-118h2v20h-2z"/>'
    lit = '<path d="M-4-40h8v12h-8zM26-16h6v9h-6zM42-16h6v9h-6z" fill="var(--lamp)"/>'
    return _placed(x, y, size, shapes + lit, ' fill="var(--ink)"')


def _lighthouse(x: float, y: float) -> str:
    shapes = '<path d="M-12 0-7-92H7L12 0z" fill="var(--wall)"/><path d="M-10-30-9-52H9l1 22z" fill="var(--roof)"/>'
    return _placed(
        x,
        y,
        1,
        shapes + '<path d="M-8-92v-14H8v14z" fill="var(--lamp)"/><path d="M-10-105 0-116l10 11z" fill="var(--ink)"/>',
    )


def _turbine(x: float, y: float, size: float, turn: int) -> str:
    blades = f'<path d="M0 0V-110"/><path d="M0-110V-152M0-110l36 21M0-110l-36 21" transform="rotate({turn} 0 -110)"/>'
    return _placed(x, y, size, blades, ' stroke="var(--mast)" stroke-width="3.5" fill="none" stroke-linecap="round"')


def _tree(x: float, y: float, size: float) -> str:
    crown = '<circle cx="0" cy="-34" r="20"/><circle cx="22" cy="-42" r="25"/><path d="M9-30h6v32H9z"/>'
    return _placed(x, y, size, crown, ' fill="var(--tree)"')


def _river(canvas: Canvas) -> str:
    bend = "c-120 30 150 44-50 62s-190 26-170 70h200c-10-34 180-30 190-74s-170-34-140-58z"
    return f'<path d="M{canvas.at(120):.0f} 302{bend}" fill="var(--water)"/>'


def _furrows(canvas: Canvas) -> str:
    w = canvas.width
    lines = f"M0 392q{w * 0.3:.0f}-46 {w * 0.6:.0f}-12t{w * 0.4:.0f}-12M0 411q{w * 0.3:.0f}-46 {w * 0.6:.0f}-12t{w * 0.4:.0f}-12"
    return f'<path d="{lines}" stroke="var(--furrow)" stroke-width="2" fill="none" opacity=".4"/>'
