"""The watch over all journeys notices what it is there for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.guest import PHONE, Guest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.support.stack import Stack

pytestmark = pytest.mark.journey


@pytest.fixture
def guest(browser: Browser, stack: Stack) -> Iterator[Guest]:
    """Somebody whose complaints are asserted on here, not at the end."""
    guest = Guest(browser, stack, **PHONE)
    guest.opens("weslarn")
    assert guest.watch.noticed == []
    yield guest
    guest.context.close()


@pytest.mark.parametrize(
    ("trouble", "noticed"),
    [
        ("setTimeout(() => { throw new Error('broken') })", "script failed: broken"),
        ("console.error('oh')", "error in the console: oh"),
        (
            "document.body.append(Object.assign(new Image(), {src: '/gone.png', onerror: () => console.warn('no')}))",
            "no",
        ),
        ("document.body.append(Object.assign(new Image(), {src: 'http://ampen.localhost/a.png'}))", "CSP: img-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')", "CSP: style-src"),
        ("fetch('http://elsewhere.localhost/').catch(() => {})", "CSP: connect-src"),
        ("setTimeout(() => alert('hello'))", "a dialog opened: hello"),
    ],
)
def test_trouble_is_noticed(guest: Guest, trouble: str, noticed: str) -> None:
    guest.page.evaluate(f"() => {{ {trouble} }}")
    for _try in range(50):
        if any(noticed in each for each in guest.watch.noticed):
            return
        guest.page.wait_for_timeout(40)
    raise AssertionError(f"nobody noticed {trouble}: {guest.watch.noticed}")


def test_a_step_to_another_site_is_noticed(guest: Guest) -> None:
    guest.page.route("http://elsewhere.example/**", lambda route: route.fulfill(body="hello"))
    guest.page.goto("http://elsewhere.example/")

    assert guest.watch.noticed == ["went to http://elsewhere.example/"]
