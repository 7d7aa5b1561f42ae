"""The colours of places as stylesheets: one for the place we are in, one for cards of other places.

No style attribute is allowed anywhere, so a place's colours come as a file whose
name holds a hash of its text: it never changes and may be kept for a year.
"""

from __future__ import annotations

import functools
import hashlib
import re
from typing import TYPE_CHECKING

from platform_core.place import Font, Look, Radius
from theming.colours import Palette, Tones, palette
from theming.files import built

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.place import Place

PLATFORM = Look(accent="#1d3f7a", second="#c58a12", emblem="grid", landscape="hills")
MOST_COLOURS = 48  # in one sheet, so that its address stays short

TRIAL = re.compile(r"[0-9a-f]{6}-[0-9a-f]{6}-[a-z]{1,8}-[a-z]{1,8}\Z")

#: Corners: small, middle, large, those of buttons and fields, and of tags. `soft` is what app.css says.
CORNERS = {
    Radius.SQUARE: ("0", "0", "0", "0", "0"),
    Radius.SOFT: (".5rem", ".9rem", "1.25rem", ".6rem", "1rem"),
    Radius.ROUND: (".8rem", "1.5rem", "2rem", "1.6rem", "1rem"),
}
FONTS = {
    Font.FIRA: '"Fira Sans","Fira Stand-In",system-ui,sans-serif',
    Font.NOTO: '"Noto Sans",system-ui,sans-serif',
    Font.SYSTEM: "system-ui,sans-serif",
}
FIRA_FILES = ("fira-sans-latin-400-normal.woff2", "fira-sans-latin-600-normal.woff2")
NOTO_FILE = "noto-sans-latin-wght-normal.woff2"

type Pair = tuple[str, str]


def look_of(place: Place | None) -> Look:
    return place.look if place else PLATFORM


@functools.lru_cache(maxsize=4096)
def theme(look: Look) -> str:
    """The stylesheet of one place."""
    return _typeface(look) + f":root{{{_shapes(look)}}}" + _rules(":root", tones_of(look), on_root=True)


def theme_hash(look: Look) -> str:
    return _hash(theme(look))


@functools.lru_cache(maxsize=4096)
def face_hash(look: Look) -> str:
    """Changes with anything of the look; the address of its arms and icons."""
    return _hash("/".join(str(getattr(look, name)) for name in look.__dataclass_fields__))


def tones_of(look: Look) -> Palette:
    return palette(look.accent, look.second)


@functools.lru_cache(maxsize=512)
def trial(look: Look) -> str:
    """A look that is only tried out: for what stands in `.probe`, by day and by night side by side."""
    tones = tones_of(look)
    return (
        f"{_typeface(look)}.probe{{{_shapes(look)}}}"
        f".probe{{{_declarations(tones.light)}}}.probe[data-kern-theme=dark]{{{_declarations(tones.dark)}}}"
    )


def trial_name(look: Look) -> str:
    """The last part of the address of a look that is tried out, from which the view makes the sheet again."""
    return f"{look.accent[1:]}-{look.second[1:]}-{look.radius}-{look.font}".lower()


def trial_hash(look: Look) -> str:
    return _hash(trial(look))


def look_of_trial(name: str) -> Look:
    """The look of such an address. Raises ValueError for anything else."""
    if not TRIAL.match(name):
        message = f"{name!r} is no look: expected two colours, a radius and a font."
        raise ValueError(message)
    accent, second, radius, font = name.split("-")
    return Look(accent=f"#{accent}", second=f"#{second}", radius=Radius(radius), font=Font(font))


def pairs_of(places: Iterable[Place]) -> list[Pair]:
    """The colour pairs of the places, each once, in order of appearance."""
    looks = ((place.look.accent.lower(), place.look.second.lower()) for place in places)
    return list(dict.fromkeys(looks))


def colour_class(look: Look) -> str:
    """The class that gives an element and what is in it the colours of another place."""
    return f"c-{look.accent[1:].lower()}-{look.second[1:].lower()}"


@functools.lru_cache(maxsize=512)
def cards(pairs: tuple[Pair, ...]) -> str:
    """The stylesheet for cards of places with these colours."""
    parts = []
    for accent, second in pairs:
        name = "." + colour_class(Look(accent=accent, second=second))
        parts.append(f"{name}{{--arms-1:{accent};--arms-2:{second}}}")
        parts.append(_rules(name, palette(accent, second), on_root=False))
    return "".join(parts)


def cards_name(pairs: tuple[Pair, ...]) -> str:
    """The last part of the address: hash and colours, from which the view makes the sheet again."""
    colours = "_".join(accent[1:] + second[1:] for accent, second in pairs)
    return f"{_hash(cards(pairs))}-{colours}"


def fonts_of(look: Look) -> tuple[str, ...]:
    """The built files that a page in this look needs at once."""
    return {Font.FIRA: FIRA_FILES, Font.NOTO: (NOTO_FILE,)}.get(Font(look.font), ())


def _typeface(look: Look) -> str:
    """Noto comes with the places that chose it; Fira is named in app.css, and fetched where it is used."""
    if look.font != Font.NOTO:
        return ""
    source = f'url("{built(NOTO_FILE)}") format("woff2")'
    return f'@font-face{{font-family:"Noto Sans";src:{source};font-weight:100 900;font-display:swap}}'


def _shapes(look: Look) -> str:
    small, middle, large, control, tag = CORNERS[Radius(look.radius)]
    return (
        f"--arms-1:{look.accent};--arms-2:{look.second};--r-s:{small};--r-m:{middle};--r-l:{large};--r-c:{control};"
        f"--r-t:{tag};--font:{FONTS[Font(look.font)]}"
    )


def _rules(selector: str, tones: Palette, *, on_root: bool) -> str:
    glue = "" if on_root else " "
    dark = _declarations(tones.dark)
    automatic = f"[data-kern-theme=auto]{glue}{selector}{{{dark}}}"
    return (
        f"{selector}{{{_declarations(tones.light)}}}"
        f"[data-kern-theme=dark]{glue}{selector}{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{{automatic}}}"
    )


def _declarations(tones: Tones) -> str:
    return (
        f"--accent:{tones.accent};--on-accent:{tones.on_accent};--accent-hover:{tones.accent_hover};"
        f"--soft:{tones.soft};--softer:{tones.softer};--second:{tones.second};--second-soft:{tones.second_soft}"
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
