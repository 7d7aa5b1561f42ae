"""What templates need for maps: `{% load geo %}`."""

from __future__ import annotations

import math
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from platform_core.geo.points import GERMANY, centre_of, reach_of
from platform_core.scope import current_or_none

register = template.Library()


@register.simple_tag
def point(thing: Any) -> SafeString:
    """`<li {% point idea %}>`: the attributes of an item of a map's list; none for a thing without a point."""
    return _attributes(getattr(thing, "lat", None), getattr(thing, "lon", None))


@register.simple_tag
def typed_point(form: Any) -> SafeString:
    """The point in a form as it was typed or is kept, if it can be read."""
    try:
        return _attributes(*(float(form[name].value()) for name in ("lat", "lon")))
    except (KeyError, TypeError, ValueError):
        return mark_safe("")


@register.simple_tag
def map_facts() -> dict[str, object]:
    """What every map of a page has in common. Asks the scope, because forms render without the page's context."""
    scope = current_or_none()
    place = scope.place if scope else None
    centre = centre_of(place)
    return {
        "tiles": "/kacheln/{z}/{x}/{y}.png" if settings.TILES_URL else "",
        "credit": settings.TILES_CREDIT if settings.TILES_URL else "",
        "centre": f"{centre.lat},{centre.lon}" if centre else "",
        "reach": f"{reach_of(place):.0f}" if place and centre else "",
        "addresses": reverse("addresses", urlconf="platform_core.urls.place"),
        "searches": bool(settings.GEOCODER_URL),
        "edge": ",".join(map(str, GERMANY)),
    }


def _attributes(lat: float | None, lon: float | None) -> SafeString:
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return mark_safe("")
    return format_html('data-lat="{}" data-lon="{}"', f"{lat:.6f}", f"{lon:.6f}")
