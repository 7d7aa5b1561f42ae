"""The colours of places as stylesheets: one for the place we are in, one for cards of other places.

No style attribute is allowed anywhere, so a place's colours come as a file whose
name holds a hash of its text: it never changes and may be kept for a year.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from platform_core.place import Look
from theming.colours import Palette, Tones, palette

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.place import Place

PLATFORM = Look(accent="#1d3f7a", second="#c58a12", emblem="grid", landscape="hills")
MOST_COLOURS = 48  # in one sheet, so that its address stays short

type Pair = tuple[str, str]


def look_of(place: Place | None) -> Look:
    return place.look if place else PLATFORM


@functools.lru_cache(maxsize=4096)
def theme(look: Look) -> str:
    """The stylesheet of one place."""
    tones = palette(look.accent, look.second)
    arms = f"--arms-1:{look.accent};--arms-2:{look.second}"
    return f":root{{{arms}}}" + _rules(":root", tones, on_root=True)


def theme_hash(look: Look) -> str:
    return _hash(theme(look))


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
