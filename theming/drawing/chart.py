"""Charts as SVG, drawn here: a line for one series, bars for several, and the same numbers as a table.

Colours come from the stylesheet by class, so that dark mode and forced colours
work; series differ by pattern and position, too, not by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT, LEFT = 640, 220, 26, 36
LINE_WIDTH, LINE_HEIGHT, MARGIN = 160, 40, 3
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers with its name."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the table beneath it. `labels` name the places on the axis, one for each value."""

    key: str
    title: str
    summary: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def svg(self) -> SafeString:
        return bars(self)

    @property
    def rows(self) -> list[tuple[str, tuple[int, ...]]]:
        """The table: a label and the value of each series, the newest first."""
        values = zip(*(each.values for each in self.series), strict=True)
        return list(zip(self.labels, values, strict=True))[::-1]


def sparkline(values: Sequence[int], *, title: str) -> SafeString:
    """A small line without axes, read as its title by screen readers."""
    top = max([*values, 1])
    step = (LINE_WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    room = LINE_HEIGHT - 2 * MARGIN
    points = [(MARGIN + at * step, LINE_HEIGHT - MARGIN - room * value / top) for at, value in enumerate(values)]
    if len(points) < 2:  # a line needs two ends
        points = [(MARGIN, LINE_HEIGHT - MARGIN), (LINE_WIDTH - MARGIN, LINE_HEIGHT - MARGIN)]
    line = " ".join(f"{n(x)},{n(y)}" for x, y in points)
    area = f"{MARGIN},{LINE_HEIGHT} {line} {LINE_WIDTH - MARGIN},{LINE_HEIGHT}"
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">'
        '<polygon class="spark__area" points="{}"/><polyline class="spark__line" points="{}"/></svg>',
        *(LINE_WIDTH, LINE_HEIGHT, title, area, line),
    )


def bars(chart: Chart) -> SafeString:
    """Bars beside each other, with a scale on the left and some labels below."""
    top = ceiling(max([1, *(value for each in chart.series for value in each.values)]))
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}{}</svg>',
        *(WIDTH, HEIGHT, chart.key, chart.key, chart.key, chart.title, chart.key, chart.summary),
        *(_grid(top), _bars(chart, top), _labels(chart)),
    )


def ceiling(largest: int) -> int:
    """The next number that a scale can end with: 1, 2, 5, 10, 20 …"""
    power = 1
    while True:
        for step in STEPS:
            if step * power >= largest:
                return step * power
        power *= 10


def n(number: float) -> str:
    """A number as SVG writes it, whatever the language of the page."""
    return f"{number:.1f}"


def _y(value: float, top: int) -> float:
    return (HEIGHT - FOOT) - (HEIGHT - FOOT - 12) * value / top


def _grid(top: int) -> SafeString:
    marks = sorted({0, top // 2, top}) if top > 1 else [0, 1]
    return format_html_join(
        "",
        '<line class="chart__grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart__scale" x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, WIDTH, n(_y(mark, top)), n(_y(mark, top)), LEFT - 6, n(_y(mark, top) + 4), mark) for mark in marks),
    )


def _bars(chart: Chart, top: int) -> SafeString:
    slot = (WIDTH - LEFT) / max(len(chart.labels), 1)
    wide = max(2.0, min(18.0, (slot - 4) / len(chart.series)))
    return format_html_join(
        "",
        '<rect class="chart__bar chart__bar--{}" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>',
        (
            (
                number + 1,
                n(LEFT + slot * place + (slot - wide * len(chart.series)) / 2 + wide * number),
                n(_y(value, top)),
                n(max(wide - 1, 1.5)),
                n(HEIGHT - FOOT - _y(value, top)),
            )
            for number, each in enumerate(chart.series)
            for place, value in enumerate(each.values)
            if value
        ),
    )


def _labels(chart: Chart) -> SafeString:
    slot = (WIDTH - LEFT) / max(len(chart.labels), 1)
    every = max(1, round(len(chart.labels) / 6))
    return format_html_join(
        "",
        '<text class="chart__label" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (n(LEFT + slot * place + slot / 2), HEIGHT - 8, label)
            for place, label in enumerate(chart.labels)
            if place % every == every // 2
        ),
    )
