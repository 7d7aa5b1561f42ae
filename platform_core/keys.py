"""Primary keys made in the app: UUIDv7, sortable by time, nothing to guess from a counter."""

from __future__ import annotations

import uuid

import uuid_utils


def uuid7() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562). Python has one of its own from 3.14 on."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
