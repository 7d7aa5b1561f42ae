"""The states of a place in words, and the sign that goes with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from platform_core.place import PlaceState

if TYPE_CHECKING:
    from platform_core.contract import Text

STATE_WORDS: dict[PlaceState, Text] = {
    PlaceState.REQUESTED: _("requested"),
    PlaceState.PROVISIONING: _("being set up"),
    PlaceState.PREPARING: _("in preparation"),
    PlaceState.ACTIVE: _("active"),
    PlaceState.READ_ONLY: _("read only"),
    PlaceState.MOVING: _("moving"),
    PlaceState.MAINTENANCE: _("in maintenance"),
    PlaceState.SUSPENDED: _("suspended"),
    PlaceState.ARCHIVED: _("archived"),
    PlaceState.ERASED: _("erased"),
}
_TONES = {
    PlaceState.REQUESTED: "new",
    PlaceState.PROVISIONING: "new",
    PlaceState.PREPARING: "new",
    PlaceState.ACTIVE: "on",
    PlaceState.READ_ONLY: "slow",
    PlaceState.MOVING: "slow",
    PlaceState.MAINTENANCE: "slow",
    PlaceState.SUSPENDED: "off",
    PlaceState.ARCHIVED: "gone",
    PlaceState.ERASED: "gone",
}


def tone_of(state: PlaceState) -> str:
    """on, new, slow, off or gone: which sign a state gets."""
    return _TONES[state]
