"""The drawn landscape of a place: the same for ever for the same place, by day and, through CSS, by night.

Everything is placed around the middle of the picture, which a browser keeps when
it crops. In a quiet picture the motifs stand right of the middle and the left
half of the sky stays free for words.
"""

from __future__ import annotations

import hashlib
import math
import random
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from theming.drawing import motifs
from theming.drawing.canvas import HEIGHT, Canvas, placed

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE, NARROW = 2400, 1160  # the hero of a page, and a card
SHIFT = 170.0  # how far right of the middle the motifs of a quiet picture stand
FEWEST, MOST = 4, 16
CITY = 100_000


def landscape(seed: str, kind: str, *, people: int | None = None, quiet: bool = False, css: str = "land") -> SafeString:
    """The picture as decoration. `seed` is what makes the place itself, such as its municipality key."""
    kind = kind if kind in DRAWN else "hills"
    start = int.from_bytes(hashlib.sha256(f"{seed}/{kind}".encode()).digest()[:8])
    chance = random.Random(start)  # noqa: S311 -- a drawing
    canvas = Canvas(WIDE if quiet else NARROW, SHIFT if quiet else 0.0, chance, houses_for(people))
    _sky(canvas)
    DRAWN[kind](canvas)
    drawing = mark_safe("".join(canvas.parts))  # noqa: S308 -- numbers and our own shapes
    frame = '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMax slice" aria-hidden="true">{}</svg>'
    return format_html(frame, css, canvas.width, HEIGHT, drawing)


def houses_for(people: int | None) -> int:
    """Four houses for a hamlet, three more for every tenfold: 900 people live in seven."""
    if not people:
        return 6
    return max(FEWEST, min(MOST, round(3 * math.log10(people) - 2)))


