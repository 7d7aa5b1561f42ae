"""Asking a map service on behalf of visitors: short, bounded, and saying nothing about who they are."""

from __future__ import annotations

import http.client
import logging
import threading
import time
from dataclasses import dataclass, field
from urllib.request import Request, urlopen

log = logging.getLogger(__name__)
#: All that a service learns: that some Baukasten asks.
HEADERS = {"User-Agent": "Baukasten (platform for municipalities)", "Accept": "*/*"}
SCHEMES = ("http://", "https://")


@dataclass
class Service:
    """One service on the network. After a failure it is left alone for a while; only few ask at once."""

    name: str
    seconds: float = 4.0
    pause: float = 20.0
    largest: int = 1_000_000
    most_at_once: int = 6
    _quiet_until: float = 0.0
    _room: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._room = threading.BoundedSemaphore(self.most_at_once)

    def get(self, url: str) -> bytes | None:
        """The body of the answer, or nothing: when it fails, is too long, or others are waiting already."""
        if time.monotonic() < self._quiet_until or not url.startswith(SCHEMES):
            return None
        if not self._room.acquire(timeout=self.seconds):
            return None
        try:
            return self._fetch(url)
        finally:
            self._room.release()

    def forget_failures(self) -> None:
        self._quiet_until = 0.0

    def _fetch(self, url: str) -> bytes | None:
        if time.monotonic() < self._quiet_until:  # failed while we waited
            return None
        try:
            with urlopen(Request(url, headers=HEADERS), timeout=self.seconds) as answer:  # noqa: S310 -- http(s), see get()
                body: bytes = answer.read(self.largest + 1)
        except (OSError, http.client.HTTPException, ValueError) as failed:
            if getattr(failed, "code", 500) not in {400, 404}:  # these are about the one question
                self._quiet_until = time.monotonic() + self.pause
            log.warning("%s does not answer: %s", self.name, failed)
            return None
        return body if len(body) <= self.largest else None
