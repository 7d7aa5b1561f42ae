"""One running Baukasten and one browser for all journeys; a guest leaves nothing to complain about."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.guest import AGNES, DESKTOP, DEVICES, OLGA, PATIENCE, Guest
from tests.summary import OUTPUT
from tests.support.browser import launch
from tests.support.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    type Visit = Callable[..., Guest]

#: Tests that stand alone. All others build on what the ones above them in their file did, hence stay together.
EACH_ALONE = "test_nobody_is_kept_out["


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys of a file go to one worker, in their order; each worker has a running Baukasten of its own."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and not item.name.startswith(EACH_ALONE):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """`baukasten up`, stopped with Ctrl-C at the end; both have to go well."""
    running = Stack().start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with these tests: Playwright keeps an event loop open, which Django's database refuses."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope="package")
def sessions(browser: Browser, stack: Stack) -> Callable[[str], Any]:
    """The cookies of somebody of Weslarn or of the panel who has signed in; asked for once per person."""

    @functools.cache
    def cookies(email: str) -> Any:
        guest = Guest(browser, stack, **DESKTOP)
        guest.signs_in("panel" if email in {OLGA, AGNES} else "weslarn", email)
        state = guest.context.storage_state()
        guest.context.close()
        return state

    return cookies


@pytest.fixture
def visit(browser: Browser, stack: Stack, sessions: Callable[[str], Any]) -> Iterator[Visit]:
    """`visit("phone")`: a new guest; `visit("phone", JONAS)`: somebody of Weslarn who has signed in before.

    Afterwards no page may have complained or asked elsewhere. All journeys of a run come from one address: for
    the limits an hour lies between two of them.
    """
    stack.an_hour_passes()
    guests: list[Guest] = []

    def visiting(device: str = "phone", email: str = "", **wishes: Any) -> Guest:
        known = {"storage_state": sessions(email)} if email else {}
        guests.append(Guest(browser, stack, **{**DEVICES[device], **known, **wishes}))
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
