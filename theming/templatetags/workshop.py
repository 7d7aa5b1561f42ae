"""`{% load workshop %}`: what only the pages need on which a face is shaped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from theming import stylesheet
from theming.context import address
from theming.drawing import emblems
from theming.faces import Face, scenery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.place import Look, Place
    from theming.workshop import Draft

register = template.Library()


@register.simple_tag
def motif_of(look: Look, motif: str) -> SafeString:
    """The arms of a look with another motif."""
    return emblems.emblem(replace(look, emblem=motif), css="arms arms--l")


@register.simple_tag
def arms_of(look: Look) -> SafeString:
    return emblems.emblem(look, css="arms")


@register.simple_tag
def scenery_of(place: Place, look: Look, kind: str) -> SafeString:
    """The landscape of the place, were it of this kind."""
    return scenery(place, replace(look, landscape=kind), quiet=False, css="")


@register.simple_tag
def look_class(look: Look) -> str:
    return stylesheet.colour_class(look)


@register.simple_tag
def preset_colours(presets: Iterable[dict[str, Any]]) -> SafeString:
    """Link the colours of the ready looks; before the first of them."""
    pairs = tuple(dict.fromkeys((each["look"].accent, each["look"].second) for each in presets))
    digest, colours = stylesheet.cards_name(pairs).split("-", 1)
    return format_html('<link rel="stylesheet" href="{}">', address("theming:cards", digest=digest, colours=colours))


@register.simple_tag
def swatch(colour: str, ground: str) -> SafeString:
    """A letter in a colour on its ground, as decoration."""
    shapes = format_html(
        '<rect width="40" height="40" rx="8" fill="{}" stroke="currentColor" stroke-opacity=".25"/>'
        '<path d="M12 29 20 10l8 19M14.500 23h11" fill="none" stroke="{}" stroke-width="3.500"/>',
        ground,
        colour,
    )
    return format_html('<svg class="swatch" viewBox="0 0 40 40" aria-hidden="true">{}</svg>', mark_safe(shapes))  # noqa: S308 -- escaped


@register.simple_tag
def contrast_words(ratio: float) -> str:
    """A contrast as WCAG writes it: 4,5 : 1."""
    return _("Contrast %(ratio)s to 1") % {"ratio": number_format(int(ratio * 10) / 10, 1)}


@register.simple_tag
def component_title(name: str) -> str:
    """What people call a component."""
    titles = {
        "note": _("Notes"),
        "empty": _("Where nothing is yet"),
        "tag": _("Tags"),
        "state": _("Closed for a while"),
    }
    return titles.get(name, name)


@register.simple_tag
def picture_state(draft: Draft, now: Face, name: str) -> dict[str, Any]:
    """What is to be said of one of the two pictures."""
    return {
        "upload": draft.uploads.get(name),
        "shown": getattr(now, name),
        "is_dropped": name in draft.dropped,
        "problem": draft.problems.get(name, ""),
    }
