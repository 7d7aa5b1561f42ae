"""A picture under way, and the shapes that every landscape is made of."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

HEIGHT = 420
VILLAGE = 280  # half the width on which houses stand


@dataclass(slots=True)
class Canvas:
    """`at` counts from the middle, to the right. `houses` is how many houses the number of people is worth."""

    width: int
    shift: float
    chance: random.Random
    houses: int
    parts: list[str] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Whether the left half belongs to words."""
        return self.shift > 0

    def at(self, offset: float) -> float:
        return self.width / 2 + self.shift + offset

    def add(self, *parts: str) -> None:
        self.parts.extend(parts)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.chance.random()

    def shape(self, path: str, fill: str, more: str = "") -> None:
        self.parts.append(f'<path d="{path}" fill="var(--{fill})"{more}/>')

    def ridge(self, y: float, swing: float, fill: str) -> None:
        """Rolling ground from edge to edge: level where the village stands, low where words are."""
        steps = max(3, self.width // 240)
        points = []
        for i in range(steps + 1):
            x, rise = i * self.width / steps, self.between(-swing, swing)
            if abs(x - self.at(0)) < VILLAGE:
                rise /= 4
            elif self.is_quiet and x < self.width / 2:
                rise = abs(rise) / 2
            points.append((x, y + rise))
        self.shape(f"{smooth(points)}V{HEIGHT}H0z", fill)

    def slope(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        """Ground whose line goes through these points, level before the first and after the last."""
        ends = [(0.0, points[0][1]), *points, (float(self.width), points[-1][1])]
        self.shape(f"{smooth(ends)}V{HEIGHT}H0z", fill)


def smooth(points: Sequence[tuple[float, float]]) -> str:
    """A line through the points that is level at each of them."""
    line = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        line += f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    return line


def placed(x: float, y: float, size: float, shapes: str, more: str = "") -> str:
    return f'<g transform="translate({x:.0f} {y:.0f}) scale({size:.2f})"{more}>{shapes}</g>'
