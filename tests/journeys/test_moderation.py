"""From a stranger's report to the author who learns why: nobody is left alone with a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.guest import JONAS, MAREIKE, Words
from tests.journeys.test_accessibility import RUN

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
QUEUE = "/verwalten/moderation/"


def has_no_barrier(guest: Guest) -> None:
    guest.page.evaluate(Axe().axe_script)
    assert guest.page.evaluate(RUN) == []


def finds_the_case(moderator: Guest, rude: str) -> None:
    moderator.opens("weslarn", "/verwalten/")
    moderator.follows("Moderation")
    expect(moderator.page.locator(".matter", has_text=rude)).to_be_visible()


def test_a_report_is_decided_and_both_sides_are_told(visit: Visit, device: str) -> None:
    rude = f"Ihr habt alle keine Ahnung ({device})."
    reason = f"Bitte bleiben Sie freundlich ({device})."
    jonas = visit(device, JONAS)
    jonas.opens("weslarn", "/ideen/neu/")
    jonas.writes(Words(f"Ein Abend für alle ({device})", "Wir reden miteinander."))
    jonas.comments(rude)
    idea = jonas.page.url.split("#")[0]

    stranger = visit(device)
    stranger.page.goto(idea)
    stranger.follows("Melden den Kommentar von Jonas Muster")
    expect(stranger.heading).to_have_text("Diesen Kommentar melden")
    stranger.page.get_by_label("Beleidigung oder Hass").check()
    stranger.fills(text="So spricht man nicht miteinander.")
    stranger.presses("Meldung absenden")
    expect(stranger.page.get_by_text("M-", exact=False).first).to_be_visible()

    moderator = visit(device, MAREIKE)
    finds_the_case(moderator, rude)
    has_no_barrier(moderator)
    case = moderator.page.locator(".matter", has_text=rude)
    expect(case).to_contain_text("So spricht man nicht miteinander.")
    case.locator("summary").focus()
    moderator.page.keyboard.press("Enter")
    case.locator("[name=ground]").select_option("insult")
    case.locator("[name=text]").fill(reason)
    case.get_by_role("button", name="Verbergen", exact=True).click()
    expect(moderator.page.locator(".note").first).to_contain_text("Verborgen.")

    stranger.page.goto(idea)
    expect(stranger.lane("Bürgerinnen und Bürger")).not_to_contain_text(rude)

    jonas.opens("weslarn", "/ich/")
    expect(jonas.page.locator("main")).to_contain_text(reason)
    has_no_barrier(jonas)

    moderator.opens("weslarn", f"{QUEUE}?ansicht=entschieden")
    moderator.follows(f"Kommentar zu „Ein Abend für alle ({device})“")
    moderator.page.locator("summary", has_text="Wieder zeigen").click()
    moderator.fills(text="Im Zusammenhang ist es in Ordnung.")
    has_no_barrier(moderator)
    moderator.presses("Wieder zeigen")

    stranger.page.goto(idea)
    expect(stranger.lane("Bürgerinnen und Bürger")).to_contain_text(rude)
