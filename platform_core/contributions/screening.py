"""Does what somebody writes appear at once, or does a moderator look at it first?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.contributions.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.accounts.models import Person

    type Screen = Callable[[Person, str], bool]

#: Each says whether it wants a person's text held; moderation adds its own.
SCREENS: list[Screen] = []


def verdict(person: Person, *texts: str) -> State:
    """PUBLISHED, or PENDING when one of the screens wants a human being to look first."""
    whole = "\n".join(texts)
    return State.PENDING if any(screen(person, whole) for screen in SCREENS) else State.PUBLISHED
