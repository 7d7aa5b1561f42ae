"""One running Baukasten and one browser for all journeys; a guest leaves nothing to complain about."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.guest import DEVICES, Guest
from tests.support.browser import launch
from tests.support.stack import ROOT, Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    type Visit = Callable[..., Guest]

OUTPUT = ROOT / "tests" / "output"


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """`baukasten up`, stopped with Ctrl-C at the end; both have to go well."""
    running = Stack().start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with these tests: Playwright keeps an event loop open, which Django's database refuses."""
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, stack: Stack) -> Iterator[Visit]:
    """`visit("phone")`: a new guest. Afterwards no page may have complained or asked elsewhere."""
    guests: list[Guest] = []

    def visiting(device: str = "phone", **wishes: Any) -> Guest:
        guests.append(Guest(browser, stack, **{**DEVICES[device], **wishes}))
        return guests[-1]

    yield visiting
    noticed = [each for guest in guests for each in guest.watch.noticed]
    for guest in guests:
        guest.context.close()
    assert noticed == []


@pytest.fixture(params=DEVICES)
def device(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="package")
def output() -> Path:
    """Where figures are kept for people to read."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    return OUTPUT


@pytest.fixture
def _own_mailbox() -> None:
    """The product of the journeys has a mailbox of its own; nothing to prepare."""


@pytest.fixture(scope="package", autouse=True)
def _no_proxy() -> None:
    os.environ.setdefault("NO_PROXY", "localhost")
