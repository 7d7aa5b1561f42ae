"""What an idea said before, and what was changed each time."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from modules.ideas.models import Idea

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TOKENS = 6_000  # beyond, comparing words would take seconds: lines are compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed (`same`), was taken out (`gone`) or came in (`new`)."""

    how: str
    text: str


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
        changes.append(Change(revision.at, compare(revision.title, newer_title), compare(revision.body, newer_body)))
        newer_title, newer_body = revision.title, revision.body
    return changes


def compare(before: str, after: str) -> list[Piece]:
    """The way from one text to the other, word by word; very long texts line by line."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) > MOST_TOKENS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for how, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("new", "".join(new[c:d])))
    return pieces
