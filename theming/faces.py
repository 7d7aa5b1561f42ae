"""The face of a place as pages show it: look, words, and its two pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html

from platform_core.scope import current_place
from theming import pictures, stylesheet
from theming.drawing import emblems
from theming.drawing import landscape as drawn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from platform_core.place import Look, Place
    from theming.pictures import Picture


@dataclass(frozen=True, slots=True)
class Face:
    """A look with the pictures that belong to it; `place` gives the landscape its seed."""

    place: Place | None
    look: Look
    hero: Picture | None
    logo: Picture | None
    name: str = ""
    subtitle: str = ""
    claim: str = ""

    def sign(self) -> SafeString:
        """Logo or arms, beside the name of the place."""
        if self.logo is None:
            return emblems.emblem(self.look)
        markup = '<img class="logo" src="{}" width="{}" height="{}" alt="">'
        return format_html(markup, self.logo.url, self.logo.width, self.logo.height)

    def backdrop(self) -> SafeString:
        """What lies behind the name on the home page: the photo, else the drawn landscape."""
        if self.hero is None:
            return scenery(self.place, self.look, quiet=True, css="hero__pic")
        markup = (
            '<img class="hero__photo" src="{}" srcset="{} {}w, {} {}w" sizes="100vw" width="{}" height="{}" alt="{}" '
            'fetchpriority="high">'
        )
        hero = self.hero
        small, large = (hero.small_url, hero.small_width), (hero.url, hero.width)
        return format_html(markup, hero.small_url, *small, *large, hero.width, hero.height, hero.alt)


def face_of(place: Place | None) -> Face:
    """The face of the place we are in, or of the platform."""
    look = stylesheet.look_of(place)
    hero, logo = pictures.picture(look.hero, look.hero_alt), pictures.picture(look.logo)
    words = (place.name, place.subtitle, place.claim) if place else ("Baukasten", "", "")
    return Face(place, look, hero, logo, *words)


def scenery(place: Place | None, look: Look, *, quiet: bool, css: str) -> SafeString:
    """The landscape of a look, seeded with what makes the place itself."""
    seed, people = (place.ags + place.slug, place.population) if place else ("platform", None)
    return drawn.landscape(seed, look.landscape, people=people, quiet=quiet, css=f"land {css}".strip())


def has_face() -> bool:
    """Whether the place in scope has left the colours and the arms that every place begins with."""
    begin = stylesheet.PLATFORM
    look = current_place().look
    return bool(look.hero or look.logo) or (look.accent, look.emblem) != (begin.accent, begin.emblem)
