"""What an idea said before, and what was changed each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from platform_core.contributions.difference import pieces_between

if TYPE_CHECKING:
    from datetime import datetime

    from modules.ideas.models import Idea
    from platform_core.contributions.difference import Piece


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when it was made, and title and text with what went and what came."""

    at: datetime
    title: list[Piece]
    body: list[Piece]


def changes_of(idea: Idea) -> list[Change]:
    """All changes, newest first."""
    newer_title, newer_body = idea.title, idea.body
    changes = []
    for revision in idea.revisions.all():  # newest first; each is the text before its change
        changes.append(
            Change(revision.at, pieces_between(revision.title, newer_title), pieces_between(revision.body, newer_body))
        )
        newer_title, newer_body = revision.title, revision.body
    return changes
