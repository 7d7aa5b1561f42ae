"""Does what somebody writes appear at once, or does a moderator look at it first?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from platform_core.contributions.states import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from platform_core.accounts.models import Person

    #: Called with a person and a text; for a change also with the key of what is changed. Says what it
    #: found (or True), so that moderators read why something waits; empty (or False) when it is content.
    type Screen = Callable[..., Any]

#: Each says whether it wants a person's text held; moderation adds its own.
SCREENS: list[Screen] = []


def findings(person: Person, text: str) -> list[str]:
    """What the screens found in a new text; empty when it may appear at once."""
    return [each for screen in SCREENS for each in _named(screen(person, text))]


def new_findings(person: Person, before: str, after: str, key: UUID) -> list[str]:
    """What a change of a published text brought in; what was there before has been looked at."""
    found: list[str] = []
    for screen in SCREENS:
        known = set(_named(screen(person, before, key)))
        found += [each for each in _named(screen(person, after, key)) if each not in known]
    return found


def _named(found: Any) -> list[str]:
    return [str(_("Screening"))] if found is True else list(found or ())


def said_after(thing: Any, done: str) -> str:
    """What the author reads after sending: `done`, or kindly that somebody looks at it first."""
    if thing.state == State.PENDING:
        return _("Thank you. We look at your text briefly before it appears, mostly on the same day.")
    return done
