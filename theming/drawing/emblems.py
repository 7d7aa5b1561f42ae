"""Invented arms: a shield in a place's colours with one motif. Real coats of arms are the places' own matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from theming.colours import contrast

if TYPE_CHECKING:
    from platform_core.place import Look

LEAST_ON_SHIELD = 2.2
DARK_MOTIF = "#182126"
_LINE = 'fill="none" stroke="#fff" stroke-linecap="round" stroke-linejoin="round"'

MOTIFS = {
    "anchor": f'<g {_LINE} stroke-width="2.2"><circle cx="20" cy="8.5" r="2.5"/><path d="M20 11v14M15 14h10M12 18c0 5 4 7 8 7s8-2 8-7"/></g>',
    "bridge": f'<path d="M8 16h24v3h-3v7h-3c0-8-12-8-12 0h-3v-7H8z" fill="#fff"/><path d="M11 12v4M20 12v4M29 12v4" {_LINE} stroke-width="2"/>',
    "church": '<path d="M20 7l6 8v11H14V15z" fill="#fff"/><path d="M19 3h2v6h-2z" fill="#fff"/>',
    "ear": f'<path d="M20 26V8M20 12l-5-3M20 12l5-3M20 17l-5-3M20 17l5-3M20 22l-5-3M20 22l5-3" {_LINE} stroke-width="2.2"/>',
    "gear": f'<circle cx="20" cy="16" r="5.5" {_LINE} stroke-width="3"/><path d="M20 6v4M20 22v4M10 16h4M26 16h4M13 9l3 3M24 20l3 3M27 9l-3 3M16 20l-3 3" {_LINE} stroke-width="2.6"/>',
    "grid": '<path d="M12 8h7v7h-7zM21 8h7v7h-7zM12 17h7v7h-7zM21 17h7v7h-7z" fill="#fff"/>',
    "star": '<path d="M20 6l2.9 6.2 6.8.8-5 4.6 1.3 6.7-6-3.3-6 3.3 1.3-6.7-5-4.6 6.8-.8z" fill="#fff"/>',
    "three": '<circle cx="13" cy="13" r="4" fill="#fff"/><circle cx="27" cy="13" r="4" fill="#fff"/><circle cx="20" cy="21.5" r="4" fill="#fff"/>',
    "tower": '<path d="M13 26V11h-1V6h3v2h3V6h4v2h3V6h3v5h-1v15h-5v-5h-4v5z" fill="#fff"/>',
    "tree": '<path d="M20 5a7 7 0 0 0-6 10.500A5 5 0 0 0 15.5 21H19v6h2v-6h3.500a5 5 0 0 0 1.5-5.500A7 7 0 0 0 20 5z" fill="#fff"/>',
    "wave": f'<path d="M8 11c4-4 8 3 12 0s8-3 12 0M8 17c4-4 8 3 12 0s8-3 12 0M8 23c4-4 8 3 12 0s8-3 12 0" {_LINE} stroke-width="2.4"/>',
    "wheel": f'<g {_LINE}><circle cx="20" cy="15.5" r="7.5" stroke-width="2.5"/><path d="M20 8v15M12.5 15.500h15M14.7 10.200l10.6 10.600M25.3 10.2 14.7 20.8" stroke-width="1.6"/></g>',
}

_SHIELD = (
    '<path d="M3 3h34v22c0 11-8 17-17 21C11 42 3 36 3 25z" fill="var(--arms-1)"/>'
    '<path d="M3.2 28c5-3 9-2 17 1s12 2 16.6-1C36 37.5 28.5 43 20 46 11.5 43 4 37.5 3.2 28z" fill="var(--arms-2)"/>'
    '<path d="M3 3h34v22c0 11-8 17-17 21C11 42 3 36 3 25z" fill="none" stroke="#fff" stroke-opacity=".35"/>'
)


def emblem(look: Look, *, css: str = "arms") -> SafeString:
    """The arms as decoration: the place's name always stands beside them. An unknown motif is drawn as grid."""
    drawing = mark_safe(_shapes(look))  # noqa: S308 -- our own drawing
    return format_html('<svg class="{}" viewBox="0 0 40 48" aria-hidden="true">{}</svg>', css, drawing)


def file(look: Look) -> str:
    """The arms as a picture of its own, with the place's colours written in."""
    drawing = coloured(look)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 48 48">{drawing}</svg>'


def coloured(look: Look) -> str:
    """The shapes of the arms, 40 wide and 48 high, with the place's colours written in."""
    drawing = _shapes(look)
    for name, colour in (("--arms-1", look.accent), ("--arms-2", look.second)):
        drawing = drawing.replace(f"var({name})", colour)
    return drawing


def _shapes(look: Look) -> str:
    """Shield and motif; on a light shield the motif is dark."""
    motif = MOTIFS.get(look.emblem, MOTIFS["grid"])
    if contrast(look.accent, "#ffffff") < LEAST_ON_SHIELD:
        motif = motif.replace("#fff", DARK_MOTIF)
    return _SHIELD + motif
