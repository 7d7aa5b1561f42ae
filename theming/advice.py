"""What becomes of the colours somebody chose, said so that one understands why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from theming.colours import DARK_CARD, LIGHT_CARD, READABLE, contrast, hue_name, palette

if TYPE_CHECKING:
    from theming.colours import Tones

LIGHT_TEXT, DARK_TEXT = "#131a1e", "#eef2f3"
HUE_WORDS = {
    "black": gettext_lazy("black"),
    "grey": gettext_lazy("grey"),
    "white": gettext_lazy("white"),
    "pink": gettext_lazy("pink"),
    "red": gettext_lazy("red"),
    "orange": gettext_lazy("orange"),
    "yellow": gettext_lazy("yellow"),
    "green": gettext_lazy("green"),
    "turquoise": gettext_lazy("turquoise"),
    "blue": gettext_lazy("blue"),
    "violet": gettext_lazy("violet"),
    "brown": gettext_lazy("brown"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A colour that is shown otherwise than it was chosen, with WCAG's contrast on its ground before and after."""

    chosen: str
    shown: str
    ground: str
    words: str

    @property
    def before(self) -> float:
        return contrast(self.chosen, self.ground)

    @property
    def after(self) -> float:
        return contrast(self.shown, self.ground)


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on a ground, as both appear on pages."""

    title: str
    colour: str
    ground: str

    @property
    def ratio(self) -> float:
        return contrast(self.colour, self.ground)

    @property
    def is_readable(self) -> bool:
        return self.ratio >= READABLE


def changes(accent: str) -> list[Change]:
    """Where the main colour had to give way to being readable; by day, then by night."""
    tones, accent = palette(accent, accent), accent.lower()
    name = str(HUE_WORDS[hue_name(accent)])
    said = []
    if tones.light.accent != accent:
        words = _(
            "Your %(colour)s is too light to be read on white. We show texts and buttons in %(shown)s; "
            "your %(colour)s stays in the arms and in areas."
        )
        said.append(
            Change(accent, tones.light.accent, LIGHT_CARD, words % {"colour": name, "shown": tones.light.accent})
        )
    if tones.dark.accent != accent:
        words = _(
            "In the dark appearance your %(colour)s would be too dark to be read. We show texts and buttons in "
            "%(shown)s there."
        )
        said.append(Change(accent, tones.dark.accent, DARK_CARD, words % {"colour": name, "shown": tones.dark.accent}))
    return said


def pairs(accent: str, second: str) -> dict[str, list[Pair]]:
    """All colours that carry text, on their grounds, by mode."""
    tones = palette(accent, second)
    return {
        "light": _pairs(tones.light, LIGHT_CARD, LIGHT_TEXT),
        "dark": _pairs(tones.dark, DARK_CARD, DARK_TEXT),
    }


def _pairs(tones: Tones, card: str, text: str) -> list[Pair]:
    return [
        Pair(_("Links on cards"), tones.accent, card),
        Pair(_("Links on soft areas"), tones.accent, tones.soft),
        Pair(_("Words on buttons"), tones.on_accent, tones.accent),
        Pair(_("Words on buttons under the pointer"), tones.on_accent, tones.accent_hover),
        Pair(_("Text on the second colour's area"), text, tones.second_soft),
    ]
