"""The table of a place's life: from which state to which, who may, what it needs, what residents see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from platform_core.place import PlaceState
from provisioning.control_panel.words import STATE_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Who(StrEnum):
    """Who may make a move: operators; they and the place's agency; or the platform, as the end of something longer."""

    OPERATOR = "operator"
    AGENCY = "agency"
    PLATFORM = "platform"

    @property
    def label(self) -> str:
        return str(_WHO[self])


_WHO = {
    Who.OPERATOR: _("operators"),
    Who.AGENCY: _("operators and the place's agency"),
    Who.PLATFORM: _("the platform by itself"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One way from states to a state. `residents` is what they see from then on; `needs` what must be there first."""

    to: PlaceState
    since: frozenset[PlaceState]
    who: Who
    title: _StrPromise
    residents: _StrPromise
    needs: _StrPromise | str = ""
    reason: bool = True
    is_slow: bool = False  # goes on as a job; the state changes when that is done


S = PlaceState
AWAY = frozenset({S.MAINTENANCE, S.MOVING})

MOVES = (
    Move(
        S.PROVISIONING,
        frozenset({S.REQUESTED}),
        Who.PLATFORM,
        _("Build"),
        _("Visitors read that the place is just being set up."),
        _("an order"),
        reason=False,
    ),
    Move(
        S.PREPARING,
        frozenset({S.PROVISIONING}),
        Who.PLATFORM,
        _("Prepare"),
        _("Visitors read that the place opens soon. Only people with a role come in."),
        _("tables, address and people"),
        reason=False,
    ),
    Move(
        S.ACTIVE,
        frozenset({S.PREPARING, S.READ_ONLY}),
        Who.AGENCY,
        _("Make public"),
        _("Everybody can read, sign in and write."),
        _("complete legal pages"),
        reason=False,
    ),
    Move(
        S.ACTIVE,
        frozenset({S.SUSPENDED, S.MAINTENANCE, S.MOVING}),
        Who.OPERATOR,
        _("Open again"),
        _("Everybody can read, sign in and write."),
        _("complete legal pages"),
        reason=False,
    ),
    Move(
        S.PREPARING,
        frozenset({S.ACTIVE, S.READ_ONLY}),
        Who.AGENCY,
        _("Back into preparation"),
        _("Visitors and residents read that the place opens soon. Only people with a role come in."),
    ),
    Move(
        S.READ_ONLY,
        frozenset({S.ACTIVE}),
        Who.AGENCY,
        _("Reading only"),
        _("Everybody can read everything. Nobody can write, sign in or send; a note above each page says so."),
    ),
    Move(
        S.READ_ONLY,
        frozenset({S.ARCHIVED}),
        Who.AGENCY,
        _("Take out of the archive"),
        _("The living pages stand in place of the copy. Everybody can read, nobody can write."),
    ),
    Move(
        S.READ_ONLY,
        frozenset({S.SUSPENDED, *AWAY}),
        Who.OPERATOR,
        _("Reading only"),
        _("Everybody can read everything. Nobody can write, sign in or send; a note above each page says so."),
    ),
    Move(
        S.SUSPENDED,
        frozenset({S.PREPARING, S.ACTIVE, S.READ_ONLY, *AWAY}),
        Who.OPERATOR,
        _("Close for now"),
        _("Visitors read one page: the place cannot be reached at the moment, and everything is kept safe."),
    ),
    Move(
        S.MAINTENANCE,
        frozenset({S.PREPARING, S.ACTIVE, S.READ_ONLY}),
        Who.OPERATOR,
        _("Maintenance"),
        _("Visitors read one page: the place is back in a few minutes, and nothing gets lost."),
    ),
    Move(
        S.PREPARING,
        AWAY,
        Who.OPERATOR,
        _("Back into preparation"),
        _("Visitors and residents read that the place opens soon. Only people with a role come in."),
    ),
    Move(
        S.MOVING,
        frozenset({S.PREPARING, S.ACTIVE, S.READ_ONLY}),
        Who.OPERATOR,
        _("Move to another machine"),
        _("Visitors read one page: the place is moving, and everything moves along."),
    ),
    Move(
        S.ARCHIVED,
        frozenset({S.READ_ONLY}),
        Who.AGENCY,
        _("Put into the archive"),
        _(
            "The public pages stay at their addresses as a copy of that day. "
            "Nobody can sign in or write; forms are gone. What was not public is not in the copy."
        ),
        _("the state “reading only”, and a copy of the public pages, which is made first"),
        is_slow=True,
    ),
    Move(
        S.ERASED,
        frozenset({S.PREPARING, S.ACTIVE, S.READ_ONLY, S.SUSPENDED, S.ARCHIVED}),
        Who.PLATFORM,
        _("Erase"),
        _("Visitors read that the place no longer exists. The address is given to nobody else."),
        _("two different people, the name typed, a full export, and 14 days"),
    ),
)


def word(state: PlaceState) -> str:
    """A state as people call it."""
    return str(STATE_WORDS[state])


def move_between(since: PlaceState, to: PlaceState) -> Move | None:
    """The one way from a state to another, if there is one."""
    return next((move for move in MOVES if move.to == to and since in move.since), None)


def moves_from(since: PlaceState) -> list[Move]:
    """All ways out of a state."""
    return [move for move in MOVES if since in move.since]
