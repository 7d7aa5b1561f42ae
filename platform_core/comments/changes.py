"""What was changed between the versions of a comment, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from platform_core.contributions.difference import Piece, pieces_between

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.comments.models import Comment

MOST = 20


@dataclass(frozen=True, slots=True)
class Version:
    """What a comment said from a moment on, against what it said before."""

    since: datetime
    pieces: list[Piece]


def versions_of(comment: Comment) -> list[Version]:
    """The newest versions of a comment, newest first; the very first one stands without a comparison."""
    earlier = list(comment.revisions.all()[:MOST])
    texts = [comment.body, *(each.body for each in earlier)]
    since = [*(each.at for each in earlier), comment.created_at]
    before = [*texts[1:], texts[-1]]
    shown = list(zip(since, before, texts, strict=True))[:MOST]
    return [Version(moment, pieces_between(old, new)) for moment, old, new in shown]
