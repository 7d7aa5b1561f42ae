"""How people want to read: language and appearance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey


def background(guest: Guest) -> int:
    """How bright the page is, from 0 (night) to 255 (day)."""
    script = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    red, green, blue = guest.page.evaluate(script)
    return (int(red) + int(green) + int(blue)) // 3


def pressed(guest: Guest, legend: str) -> list[str]:
    buttons = guest.page.get_by_role("group", name=legend).get_by_role("button", pressed=True)
    return [text.strip() for text in buttons.all_inner_texts()]


def test_to_english_and_back(visit: Visit, device: str) -> None:
    guest = visit(device)
    guest.opens("weslarn", "/ideen/?status=done")
    guest.presses("English", within="footer")
    expect(guest.heading).to_have_text("Ideas")
    expect(guest.page.locator("html")).to_have_attribute("lang", "en")
    assert guest.page.url.endswith("/ideen/?status=done"), "the choice led to another page"
    assert pressed(guest, "Language") == ["English"]

    guest.opens("weslarn", "/konto/login/")
    expect(guest.heading, "the choice holds on the next page").to_have_text("Sign in")
    guest.presses("Deutsch", within="footer")
    expect(guest.heading).to_have_text("Anmelden")
    expect(guest.page.locator("html")).to_have_attribute("lang", "de")


def test_one_visitors_language_is_not_the_next_ones(visit: Visit) -> None:
    first, second = visit("phone"), visit("phone")
    first.opens("weslarn", "/impressum/")
    first.presses("English", within="footer")
    expect(first.heading).to_have_text("Legal notice")

    second.opens("weslarn", "/impressum/")
    expect(second.heading).to_have_text("Impressum")


@pytest.mark.parametrize(("mode", "is_day"), [("Hell", True), ("Dunkel", False)])
def test_the_chosen_appearance_sticks(visit: Visit, mode: str, is_day: bool) -> None:
    guest = visit("phone", color_scheme="dark" if is_day else "light")
    guest.opens("weslarn")
    assert (background(guest) > 128) is not is_day, "until somebody chooses, the device decides"
    guest.presses(mode, within="footer")
    expect(guest.page.get_by_role("group", name="Darstellung").get_by_role("button", pressed=True)).to_have_text(mode)
    assert (background(guest) > 128) is is_day

    guest.opens("weslarn", "/ideen/")
    assert (background(guest) > 128) is is_day, "the choice was forgotten on the next page"
    assert pressed(guest, "Darstellung") == [mode]


def test_automatic_follows_the_device_again(visit: Visit) -> None:
    guest = visit("desktop", color_scheme="dark")
    guest.opens("weslarn")
    guest.presses("Hell", within="footer")
    expect(guest.page.locator("html")).to_have_attribute("data-kern-theme", "light")
    guest.presses("Automatisch", within="footer")
    expect(guest.page.locator("html")).to_have_attribute("data-kern-theme", "auto")
    guest.page.reload()

    assert background(guest) < 128
    guest.page.emulate_media(color_scheme="light")
    assert background(guest) > 128
