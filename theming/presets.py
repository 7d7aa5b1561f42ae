"""Looks that somebody may take as they are: colours that suit each other, corners, typeface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from platform_core.place import Font, Look, Radius

if TYPE_CHECKING:
    from platform_core.contract import Text


@dataclass(frozen=True, slots=True)
class Preset:
    """One ready look. Emblem, landscape, pictures and words stay the place's own."""

    name: str
    title: Text
    accent: str
    second: str
    radius: Radius = Radius.SOFT
    font: Font = Font.FIRA

    @property
    def values(self) -> dict[str, str]:
        return {"accent": self.accent, "second": self.second, "radius": self.radius, "font": self.font}

    def worn_by(self, look: Look) -> Look:
        """A look with this preset's colours, for its picture on the button."""
        return Look(accent=self.accent, second=self.second, emblem=look.emblem)


PRESETS = (
    Preset("meadow", _("Meadow"), "#1f6b4a", "#d9a21b"),
    Preset("brick", _("Brick"), "#9c3a28", "#e0a94a", Radius.SQUARE),
    Preset("harbour", _("Harbour"), "#1f5590", "#e0912f", Radius.SOFT, Font.NOTO),
    Preset("heath", _("Heath"), "#75407c", "#d8b24a", Radius.ROUND),
    Preset("slate", _("Slate"), "#3d4c5a", "#c77d3a", Radius.SQUARE, Font.SYSTEM),
    Preset("vineyard", _("Vineyard"), "#7c2143", "#a9a03c"),
    Preset("lake", _("Lake"), "#0d6472", "#e2b84b", Radius.ROUND, Font.NOTO),
    Preset("grain", _("Grain"), "#7d5f00", "#4f7f3a"),
    Preset("forest", _("Forest"), "#2f5a2c", "#b8692c", Radius.SOFT, Font.SYSTEM),
    Preset("dusk", _("Dusk"), "#2b3680", "#e0765c", Radius.ROUND),
)
BY_NAME = {preset.name: preset for preset in PRESETS}