def _sky(canvas: Canvas) -> None:
    x, y = canvas.at(canvas.between(150, 260)), canvas.between(66, 92)
    canvas.shape(f"M0 0h{canvas.width}v{HEIGHT}H0z", "sky")
    canvas.add(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="62" fill="var(--sun)" opacity=".28"/>')
    canvas.add(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="38" fill="var(--sun)"/>')
    for offset in (canvas.between(20, 90), canvas.between(330, 430), canvas.between(640, 900)):
        canvas.add(placed(canvas.at(offset), canvas.between(86, 128), canvas.between(0.7, 1.15), motifs.SKY_CLOUD))
    if not canvas.is_quiet:
        canvas.add(placed(canvas.at(-320), canvas.between(90, 130), 0.9, motifs.SKY_CLOUD))


def _hills(canvas: Canvas) -> None:
    """Ranges behind ranges, firs, and a village in the valley between them."""
    far = [(-560, 262), (-230, 232), (-60, 190), (110, 214), (330, 140), (560, 208), (820, 168)]
    near = [(-620, 286), (-300, 262), (-110, 268), (90, 282), (300, 226), (520, 190), (800, 250)]
    for points, fill in ((far, "hill-4"), (near, "hill-3")):
        canvas.slope([(canvas.at(x), y + canvas.between(-14, 14)) for x, y in points], fill)
    for i in range(9):
        motifs.tree(canvas, "fir", canvas.at(400 + 26 * i), 236 + 5 * (i % 3), canvas.between(0.45, 0.7))
    motifs.village(canvas, 286, 0.95)
    canvas.slope(
        [(canvas.at(x), y) for x, y in ((-520, 318), (-180, 300), (60, 304), (330, 278), (640, 322))], "hill-2"
    )
    for i in range(5):
        motifs.tree(canvas, "fir", canvas.at(270 + 34 * i), 296 + 4 * (i % 2), canvas.between(0.7, 1.0))
    canvas.slope(
        [(canvas.at(x), y) for x, y in ((-640, 356), (-340, 336), (-20, 366), (320, 350), (700, 376))], "hill-1"
    )
    path = "c-40 16 70 22 10 44s-150 22-170 66h46c10-34 130-40 160-66s-60-30-28-44z"
    canvas.shape(f"M{canvas.at(36):.0f} 310{path}", "sand", ' opacity=".75"')
    _trees(canvas, "round", 360)


def _fields(canvas: Canvas) -> None:
    """The plain: a low horizon, strips of fields that run towards it, poplars and wind."""
    for i in range(2 + canvas.chance.choice((0, 1))):
        motifs.turbine(canvas, canvas.at(230 + 74 * i), 292 - 4 * i, 0.95 - 0.16 * i)
    canvas.ridge(282, 4, "hill-3")
    motifs.village(canvas, 293, 0.72)
    canvas.add(placed(canvas.at(-128), 295, 0.8, motifs.BARN))
    canvas.shape(f"M0 292H{canvas.width}V{HEIGHT}H0z", "hill-2")
    middle, steps = canvas.at(60), 13
    fills = ["hill-1", "crop", "hill-2", "tree", "crop", "hill-1", "hill-3"]
    turn = canvas.chance.randrange(len(fills))
    for i in range(steps):
        left, right = ((each / steps - 0.5) * 2 for each in (i, i + 1))
        top = [middle + side * canvas.width * 0.52 for side in (left, right)]
        low = [middle + side * canvas.width * 1.7 for side in (left, right)]
        strip = f"M{top[0]:.0f} 294H{top[1]:.0f}L{low[1]:.0f} {HEIGHT}H{low[0]:.0f}z"
        canvas.shape(strip, fills[(i + turn) % len(fills)], ' opacity=".82"')
    for i in range(6):
        motifs.tree(canvas, "poplar", canvas.at(150 + 40 * i * (1 + i * 0.16)), 302 + 9 * i, 0.42 + 0.12 * i)
    for offset in (-70, 6, 96):
        canvas.add(placed(canvas.at(offset + canvas.between(-16, 16)), canvas.between(362, 384), 1, motifs.BALE))


def _coast(canvas: Canvas) -> None:
    """The sea, a headland with its lighthouse, a beach."""
    canvas.shape(f"M0 258h{canvas.width}v162H0z", "water")
    waves = "".join(
        f"M{canvas.between(0, canvas.width):.0f} {y}h{canvas.between(40, 120):.0f}" for y in range(270, 352, 5)
    )
    canvas.add(f'<path d="{waves}" stroke="var(--cloud)" stroke-width="2" stroke-linecap="round" opacity=".55"/>')
    if not canvas.is_quiet:
        canvas.add(placed(canvas.at(-330), 262, 0.34, motifs.BOAT))
    canvas.add(placed(canvas.at(-96 + canvas.between(-20, 20)), 306, 1.0, motifs.BOAT))
    canvas.add(placed(canvas.at(-6), 268, 0.42, motifs.BOAT))
    right, low = canvas.width, canvas.at(40)
    head = f"M{low:.0f} 300c40-6 50-34 92-40s120-26 200-28S{right - 40} 214 {right} 220V332C{low + 300:.0f} 330 {low + 80:.0f} 322 {low:.0f} 300z"
    canvas.shape(head, "sand")
    canvas.shape(head.replace("300c40-6", "298c40-8"), "hill-2", ' transform="translate(26 -9)"')
    for i in range(min(canvas.houses, 9)):
        motifs.house(canvas, canvas.at(226 + 46 * i), 236 - 1.500 * i + 7 * (i % 2), canvas.between(0.68, 0.86))
    canvas.add(placed(canvas.at(150), 252, 1.12, motifs.LIGHTHOUSE))
    canvas.add(placed(canvas.at(40), 150, 0.9, motifs.BIRDS))
    _beach(canvas)


def _beach(canvas: Canvas) -> None:
    """The shore with its foam, beach chairs, and the dune in front."""
    shore = [(-700, 396), (-300, 378), (40, 352), (380, 340), (800, 352)]
    canvas.slope([(canvas.at(x), y - 7) for x, y in shore], "cloud")
    canvas.slope([(canvas.at(x), y) for x, y in shore], "sand")
    for x, y, size in ((-40, 392, 1.0), (70, 380, 0.85), (150, 390, 0.95)):
        canvas.add(placed(canvas.at(x), y, size, motifs.BASKET))
    canvas.slope(
        [(canvas.at(x), y) for x, y in ((-560, 404), (-200, 416), (120, 420), (300, 378), (620, 366))], "hill-1"
    )
    for i in range(7):
        canvas.add(
            placed(canvas.at(300 + 44 * i + canvas.between(-9, 9)), 384 - 3 * i, canvas.between(0.8, 1.2), motifs.REED)
        )


def _river(canvas: Canvas) -> None:
    """A valley: the river comes from the hills, passes the village and leaves under a bridge."""
    canvas.ridge(236, 26, "hill-4")
    canvas.ridge(264, 20, "hill-3")
    motifs.village(canvas, 288)
    canvas.ridge(304, 8, "hill-2")
    phase = canvas.between(-0.5, 0.5)
    canvas.ridge(352, 8, "hill-1")
    _water(canvas, phase)
    arches = "".join(f"M{x} 0v-8a14 14 0 0 1 28 0v8z" for x in (-58, -14, 30))
    bridge = f'<path d="M-96 2v-22q96-22 192 0V2z" {motifs.WALL}/><path d="{arches}" fill="var(--water)"/><path d="M-98-19q98-22 196 0v4q-98-22-196 0z" {motifs.ROOF}/>'
    canvas.add(placed(canvas.at(82 - 40 * phase), 346, 0.92, bridge))
    _trees(canvas, "round", 366)
    for x in (-120, -88, 300, 336):
        canvas.add(placed(canvas.at(x), canvas.between(372, 384), 1, motifs.REED))


def _water(canvas: Canvas, phase: float) -> None:
    """The river itself, wider the nearer it comes, with some light on it."""
    left, right, glints = [], [], []
    for i in range(15):
        t = i / 14
        middle, half, y = canvas.at(170 - 190 * math.sin(t * 4.1 + phase) * t**0.8), 7 + 128 * t**1.7, 300 + 122 * t
        left.append(f"{middle - half:.0f} {y:.0f}")
        right.append(f"{middle + half:.0f} {y:.0f}")
        if i in {7, 9, 11, 12}:
            glints.append(f"M{middle - half * canvas.between(-0.3, 0.7):.0f} {y:.0f}h{half * 0.5:.0f}")
    canvas.shape(f"M{'L'.join(left + right[::-1])}z", "water")
    pen = 'stroke="var(--cloud)" stroke-width="2" stroke-linecap="round" opacity=".6"'
    canvas.add(f'<path d="{"".join(glints)}" {pen}/>')


def _town(canvas: Canvas) -> None:
    """A skyline of house fronts with the towers of church and town hall, and blocks behind it in a city."""
    canvas.ridge(270, 10, "hill-4")
    start, end = (-200.0, 700.0) if canvas.is_quiet else (-430.0, 430.0)
    if canvas.houses >= houses_for(CITY):
        for offset in (start + 70, start + 190, end - 330, end - 210, end - 90):
            motifs.tower(canvas, canvas.at(offset), 300, canvas.between(34, 48), canvas.between(110, 165))
    church = canvas.between(30, 70)
    canvas.add(
        placed(canvas.at(church), 304, 1.6, motifs.CHURCH), placed(canvas.at(church + 250), 304, 1.15, motifs.CHURCH)
    )
    x = start
    while x < end:
        width = canvas.between(36, 54)
        motifs.facade(canvas, canvas.at(x + width / 2), 316, width, canvas.between(44, 62 + 2 * canvas.houses))
        x += width + canvas.chance.choice((0, 0, 4))
    canvas.ridge(318, 3, "hill-2")
    for i in range(9):
        motifs.tree(
            canvas, "round", canvas.at(start + 40 + 96 * i + canvas.between(-14, 14)), 338, canvas.between(0.5, 0.68)
        )
    canvas.ridge(352, 8, "hill-1")
    canvas.shape(
        f"M0 372q{canvas.width / 2:.0f}-20 {canvas.width} 0v14q{-canvas.width / 2:.0f}-22 {-canvas.width} 0z",
        "sand",
        ' opacity=".8"',
    )
    _trees(canvas, "round", 404)


def _trees(canvas: Canvas, kind: str, y: float) -> None:
    """A few near trees, away from the middle."""
    for offset in (-canvas.width * 0.29, canvas.between(-150, -96), canvas.width * 0.24, canvas.width * 0.27):
        motifs.tree(canvas, kind, canvas.width / 2 + offset, canvas.between(y, y + 16), canvas.between(0.9, 1.3))


DRAWN: dict[str, Callable[[Canvas], None]] = {
    "hills": _hills,
    "fields": _fields,
    "coast": _coast,
    "river": _river,
    "town": _town,
}
KINDS = tuple(DRAWN)
