"""The colours of a scene: four seasons, three times of day, and what falls from the sky."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageColor, ImageDraw

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

type Colour = tuple[int, int, int]

SEASONS = {
    "spring": {"hill-1": "#86b35b", "hill-2": "#a4c878", "hill-3": "#bfd8a0", "hill-4": "#d2e2cc", "tree": "#6fa055", "crop": "#eedb6a"},
    "summer": {"hill-1": "#5d9a58", "hill-2": "#86b571", "hill-3": "#abcb95", "hill-4": "#c6dcc6", "tree": "#34704a", "crop": "#ecd07c"},
    "autumn": {"hill-1": "#a89a52", "hill-2": "#bfae6b", "hill-3": "#d1c290", "hill-4": "#dcd5bd", "tree": "#bf6b2f", "crop": "#c99f56"},
    "winter": {"hill-1": "#e8eff3", "hill-2": "#dde7ee", "hill-3": "#cfdde7", "hill-4": "#c6d5e0", "tree": "#53766b", "crop": "#d9dfdf"},
}  # fmt: skip
ALWAYS = {
    "ink": "#2b3f45", "mast": "#ffffff", "water": "#7fb9d3", "roof": "#b05d44", "wall": "#f6f1e6", "lamp": "#f6f1e6",
    "cloud": "#fbfdfe", "glass": "#5d7076", "sand": "#e7d5a8", "sun": "#ffe9a0", "sky": "#cfe8f3",
}  # fmt: skip
#: Top and bottom of the sky, a tint for everything below it with its share, sun or moon, its height, stars, clouds.
TIMES: dict[str, tuple[str, str, str, float, str, float, int, int]] = {
    "morning": ("#a9d3ee", "#fbe9d2", "#ffdcb0", 0.10, "#ffedb8", 0.40, 0, 2),
    "day": ("#8ec6ea", "#e3f3f8", "#ffffff", 0.0, "#fff0ae", 0.17, 0, 4),
    "evening": ("#7d8fc4", "#ffc58f", "#d9744f", 0.22, "#ffd98a", 0.44, 0, 2),
    "night": ("#14213f", "#3b4f7d", "#1a2547", 0.62, "#f4efd8", 0.15, 70, 0),
}
GREY = ("#9fb0ba", "#dde4e6", "#8b9aa3", 0.14, "", 0.2, 0, 6)


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours by the names that drawings use, already in the light of the hour."""

    named: dict[str, str]
    top: str
    bottom: str
    sun: str
    sun_at: float
    stars: int
    clouds: int

    def paint(self, fill: str, opacity: float) -> tuple[int, int, int, int]:
        colour = self.named[fill[6:-1]] if fill.startswith("var(") else fill
        red, green, blue = _rgb(colour)
        return red, green, blue, round(255 * opacity)

    def sky(self, width: int, height: int) -> Image.Image:
        strip = Image.new("RGB", (1, 64))
        for row in range(64):
            strip.putpixel((0, row), _rgb(mixed(self.top, self.bottom, min(1.0, row / 40))))
        return strip.resize((width, height), Image.Resampling.BICUBIC)


def shades(season: str, time: str, weather: str) -> Shades:
    """The colours of a season at a time of day. Raises KeyError for what is not known."""
    is_grey = weather in {"rain", "snow"} and time != "night"
    top, bottom, tint, share, sun, sun_at, stars, clouds = GREY if is_grey else TIMES[time]
    named = {**ALWAYS, **SEASONS[season]}
    if season == "winter":
        named |= {"roof": "#e9eef2", "sand": "#e3e6e4", "water": "#9fc0d2"}
    named = {name: mixed(colour, tint, share) for name, colour in named.items()}
    if time in {"evening", "night"}:  # somebody is at home
        named |= {"glass": "#ffd873", "lamp": "#ffd873"}
    if is_grey:
        named["cloud"] = "#c3ccd1"
    return Shades(named, top, bottom, sun, sun_at, stars, clouds)


def mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


def _rgb(colour: str) -> Colour:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def clear(picture: Image.Image, chance: random.Random) -> None:
    """Nothing falls."""


def rain(picture: Image.Image, chance: random.Random) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    for _drop in range(260):
        x, y, long = chance.uniform(0, picture.width), chance.uniform(-20, picture.height), chance.uniform(12, 30)
        pen.line((x, y, x - long * 0.28, y + long), fill=(255, 255, 255, 120), width=2)


def snow(picture: Image.Image, chance: random.Random) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    for _flake in range(240):
        x, y, size = chance.uniform(0, picture.width), chance.uniform(0, picture.height), chance.uniform(1.5, 5)
        pen.ellipse((x - size, y - size, x + size, y + size), fill=(255, 255, 255, 225))


WEATHER: dict[str, Callable[[Image.Image, random.Random], None]] = {"clear": clear, "rain": rain, "snow": snow}
