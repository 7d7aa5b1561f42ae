"""Hearing of changed places: PostgreSQL notifies, every process drops what it remembered.

Triggers on the public tables send on the channel, so it does not matter who
changed a row. Places are cached only while the listener is connected.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from platform_core.generations import CHANNEL as PAGES_CHANNEL
from platform_core.generations import renew

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNEL = "baukasten_places"
logger = logging.getLogger(__name__)


class Listener:
    """A daemon thread with a connection of its own; `on_change` is called for every notice and reconnect."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._connected = threading.Event()
        self._start_lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_listening(self) -> bool:
        """Whether this process would hear of a change now."""
        return self._connected.is_set()

    def ensure_started(self) -> None:
        """Start the thread once per process; a fork has to start its own."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._start_lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._forever, name="places-listener", daemon=True)
                self._thread.start()

    def _forever(self) -> None:
        while True:
            try:
                self._listen()
            except psycopg.Error as broken:
                logger.warning("Lost the connection that hears of changed places: %s", broken)
            self._connected.clear()
            self._on_change()
            time.sleep(1)

    def _listen(self) -> None:
        with psycopg.connect(_conninfo(), autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}; LISTEN {PAGES_CHANNEL}")
            self._on_change()
            self._connected.set()
            for notice in connection.notifies():
                if notice.channel == PAGES_CHANNEL:
                    renew(notice.payload)
                else:
                    self._on_change()


def _conninfo() -> str:
    database = settings.DATABASES["default"]
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return make_conninfo("", **{key: str(database[name]) for key, name in names.items() if database.get(name)})
