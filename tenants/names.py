"""Opaque names: nothing about a place can be read from its schema, and nothing typed ends up in it."""

from __future__ import annotations

import secrets

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def new_schema_name() -> str:
    """`t_` and 10 random characters of `[a-z2-7]` (50 bits); also the name of the database role."""
    return "t_" + "".join(secrets.choice(ALPHABET) for _ in range(10))
