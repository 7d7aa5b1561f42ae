"""What somebody with a slow line pays for the first look at their village, and for the second page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
MOST_BYTES = 100_000
MOST_REQUESTS = 10


@dataclass
class Wire:
    """What goes over the line, as the browser counts it: headers and compressed bodies."""

    asked: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)

    def watch(self, guest: Guest) -> Wire:
        line: Any = guest.context.new_cdp_session(guest.page)
        line.send("Network.enable")
        line.on("Network.requestWillBeSent", lambda event: self.asked.update({event["requestId"]: _url(event)}))
        line.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        line.on("Network.responseReceived", self._received)
        line.on("Network.loadingFinished", lambda event: self.sizes.update({event["requestId"]: _size(event)}))
        return self

    def _received(self, event: Any) -> None:
        if event["response"].get("fromDiskCache") or event["response"].get("fromPrefetchCache"):
            self.cached.add(event["requestId"])

    @property
    def parts(self) -> dict[str, int]:
        """Bytes per address, of everything that came over the line."""
        fetched = {key: url for key, url in self.asked.items() if key not in self.cached}
        return {url: self.sizes.get(key, 0) for key, url in fetched.items() if not url.startswith("data:")}


def _url(event: Any) -> str:
    return str(event["request"]["url"])


def _size(event: Any) -> int:
    return int(event["encodedDataLength"])


def test_the_first_visit_is_light_and_asks_nobody_else(visit: Visit, output: Path, summary: list[str]) -> None:
    guest = visit("phone")
    wire = Wire().watch(guest)
    guest.opens("weslarn")
    guest.page.wait_for_load_state("networkidle")

    parts = wire.parts
    figures = {"bytes": sum(parts.values()), "requests": len(parts), "parts": parts}
    (output / "first_visit.json").write_text(json.dumps(figures, indent=1) + "\n")
    summary.append(f"first visit: {figures['bytes']} bytes in {figures['requests']} requests")
    assert {urlsplit(url).netloc for url in parts} == {urlsplit(guest.page.url).netloc}
    assert sum(parts.values()) <= MOST_BYTES, parts
    assert len(parts) <= MOST_REQUESTS, parts


def test_the_second_page_needs_only_itself(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn")
    guest.page.wait_for_load_state("networkidle")
    wire = Wire().watch(guest)
    guest.opens("weslarn", "/ideen/")
    guest.page.wait_for_load_state("networkidle")

    assert list(wire.parts) == [guest.page.url], "parts of the face were fetched a second time"
