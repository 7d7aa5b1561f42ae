"""The colours of a coat of arms, found in its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from theming.colours import contrast

if TYPE_CHECKING:
    from typing import IO

SIDE = 96  # pixels are enough to count colours
MOST_PIXELS = 40_000_000
COLOURS = 12
SAME = 90  # how far two colours are apart at least, as a sum over red, green and blue
PALE, DARK = 1.25, 18.0  # contrast on white: the paper around the arms, and black lines
GREY = 28  # less difference between the channels is no colour
SHARE = 0.02  # of the picture that a colour covers at least


class NoColours(Exception):
    """A file that is no picture, or one without colours."""


def colours_in(file: IO[bytes], *, most: int = 4) -> list[str]:
    """The strong colours of a picture as #rrggbb, the most frequent first. Raises NoColours."""
    try:
        image = Image.open(file)
        if image.width * image.height > MOST_PIXELS:
            raise NoColours
        image.thumbnail((SIDE, SIDE))
        pixels = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise NoColours from problem
    ground = Image.new("RGBA", pixels.size, "white")
    flat = Image.alpha_composite(ground, pixels).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    counted = sorted(flat.convert("RGB").getcolors(SIDE * SIDE) or [], reverse=True)
    found: list[tuple[int, int, int]] = []
    for count, colour in counted:
        if count >= SHARE * SIDE and _is_strong(colour) and all(_distance(colour, other) > SAME for other in found):
            found.append(colour)
    if not found:
        raise NoColours
    return ["#{:02x}{:02x}{:02x}".format(*colour) for colour in found[:most]]


def _is_strong(colour: tuple[int, int, int]) -> bool:
    on_white = contrast("#{:02x}{:02x}{:02x}".format(*colour), "#ffffff")
    return max(colour) - min(colour) >= GREY and PALE <= on_white <= DARK


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
