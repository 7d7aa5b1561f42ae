"""Places are apart, errors have a face, and a module that is off is gone at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import GUDRUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import Visit
    from tests.support.stack import Stack

pytestmark = pytest.mark.journey
AT_ONCE = 1.0  # seconds; measured from the end of the command
ASKED = 12  # times: two web processes share the requests


def test_the_neighbour_is_nobody_next_door(visit: Visit) -> None:
    gudrun = visit("phone", GUDRUN)
    gudrun.opens("weslarn")
    expect(gudrun.page.locator(".whoami")).to_be_visible()

    gudrun.opens("meckingsen")
    expect(gudrun.page.locator(".whoami")).to_have_count(0)
    gudrun.opens("meckingsen", "/ideen/neu/")
    expect(gudrun.field("guest_email"), "she is asked who she is").to_have_value("")
    gudrun.opens("meckingsen", "/konto/login/")
    gudrun.fills(login=GUDRUN, password=gudrun.stack.password)
    gudrun.presses("Anmelden")
    expect(gudrun.problems).to_contain_text("Adresse und Passwort passen nicht zusammen.")
    gudrun.opens("weslarn")
    expect(gudrun.page.locator(".whoami"), "and still somebody at home").to_be_visible()


def test_a_page_that_does_not_exist_has_the_places_face(visit: Visit) -> None:
    guest = visit("phone")
    assert guest.opens("weslarn", "/ideen/99999/").status == 404

    expect(guest.heading).to_have_text("Diese Seite finden wir nicht")
    expect(guest.page.locator("header")).to_contain_text("Weslarn")
    guest.follows("Zur Startseite")
    expect(guest.heading).to_have_text("Weslarn")


def test_the_platform_and_the_portal_have_error_pages_too(visit: Visit) -> None:
    guest = visit("phone")
    for place, name in (("", "Baukasten"), ("modellorte", "Digitale Modellorte")):
        assert guest.opens(place, "/gibt-es-nicht/").status == 404
        expect(guest.page.locator("header")).to_contain_text(name)
        expect(guest.heading).to_have_text("Diese Seite finden wir nicht")


def test_an_address_where_no_place_lives_leads_to_all_places(visit: Visit) -> None:
    guest = visit("phone")
    assert guest.opens("nirgendwo").status == 404

    expect(guest.heading).to_have_text("Unter dieser Adresse wohnt kein Ort")
    guest.follows("Zu allen Orten")
    expect(guest.page.get_by_role("link", name="Weslarn")).to_be_visible()


def test_every_place_names_who_is_responsible(visit: Visit) -> None:
    guest = visit("phone")
    for place, body in (
        ("weslarn", "Gemeinde Bad Sassendorf"),
        ("ampen", "Stadt Soest"),
        ("modellorte", "Dorfentwicklung Hellweg"),
    ):
        guest.opens(place)
        guest.follows("Impressum", within="footer")
        expect(guest.page.locator("main")).to_contain_text(body)


@pytest.fixture
def ideas_back_on(stack: Stack) -> Iterator[None]:
    """Ampen has its forum again afterwards, whatever happened."""
    yield
    stack.run("modules", "ampen", "--on", "ideas")


def answers(stack: Stack, path: str) -> set[int]:
    """The status codes of many requests in a row, each on a line of its own: they reach every web process."""
    return {stack.status("ampen", path) for _each in range(ASKED)}


def answers_soon(stack: Stack, path: str, code: int) -> bool:
    """Whether every process answers so as soon as the time is over that counts as at once."""
    deadline = time.monotonic() + AT_ONCE
    while answers(stack, path) != {code}:
        if time.monotonic() >= deadline:
            return answers(stack, path) == {code}  # all of them asked later than that
        time.sleep(0.05)
    return True


@pytest.mark.usefixtures("ideas_back_on")
def test_a_module_that_is_off_is_gone_at_once_and_back_with_everything(stack: Stack, visit: Visit) -> None:
    guest = visit("desktop")
    guest.opens("ampen", "/ideen/")
    titles = guest.page.locator(".card__title").all_inner_texts()
    assert titles

    said = stack.run("modules", "ampen", "--off", "ideas")
    assert answers_soon(stack, "/ideen/", 404), "a web process did not hear that the module is off"
    assert "/ideen/" in said
    guest.opens("ampen")
    expect(guest.page.locator("header").get_by_role("link", name="Ideen")).to_have_count(0)
    expect(guest.page.locator("main")).not_to_contain_text(titles[0])
    found_in_region = f"/region/suche/?q={quote(titles[0])}"
    hit = guest.page.locator("main").get_by_role("link", name=titles[0])
    guest.opens("modellorte", found_in_region)
    expect(hit).to_have_count(0)

    stack.run("modules", "ampen", "--on", "ideas")
    assert answers_soon(stack, "/ideen/", 200), "a web process did not hear that the module is on"
    guest.opens("ampen", "/ideen/")
    assert guest.page.locator(".card__title").all_inner_texts() == titles
    guest.opens("modellorte", found_in_region)
    expect(hit).to_have_count(1)
