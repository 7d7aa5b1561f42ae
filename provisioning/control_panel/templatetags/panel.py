"""Words and marks of the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html

from platform_core.place import PlaceState
from platform_core.version import version
from provisioning.control_panel.menu import MenuEntry
from provisioning.control_panel.words import STATE_WORDS, tone_of
from theming.context import address

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def menu_of(desk: Any, path: str) -> list[MenuEntry]:
    """The main menu for whoever is at work; none for somebody who has no desk here."""
    return desk.menu(path) if desk else []


@register.simple_tag
def baukasten_version() -> str:
    """The installed version."""
    return f"Baukasten {version()}"


@register.simple_tag
def state_word(state: str) -> SafeString:
    """A place's state as a word with a sign of its own, so that nobody needs to tell colours apart."""
    return format_html(
        '<span class="st st--{}">{}</span>', tone_of(PlaceState(state)), str(STATE_WORDS[PlaceState(state)])
    )


@register.simple_tag
def section_url(name: str, slug: str) -> str:
    """The address of a section of one place."""
    return reverse(name, args=[slug])


@register.simple_tag
def panel_link(name: str) -> str:
    """The address of a part of the panel; nothing when that part is not there."""
    return address(name)


@register.filter
def unlocalized(number: float) -> str:
    """A number as SVG writes it."""
    return f"{number:g}"
