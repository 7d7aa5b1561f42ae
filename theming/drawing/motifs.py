"""What stands in a landscape: houses, churches, trees, boats. Each is drawn around its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from theming.drawing.canvas import placed

if TYPE_CHECKING:
    from theming.drawing.canvas import Canvas

WALL, ROOF, GLASS = 'fill="var(--wall)"', 'fill="var(--roof)"', 'fill="var(--glass)"'
INK, TREE, CLOUD = 'fill="var(--ink)"', 'fill="var(--tree)"', 'fill="var(--cloud)"'

GABLE = (
    f'<path d="M-17 0v-24L0-40l17 16V0z" {WALL}/><path d="M-22-20 0-42l22 22-4 1L0-36l-18 17z" {ROOF}/>'
    f'<path d="M-4 0v-12h8V0zM-3-27h6v6h-6z" {GLASS}/>'
)
LONG = (
    f'<path d="M-27 0v-20h54V0z" {WALL}/><path d="M-32-19-22-40h44l10 21z" {ROOF}/>'
    f'<path d="M-20-13h7v7h-7zM-4-13h8V0h-8zM13-13h7v7h-7z" {GLASS}/>'
)
BARN = (
    f'<path d="M-34 0v-16h68V0z" fill="var(--roof)" opacity=".75"/><path d="M-38-15-28-40h56l10 25z" {INK}/>'
    f'<path d="M-9 0v-13H9V0z" {GLASS}/>'
)
CHURCH = (
    f'<path d="M-13 0v-62h26V0zM12 0v-26h44V0z" {WALL}/><path d="M-16-61 0-108l16 47zM12-25l9-18h28l9 18z" {INK}/>'
    f'<path d="M-1-122h2v16h-2zM-4-117h8v2h-8z" {INK}/>'
    f'<path d="M-4-50a4 4 0 0 1 8 0v9h-8zM21-17a3 3 0 0 1 6 0v9h-6zM33-17a3 3 0 0 1 6 0v9h-6zM45-17a3 3 0 0 1 6 0v9h-6z" {GLASS}/>'
)
LIGHTHOUSE = (
    f'<path d="M-13 0-8-96H8L13 0z" {WALL}/><path d="M-11.500-26-10.200-50h20.400l1.300 24zM-9-72l.9-18H8.1l.9 18z" {ROOF}/>'
    f'<path d="M-11-96h22v-4h-22z" {INK}/><path d="M-6-100v-14H6v14z" fill="var(--sun)"/><path d="M-9-113 0-126l9 13z" {INK}/>'
)
TURBINE = '<path d="M0 0V-110"/><path d="M0-110V-156M0-110l40 23M0-110l-40 23" transform="rotate({turn} 0 -110)"/>'
ROUND_TREE = '<path d="M-2 0v-22h4V0z" fill="var(--ink)"/><circle cx="-7" cy="-30" r="14"/><circle cx="8" cy="-33" r="16"/><circle cx="0" cy="-44" r="13"/>'
POPLAR = '<path d="M-1.500 0v-10h3V0z" fill="var(--ink)"/><path d="M0-78c12 22 12 56 0 72-12-16-12-50 0-72z"/>'
FIR = '<path d="M-2 0v-8h4v8z" fill="var(--ink)"/><path d="M0-62 11-38H6l9 17H9l9 16h-36l9-16h-6l9-17h-5z"/>'
BOAT = f'<path d="M-26 0h54l-10 14h-34z" {INK}/><path d="M-1-4v-66l30 62z" {WALL}/><path d="M-5-6v-52l-19 50z" {ROOF}/>'
BASKET = f'<path d="M-14 0v-30q14-12 28 0V0z" {WALL}/><path d="M-9-4v-23q9-7 18 0v23z" {ROOF}/><path d="M-12-12h24v5h-24z" {WALL}/>'
BALE = '<circle cy="-13" r="13" fill="var(--crop)"/><path d="M-7-13a7 7 0 1 1 7 7M-2-13a2.500 2.500 0 1 1 2 3" fill="none" stroke="var(--ink)" stroke-opacity=".35" stroke-width="1.600"/>'
SKY_CLOUD = f'<path d="M-52 0a18 18 0 0 1 4-35 30 30 0 0 1 56-10 22 22 0 0 1 33 17A14 14 0 0 1 46 0z" {CLOUD}/>'
BIRDS = '<path d="M0 0q7-7 12 0q5-7 12 0M34 14q5-5 9 0q4-5 9 0" fill="none" stroke="var(--ink)" stroke-width="2" stroke-linecap="round" opacity=".55"/>'
REED = '<path d="M0 0q-2-14-9-22M0 0q0-16 0-27M0 0q3-14 10-20" fill="none" stroke="var(--tree)" stroke-width="2.500" stroke-linecap="round"/>'

HOUSES = (GABLE, LONG)
TREES = {"round": ROUND_TREE, "poplar": POPLAR, "fir": FIR}


def house(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.add(placed(x, y, size, canvas.chance.choice(HOUSES)))


def tree(canvas: Canvas, kind: str, x: float, y: float, size: float) -> None:
    canvas.add(placed(x, y, size, TREES[kind], f" {TREE}"))


def turbine(canvas: Canvas, x: float, y: float, size: float) -> None:
    blades = TURBINE.format(turn=round(canvas.between(0, 119)))
    pen = ' stroke="var(--mast)" stroke-width="4" fill="none" stroke-linecap="round"'
    canvas.add(placed(x, y, size, blades, pen))


def village(canvas: Canvas, y: float, size: float = 1.0, *, church: bool = True) -> None:
    """Houses in two rows around a church, as many as people live here."""
    middle = canvas.between(-20, 40)
    step = 46 * size
    offsets = [
        middle + (i // 2 + 1) * step * (1 if i % 2 else -1) + (30 * size if i % 2 else 0) for i in range(canvas.houses)
    ]
    for i, offset in enumerate(offsets):
        is_near = i % 3 != 1
        low = canvas.between(2, 9) if is_near else canvas.between(-9, -4)
        if canvas.at(offset) > canvas.width / 2 - 40 or not canvas.is_quiet:
            house(canvas, canvas.at(offset), y + low * size, size * (1.0 if is_near else 0.82))
        if i == canvas.houses // 2 and church:
            canvas.add(placed(canvas.at(middle), y, size * 1.12, CHURCH))


def facade(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """The front of a town house with its windows."""
    half, kind = width / 2, canvas.chance.choice(("gable", "steps", "hip"))
    wall = canvas.chance.choice(("wall", "wall", "crop", "sand"))
    top = -height
    canvas.add(f'<g transform="translate({x:.0f} {y:.0f})">')
    if kind == "steps":
        third = half / 3
        line = (
            f"M{-half:.0f} 0V{top:.0f}h{third:.0f}v-10h{third:.0f}v-10h{2 * third:.0f}v10h{third:.0f}v10h{third:.0f}V0z"
        )
        canvas.shape(line, wall)
    elif kind == "gable":
        canvas.shape(f"M{-half:.0f} 0V{top:.0f}L0 {top - half:.0f}L{half:.0f} {top:.0f}V0z", wall)
        canvas.shape(
            f"M{-half - 4:.0f} {top + 3:.0f}L0 {top - half - 5:.0f}L{half + 4:.0f} {top + 3:.0f}h-6L0 {top - half + 4:.0f}L{-half + 2:.0f} {top + 3:.0f}z",
            "roof",
        )
    else:
        canvas.shape(f"M{-half:.0f} 0V{top:.0f}H{half:.0f}V0z", wall)
        canvas.shape(f"M{-half - 3:.0f} {top:.0f}l9-20H{half - 6:.0f}l9 20z", "roof")
    panes = [
        f"M{column:.0f} {row:.0f}h7v10h-7z"
        for row in range(round(top) + 12, -22, 20)
        for column in (-half / 2 - 3, half / 2 - 4)
    ]
    canvas.shape("".join(panes) + "M-4 0v-14h8V0z", "glass")
    canvas.add("</g>")


def tower(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A tall house of a city, far away."""
    half = width / 2
    rows = range(-round(height) + 10, -60, 16)
    panes = "".join(f"M{-half + 6:.0f} {row}h{width - 12:.0f}v6h{12 - width:.0f}z" for row in rows)
    canvas.add(
        placed(
            x,
            y,
            1,
            f'<path d="M{-half:.0f} 0v{-height:.0f}h{width:.0f}V0z" fill="var(--hill-2)"/><path d="{panes}" fill="var(--lamp)" opacity=".55"/>',
        )
    )
