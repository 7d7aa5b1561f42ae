"""Everything works in a browser that runs no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import APP_EVENING, BERND, JONAS

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_from_a_stranger_to_an_idea_without_scripts(visit: Visit) -> None:
    kurt = visit("phone", java_script_enabled=False)
    kurt.opens("")
    kurt.follows("Weslarn")
    kurt.follows("Idee einreichen")
    kurt.fills(title="Ein Briefkasten am Bahnhof", body="Der alte ist zu weit weg.")
    kurt.fills(guest_name="Kurt Ohneskript", guest_email="kurt@example.org")
    kurt.presses("Idee veröffentlichen")
    expect(kurt.heading).to_have_text("Fast fertig: Ihr Code")
    kurt.fills(code=kurt.takes_code_from_mailbox("weslarn", "kurt@example.org"))
    kurt.presses("Bestätigen")
    expect(kurt.heading).to_have_text("Ein Briefkasten am Bahnhof")
    kurt.opens("weslarn")
    ideas = kurt.page.get_by_role("region", name="Ideen aus Weslarn")
    newest = ideas.locator(".cards > li").filter(has_not_text="Angeheftet").first  # what is pinned stands before it
    expect(newest.locator(".card__title")).to_have_text("Ein Briefkasten am Bahnhof")


def test_supporting_commenting_and_replying_without_scripts(visit: Visit) -> None:
    jonas = visit("phone", JONAS, java_script_enabled=False)
    jonas.opens("weslarn", "/ideen/?q=Dorf-App")
    jonas.follows(APP_EVENING)
    before = jonas.supporters
    was_in_favour = jonas.page.get_by_role("button", name="Stimme zurücknehmen").count() == 1
    jonas.presses("Stimme zurücknehmen" if was_in_favour else "Dafür stimmen")
    expect(jonas.page.locator(".vote__sum b")).to_have_text(str(before + (-1 if was_in_favour else 1)))

    jonas.comments("Das geht auch ohne Skripte.")
    said = jonas.page.locator("article.say", has_text="Das geht auch ohne Skripte.").first
    said.get_by_role("link", name="Antworten").click()
    said.get_by_role("textbox").fill("Antworten ebenso.")
    said.get_by_role("button", name="Antworten").click()
    expect(jonas.page.locator(".say--reply", has_text="Antworten ebenso.")).to_be_visible()


def test_answering_without_scripts(visit: Visit) -> None:
    bernd = visit("desktop", BERND, java_script_enabled=False)
    bernd.opens("weslarn", "/ideen/?q=Dorf-App")
    bernd.follows(APP_EVENING)
    if not bernd.field("status").count():
        bernd.page.get_by_text("Für die Verwaltung antworten").click()
    bernd.fills(body="Der Saal ist frei.")
    bernd.presses("Antwort veröffentlichen")
    expect(bernd.lane("Verwaltung")).to_contain_text("Der Saal ist frei.")


def test_searching_and_filtering_without_scripts(visit: Visit) -> None:
    guest = visit("phone", java_script_enabled=False)
    guest.opens("weslarn", "/suche/")
    guest.fills(q="Trinkbrunnen")
    guest.presses("Suche", exact=False)
    expect(guest.page.locator(".card__title").first).to_have_text("Bank und Trinkbrunnen am Dorfteich")

    guest.opens("weslarn", "/ideen/")
    guest.page.get_by_text("Suchen und filtern").click()
    guest.field("status").select_option(label="Abgelehnt")
    guest.presses("Anzeigen")
    expect(guest.page.locator(".card .tag", has_text="Abgelehnt")).to_have_count(guest.page.locator(".card").count())
    expect(guest.page.locator(".cards")).to_contain_text("Badesteg")


def test_language_and_appearance_without_scripts(visit: Visit) -> None:
    guest = visit("phone", java_script_enabled=False)
    guest.opens("weslarn", "/ideen/")
    guest.presses("Dunkel", within="footer")
    expect(guest.page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    guest.presses("English", within="footer")
    expect(guest.heading).to_have_text("Ideas")
    expect(guest.page.locator("html")).to_have_attribute("data-kern-theme", "dark")
