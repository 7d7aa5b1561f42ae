"""What was changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TOKENS = 6_000  # beyond, comparing words would take seconds: lines are compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed (`same`), was taken out (`gone`) or came in (`new`)."""

    how: str
    text: str


def pieces_between(before: str, after: str) -> list[Piece]:
    """The way from one text to the other, word by word; very long texts line by line."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) > MOST_TOKENS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("new", "".join(new[c:d])))
    return pieces
