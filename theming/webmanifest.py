"""What a phone needs to put a place on its home screen (W3C, Web Application Manifest)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from theming import stylesheet
from theming.context import address
from theming.drawing import appicons

if TYPE_CHECKING:
    from platform_core.place import Look, Place


def facts(place: Place | None, urlconf: str | None) -> dict[str, Any]:
    """The manifest of a place, or of the platform."""
    look = stylesheet.look_of(place)
    tones = stylesheet.tones_of(look)
    name = place.name if place else "Baukasten"
    return {
        "id": "/",
        "name": f"{name} – {place.subtitle}" if place and place.subtitle else name,
        "short_name": name,
        "lang": place.language if place else "de",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": tones.light.accent,
        "background_color": tones.light.soft,
        "icons": _icons(look, urlconf),
    }


def _icons(look: Look, urlconf: str | None) -> list[dict[str, str]]:
    """The drawing where there is one, then pixels."""
    url = functools.partial(address, urlconf=urlconf, digest=stylesheet.face_hash(look))
    icons = [] if look.logo else [{"src": url("theming:sign"), "sizes": "any", "type": "image/svg+xml"}]
    for kind, purpose in (("192", "any"), ("512", "any"), ("maske", "maskable")):
        side = appicons.ICONS[kind][0]
        src = url("theming:app_icon", kind=kind)
        icons.append({"src": src, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose})
    return icons
