"""What somebody with a slow line pays for the first look at their village."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
MOST_BYTES = 150_000
MOST_REQUESTS = 12


def test_the_first_visit_is_light_and_asks_nobody_else(visit: Visit, output: Path) -> None:
    guest = visit("phone")
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire: Any = guest.context.new_cdp_session(guest.page)
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    guest.opens("weslarn")
    guest.page.wait_for_load_state("networkidle")

    over_the_wire = {key: url for key, url in asked.items() if not url.startswith("data:")}
    by_url = {url: int(sizes.get(key, 0)) for key, url in over_the_wire.items()}
    figures = {"bytes": sum(by_url.values()), "requests": len(over_the_wire), "parts": by_url}
    (output / "first_visit.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"first visit: {figures['bytes']} bytes in {figures['requests']} requests")
    assert {urlsplit(url).netloc for url in by_url} == {urlsplit(guest.page.url).netloc}
    assert figures["bytes"] <= MOST_BYTES, by_url
    assert len(over_the_wire) <= MOST_REQUESTS, by_url


def test_the_second_page_needs_only_itself(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn")
    guest.page.wait_for_load_state("networkidle")
    fetched: list[str] = []
    guest.page.on("response", lambda answer: None if _from_cache(answer) else fetched.append(answer.url))
    guest.opens("weslarn", "/ideen/")
    guest.page.wait_for_load_state("networkidle")

    assert fetched == [guest.page.url], "parts of the face were fetched a second time"


def _from_cache(answer: Any) -> bool:
    return int(answer.request.sizes()["responseHeadersSize"]) == 0 or answer.from_service_worker
