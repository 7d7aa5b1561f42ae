"""The generation of a place: a number that changes with every write, so that no stale page is ever served.

It lies in a small file that all processes of this machine map into memory, so
reading it costs nothing and a change is seen at once by all of them. Other
machines hear of it through PostgreSQL (`tenants.listener`).
"""

from __future__ import annotations

import functools
import mmap
import os
import time
import zlib
from pathlib import Path

from django.conf import settings
from django.db import connection

from platform_core.scope import current_place

CHANNEL = "baukasten_pages"
SLOTS = 65_536  # two places in one slot only renew each other's pages now and then
WIDTH = 8


@functools.cache
def _memory() -> mmap.mmap:
    file = Path(settings.DATA_FOLDER) / "generations"
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(descriptor, SLOTS * WIDTH)
        return mmap.mmap(descriptor, SLOTS * WIDTH)
    finally:
        os.close(descriptor)


def _slot(name: str) -> slice:
    start = zlib.crc32(name.encode()) % SLOTS * WIDTH
    return slice(start, start + WIDTH)


def generation_of(name: str) -> bytes:
    """The present generation of a place (by schema) or a region (by id); compare, nothing else."""
    return _memory()[_slot(name)]


def renew(name: str) -> None:
    """Start a new generation of a place or region on this machine."""
    _memory()[_slot(name)] = time.time_ns().to_bytes(WIDTH, "little")


def move_on() -> None:
    """Start a new generation of the place in scope, and of its region for the portal; after the commit."""
    place = current_place()
    for name in (place.schema, str(place.region_id)):
        renew(name)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_catalog.pg_notify(%s, %s)", [CHANNEL, name])
