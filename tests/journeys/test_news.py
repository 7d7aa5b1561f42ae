"""News: an editor writes, looks at it, plans, publishes and takes back; a resident reads and finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import BERND, GUDRUN

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey


def writes(bernd: Guest, title: str) -> None:
    """From the desk of the editors to the preview of a draft."""
    bernd.opens("weslarn", "/verwalten/")
    bernd.follows("Aktuelles")
    bernd.follows("Meldung schreiben")
    bernd.fills(title=title, lead="Am Sonnabend um zehn.", body="Bitte bringen Sie **Handschuhe** mit.")
    bernd.presses("Speichern und ansehen")
    expect(bernd.page.locator("main h1")).to_have_text(title)
    expect(bernd.page.locator("main")).to_contain_text("Nur die Redaktion sieht diese Seite")


def test_an_editor_publishes_what_a_resident_then_finds(visit: Visit, device: str) -> None:
    title = f"Wir pflanzen Obstbäume ({device})"
    bernd, gudrun = visit(device, BERND), visit(device, GUDRUN)
    writes(bernd, title)
    gudrun.opens("weslarn", "/aktuelles/")
    expect(gudrun.page.get_by_role("link", name=title)).to_have_count(0)

    bernd.presses("Jetzt veröffentlichen")
    expect(bernd.page.locator(".note--good")).to_have_text("Ihre Meldung ist veröffentlicht.")

    gudrun.opens("weslarn", "/suche/?q=Obstbäume")
    gudrun.follows(title)
    expect(gudrun.page.locator("main")).to_contain_text("Am Sonnabend um zehn.")
    gudrun.opens("weslarn")
    expect(gudrun.page.get_by_role("link", name=title)).to_have_count(1)

    bernd.page.get_by_text("Zurückziehen oder löschen").click()
    bernd.presses("Zurückziehen")
    expect(bernd.page.locator("main")).to_contain_text("Nur die Redaktion sieht diese Seite")
    for path in ("/", "/aktuelles/", "/suche/?q=Obstbäume"):
        gudrun.opens("weslarn", path)
        expect(gudrun.page.get_by_role("link", name=title)).to_have_count(0)


def test_an_editor_plans_an_item_and_reads_when_it_appears(visit: Visit, device: str) -> None:
    title = f"Der Advent beginnt ({device})"
    bernd, nobody = visit(device, BERND), visit(device)
    writes(bernd, title)
    bernd.page.get_by_text("Später veröffentlichen").click()
    next_year = bernd.page.evaluate("new Date().getFullYear() + 1")
    bernd.fills(day=f"{next_year}-11-27", clock="08:30")
    bernd.presses("Planen")

    expect(bernd.page.locator(".note--good")).to_contain_text(f"27. November {next_year} um 08:30 Uhr")
    nobody.opens("weslarn", "/aktuelles/")
    expect(nobody.page.get_by_role("link", name=title)).to_have_count(0)

    bernd.presses("Doch nicht veröffentlichen")
    expect(bernd.page.locator(".note--good")).to_contain_text("Die Planung ist aufgehoben.")


def test_an_item_that_is_planned_appears_by_itself(visit: Visit) -> None:
    bernd, nobody = visit("desktop", BERND), visit("desktop")
    title = "Die Straße ist wieder frei"
    writes(bernd, title)
    soon = "new Date(Date.now() + 60000)"
    local = f"new Intl.DateTimeFormat('sv-SE', {{timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short'}}).format({soon})"
    day, clock = str(bernd.page.evaluate(local)).split()
    bernd.page.get_by_text("Später veröffentlichen").click()
    bernd.fills(day=day, clock=clock)
    bernd.presses("Planen")
    expect(bernd.page.locator(".note--good")).to_contain_text("Geplant")

    for _second in range(90):
        nobody.opens("weslarn", "/aktuelles/")
        if nobody.page.get_by_role("link", name=title).count():
            break
        nobody.page.wait_for_timeout(1000)
    expect(nobody.page.get_by_role("link", name=title)).to_have_count(1)
