"""New places in the panel: an agency chooses, looks at the plan, and watches them come to life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import AGNES
from tests.journeys.page import Page
from tests.journeys.test_accessibility import AXE, look

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
PATIENCE = 60_000


def has_no_barrier(guest: Guest, name: str) -> None:
    """Nothing on the page as it is now bars anybody, by day and by night, on a phone and on a desk."""
    guest.page.evaluate(AXE.axe_script)
    for width in (1280, 320):
        for mode in ("light", "dark"):
            [case] = look(guest, Page(name, "panel", "/"), mode, width)
            assert not case["violations"], f"{name}, {mode}, {width}"
            assert not case["overflowing"], f"{name}, {mode}, {width}"
    guest.page.set_viewport_size({"width": 1280, "height": 900})


def searches(agnes: Guest, words: str) -> None:
    """Type slowly enough for the list to follow."""
    with agnes.page.expect_response(re.compile(r"/orte/\?q=")):
        agnes.page.locator("#q").fill(words)
    agnes.page.locator(".plist").first.wait_for()


def test_an_agency_makes_two_places_and_watches(visit: Visit) -> None:
    agnes = visit("desktop", AGNES)
    agnes.opens("panel", "/neue-orte/")
    agnes.presses("Beginnen")
    searches(agnes, "Moehnesee")
    agnes.page.get_by_label("Möhnesee").check()
    expect(agnes.page.locator("#h-chosen")).to_have_text("1 Ort gewählt")
    searches(agnes, "Kreis Soest")
    agnes.follows("Gemeinden zeigen")
    agnes.page.get_by_role("link", name="Zuklappen").wait_for()
    agnes.page.get_by_label("Welver").check()
    expect(agnes.page.locator("#h-chosen")).to_have_text("2 Orte gewählt")
    has_no_barrier(agnes, "choose")

    agnes.presses("Weiter zur Vorlage")
    has_no_barrier(agnes, "blueprint")
    agnes.presses("Weiter")
    agnes.page.get_by_label("Für alle dieselben, hier gewählt").check()
    agnes.presses("Backstein")
    expect(agnes.page.locator("#id_accent")).to_have_value("#9c3a28")
    has_no_barrier(agnes, "look")
    agnes.presses("Weiter")
    agnes.page.get_by_label("Adresse von Welver").fill("kiel")
    agnes.presses("Weiter")
    expect(agnes.problems).to_contain_text("gehört einer anderen Agentur")
    has_no_barrier(agnes, "addresses")
    agnes.presses("welver nehmen")
    agnes.presses("Weiter")
    expect(agnes.page.locator(".plandiff")).to_contain_text("Ort Möhnesee: moehnesee.localhost")
    expect(agnes.page.locator(".counts")).to_contain_text("2 Orte anlegen")
    has_no_barrier(agnes, "plan")

    agnes.presses("2 Orte jetzt einrichten")
    expect(agnes.page.locator("#stand")).to_contain_text("2 von 2 fertig", timeout=PATIENCE)  # without a reload
    expect(agnes.page.locator("[data-over]")).to_have_count(1)
    expect(agnes.page.locator(".live")).to_contain_text("Rolle und Schema")
    has_no_barrier(agnes, "order")
    assert agnes.stack.status("welver", "/") in {200, 503}

    agnes.opens("panel", "/auftraege/")
    expect(agnes.page.locator("main")).to_contain_text("Möhnesee und Welver")
    has_no_barrier(agnes, "orders")


def test_the_same_order_works_without_javascript(visit: Visit) -> None:
    agnes = visit("desktop", AGNES, java_script_enabled=False)
    agnes.opens("panel", "/neue-orte/")
    agnes.presses("Beginnen")
    agnes.page.locator("#q").fill("Lippetal")
    agnes.presses("Suche")
    agnes.page.get_by_label("Lippetal").check()
    for button in ("Weiter zur Vorlage", "Weiter", "Weiter", "Weiter", "1 Ort jetzt einrichten"):
        agnes.presses(button)

    expect(agnes.page.locator("#stand")).to_contain_text("1 von 1 fertig", timeout=PATIENCE)  # the page renews itself
