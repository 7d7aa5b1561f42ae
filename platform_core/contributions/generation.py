"""The generation of a place: a number that every write moves on, so that no stale page is ever served.

Cached pages carry it in their key. It is read from the place's own schema for
each cached answer: one cheap query, and right across all processes.
"""

from __future__ import annotations

from django.db import connection


def current_generation() -> int:
    """The generation of the place in scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM contributions_generation")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def move_on() -> None:
    """Start a new generation of the place in scope; call it after the write is committed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contributions_generation SET value = value + 1")
