"""From a place's two colours to tones that people can read, by day and by night.

Colours are `#rrggbb`. Lightness is moved in OKLCH, tones are mixed in oklab
(Björn Ottosson, 2020, "A perceptual color space for image processing"), contrast
is WCAG 2.2's ratio, from 1 to 21.
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

type Triple = tuple[float, float, float]

HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
WHITE = "#ffffff"
LIGHT_CARD = "#ffffff"
DARK_CARD = "#171f23"
DARK_INK = "#0b1012"
READABLE = 4.5  # WCAG 2.2, 1.4.3: normal text
SOFT, SOFTER, SECOND_SOFT = 0.12, 0.06, 0.22
#: Where in the circle of OKLCH (degrees) a colour's name ends.
HUES = (
    (12, "pink"),
    (46, "red"),
    (78, "orange"),
    (118, "yellow"),
    (168, "green"),
    (222, "turquoise"),
    (278, "blue"),
    (330, "violet"),
    (361, "pink"),
)
BROWN_BELOW = 0.58
STEP = 0.004  # of OKLCH lightness, well below what an eye tells apart


@dataclass(frozen=True, slots=True)
class Tones:
    """What a place's colours become in one mode."""

    accent: str
    on_accent: str
    accent_hover: str
    soft: str
    softer: str
    second: str
    second_soft: str


@dataclass(frozen=True, slots=True)
class Palette:
    light: Tones
    dark: Tones


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def is_readable(colour: str, card: str) -> bool:
    """Whether text in this colour can be read on the card, and on the colour's own soft tone."""
    return min(contrast(colour, card), contrast(colour, mix(colour, SOFT, card))) >= READABLE


def mix(colour: str, share: float, ground: str) -> str:
    """`share` (0 to 1) of `colour` on `ground`, mixed in oklab as `color-mix(in oklab, …)` does."""
    pairs = zip(_oklab(colour), _oklab(ground), strict=True)
    a, b, c = (share * over + (1 - share) * under for over, under in pairs)
    return _hex((a, b, c))


@functools.lru_cache(maxsize=4096)
def palette(accent: str, second: str) -> Palette:
    """Both modes' tones. Raises ValueError for anything but #rrggbb."""
    for colour in (accent, second):
        if not HEX.match(colour):
            message = f"{colour!r} is no colour: expected # and six hexadecimal digits."
            raise ValueError(message)
    return Palette(light=_light(accent.lower(), second.lower()), dark=_dark(accent.lower(), second.lower()))


def _light(accent: str, second: str) -> Tones:
    readable = _moved(accent, LIGHT_CARD, -STEP)
    return _tones(readable, WHITE, second, LIGHT_CARD, hover=mix(readable, 0.86, "#000000"))


def _dark(accent: str, second: str) -> Tones:
    readable = _moved(accent, DARK_CARD, STEP)
    lifted = _with_lightness(second, max(0.72, _oklch(second)[0]))
    return _tones(readable, DARK_INK, lifted, DARK_CARD, hover=mix(readable, 0.86, WHITE))


def _tones(accent: str, on_accent: str, second: str, card: str, *, hover: str) -> Tones:
    return Tones(
        accent=accent,
        on_accent=on_accent,
        accent_hover=hover,
        soft=mix(accent, SOFT, card),
        softer=mix(accent, SOFTER, card),
        second=second,
        second_soft=mix(second, SECOND_SOFT, card),
    )


def _moved(colour: str, card: str, step: float) -> str:
    """The nearest lightness at which `colour` is readable on the card and on its own soft tone."""
    if is_readable(colour, card):
        return colour
    lightness = _oklch(colour)[0]
    while 0 <= lightness <= 1:
        candidate = _with_lightness(colour, lightness)
        if is_readable(candidate, card):
            return candidate
        lightness += step
    return _with_lightness(colour, 0 if step < 0 else 1)


def _with_lightness(colour: str, lightness: float) -> str:
    """Same hue, chroma reduced until the screen can show it."""
    _, chroma, hue = _oklch(colour)
    while chroma > 0:
        lab = (lightness, chroma * math.cos(hue), chroma * math.sin(hue))
        if all(-0.0005 <= channel <= 1.0005 for channel in _linear(lab)):
            return _hex(lab)
        chroma -= 0.005
    return _hex((lightness, 0.0, 0.0))


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> Triple:
    """Linear light of red, green and blue, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _to_gamma(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _oklab(colour: str) -> Triple:
    red, green, blue = _channels(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(lab: Triple) -> Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _oklch(colour: str) -> Triple:
    lightness, a, b = _oklab(colour)
    return lightness, math.hypot(a, b), math.atan2(b, a)


def hue_name(colour: str) -> str:
    """What people call a colour, in English: red, brown, grey."""
    lightness, chroma, hue = _oklch(colour)
    if chroma < 0.03:
        return next(name for most, name in ((0.25, "black"), (0.93, "grey"), (2, "white")) if lightness < most)
    degrees = math.degrees(hue) % 360
    name = next(name for most, name in HUES if degrees < most)
    return "brown" if name in {"orange", "yellow"} and lightness < BROWN_BELOW else name


def _hex(lab: Triple) -> str:
    red, green, blue = (round(_to_gamma(channel) * 255) for channel in _linear(lab))
    return f"#{red:02x}{green:02x}{blue:02x}"
