"""The icons of a place for browser tabs and home screens, drawn from its arms or made from its logo."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from theming import pictures, stylesheet
from theming.drawing import emblems, raster

if TYPE_CHECKING:
    from platform_core.place import Look

#: Side in pixels, and whether the ground is filled: home screens cut shapes out of it.
ICONS = {"180": (180, True), "192": (192, False), "512": (512, False), "maske": (512, True)}
TAB_SIDES = (16, 32, 48)
VIEW = (-4.0, 0.0, 48.0)
ROOM = {"180": 0.82, "maske": 0.64}  # a maskable icon keeps what counts within the middle 80 % (W3C, App Manifest)


@functools.lru_cache(maxsize=512)
def png(look: Look, kind: str) -> bytes:
    """One of ICONS as PNG; kept, because the same look is always drawn the same."""
    return _bytes(_icon(look, kind), "PNG", optimize=True)


@functools.lru_cache(maxsize=256)
def ico(look: Look) -> bytes:
    """The file that old browsers ask for without being told to."""
    sides = [(side, side) for side in TAB_SIDES]
    return _bytes(_icon(look, "192"), "ICO", sizes=sides)


def _icon(look: Look, kind: str) -> Image.Image:
    side, is_filled = ICONS[kind]
    room = round(side * ROOM.get(kind, 1))
    sign, ground = _sign(look, room)
    icon = Image.new("RGBA", (side, side), ground if is_filled else (0, 0, 0, 0))
    icon.alpha_composite(sign, ((side - sign.width) // 2, (side - sign.height) // 2))
    return icon.convert("RGB") if is_filled else icon


def _sign(look: Look, side: int) -> tuple[Image.Image, str]:
    """Logo or arms, and the ground on which they stand."""
    logo = pictures.opened(look.logo) if look.logo else None
    if logo is not None:
        return ImageOps.contain(logo.convert("RGBA"), (side, side), Image.Resampling.LANCZOS), "#ffffff"
    return raster.draw(emblems.coloured(look), side, view=VIEW), stylesheet.tones_of(look).light.soft


def _bytes(icon: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    icon.save(out, kind, **options)
    return out.getvalue()
