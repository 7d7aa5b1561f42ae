"""What was changed between the versions of a comment, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from platform_core.comments.models import Comment

WORDS = re.compile(r"\S+|\s+")
MOST = 20


@dataclass(frozen=True, slots=True)
class Part:
    """Some words; `kind` is "same", "new" or "gone"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a comment said from a moment on, against what it said before."""

    since: datetime
    parts: list[Part]


def versions_of(comment: Comment) -> list[Version]:
    """The newest versions of a comment, newest first; the very first one stands without a comparison."""
    earlier = list(comment.revisions.all()[:MOST])
    texts = [comment.body, *(each.body for each in earlier)]
    since = [*(each.at for each in earlier), comment.created_at]
    before: list[str | None] = [*texts[1:], None]
    shown = list(zip(since, before, texts, strict=True))[:MOST]
    return [Version(moment, list(parts_between(old, new))) for moment, old, new in shown]


def parts_between(old: str | None, new: str) -> Iterator[Part]:
    """The words of both texts in their order: what stayed, what went, what came."""
    if old is None:
        yield Part("same", new)
        return
    before, after = WORDS.findall(old), WORDS.findall(new)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(after[j1:j2]))
            continue
        if i2 > i1:
            yield Part("gone", "".join(before[i1:i2]))
        if j2 > j1:
            yield Part("new", "".join(after[j1:j2]))
