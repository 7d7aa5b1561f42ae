"""Choosing a point: on the map, by a suggested name, at one's own position, and without JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import DESKTOP, GUDRUN, Guest
from tests.journeys.pages import Page
from tests.journeys.test_accessibility import AXE, MODES, WIDTHS, look

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.support.stack import Stack

    type Visit = Callable[..., Guest]

pytestmark = pytest.mark.journey
WILMA = "wilma.muster@ampen.example"  # in Ampen, so that the other journeys find Weslarn as they know it
KNOWN = "Alter Spritzenraum"  # an idea there has this place, with its point


def test_a_point_is_chosen_with_keys_alone_moved_and_removed(visit: Visit) -> None:
    wilma = visit("desktop")
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    wilma.fills(title="Eine Bank an der Linde", body="Dort ist es im Sommer kühl.")
    said = wilma.page.locator("[data-pick-said]")
    wilma.page.get_by_role("button", name="Auf der Karte wählen").press("Enter")
    expect(said).to_contain_text("Noch kein Punkt gewählt.")
    wilma.page.get_by_role("group", name="Karte zum Auswählen eines Punktes").focus()
    wilma.page.keyboard.press("Enter")
    expect(said).to_have_text("Punkt gewählt: in der Ortsmitte.")
    for _step in range(8):
        wilma.page.keyboard.press("ArrowUp")
    expect(said).to_have_text(re.compile(r"^Punkt gewählt: \d,\d km nördlich der Ortsmitte\.$"))
    chosen = wilma.page.locator("input[name=lat]").input_value()
    wilma.presses("Idee veröffentlichen")

    expect(wilma.heading).to_have_text("Eine Bank an der Linde")
    expect(wilma.page.locator(".map--spot")).to_have_attribute("data-lat", re.compile(f"^{chosen}"))
    expect(wilma.page.locator(".map--spot button.pin")).to_be_visible()

    wilma.follows("Idee ändern")
    expect(wilma.page.locator("input[name=lat]")).to_have_value(chosen)
    wilma.presses("Punkt entfernen")
    expect(said).to_have_text("Der Punkt ist entfernt.")
    wilma.presses("Speichern")
    expect(wilma.heading).to_have_text("Eine Bank an der Linde")
    expect(wilma.page.locator(".map--spot")).to_have_count(0)


def test_a_known_name_is_suggested_and_brings_its_point(visit: Visit) -> None:
    wilma = visit("phone")
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    field = wilma.page.get_by_role("combobox", name="Wo ist das?")
    options = wilma.page.get_by_role("listbox").get_by_role("option")
    field.press_sequentially(KNOWN[:6])
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("Escape")
    expect(options).to_have_count(0)
    field.press("Backspace")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    expect(wilma.page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_count(1)
    field.press("Enter")

    expect(field).not_to_have_value(KNOWN[:5])
    expect(wilma.page.locator("[data-pick-said]")).to_contain_text("Punkt gewählt")
    assert wilma.page.locator("input[name=lat]").input_value()


def test_where_i_am_is_asked_on_a_click_only_and_a_no_is_fine(browser: Browser, stack: Stack, visit: Visit) -> None:
    wilma = visit("phone")
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    wilma.page.evaluate(
        "() => { navigator.geolocation.getCurrentPosition = (yes, no) => no({ code: 1, PERMISSION_DENIED: 1 }); }"
    )
    expect(wilma.page.locator("[data-pick-said]")).to_have_text("")
    wilma.presses("Mein Standort")
    expect(wilma.page.locator("[data-pick-said]")).to_contain_text("das ist in Ordnung")

    state = wilma.context.storage_state()
    here = {"latitude": 51.5532, "longitude": 8.0520}
    again = Guest(browser, stack, **DESKTOP, storage_state=state, geolocation=here, permissions=["geolocation"])
    again.opens("ampen", "/ideen/neu/")
    again.presses("Mein Standort")
    expect(again.page.locator("input[name=lat]")).to_have_value("51.55320")
    assert again.watch.noticed == []
    again.context.close()


def test_without_scripts_a_point_stays_until_it_is_taken_away(visit: Visit) -> None:
    wilma = visit("desktop")
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    wilma.fills(title="Ein Platz für die Linde", body="Sie steht eng.")
    wilma.page.get_by_role("button", name="Auf der Karte wählen").click()
    wilma.page.locator(".map__ground").press("Enter")
    wilma.presses("Idee veröffentlichen")
    expect(wilma.heading).to_have_text("Ein Platz für die Linde")

    plain = visit("phone", java_script_enabled=False, storage_state=wilma.context.storage_state())
    plain.page.goto(wilma.page.url)
    plain.follows("Idee ändern")
    plain.presses("Speichern")
    expect(plain.page.locator("[data-map-spot]")).to_have_count(1)
    plain.follows("Idee ändern")
    plain.page.get_by_label("Den Punkt auf der Karte entfernen").check()
    plain.presses("Speichern")
    expect(plain.page.locator("[data-map-spot]")).to_have_count(0)


def test_an_open_picker_with_suggestions_keeps_nobody_out(visit: Visit) -> None:
    gudrun = visit("desktop", GUDRUN)
    gudrun.opens("weslarn", "/ideen/neu/")
    gudrun.page.get_by_role("button", name="Auf der Karte wählen").click()
    field = gudrun.page.get_by_role("combobox", name="Wo ist das?")
    field.press_sequentially("Dorf")
    gudrun.page.get_by_role("listbox").get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    gudrun.page.evaluate(AXE.axe_script)
    page = Page("picker", "weslarn", "/ideen/neu/")
    found = [case for mode in MODES for width in WIDTHS for case in look(gudrun, page, mode, width)]

    assert [case for case in found if case["violations"] or case["overflowing"]] == []


def test_a_far_point_is_refused_and_nothing_typed_is_lost(visit: Visit) -> None:
    gudrun = visit("desktop", GUDRUN)
    gudrun.opens("weslarn", "/ideen/neu/")
    gudrun.fills(title="Eine Bank in Berlin", body="Am Alexanderplatz.", place_name="Weltzeituhr")
    gudrun.page.evaluate(
        "() => { for (const [name, value] of [['lat', 52.52], ['lon', 13.41]]) document.querySelector(`[name=${name}]`).value = value; }"
    )
    gudrun.presses("Idee veröffentlichen")

    expect(gudrun.problems).to_contain_text("mehr als 30 km von Weslarn entfernt")
    assert "30 km" in gudrun.error_at("place_name")
    expect(gudrun.field("title")).to_have_value("Eine Bank in Berlin")
    expect(gudrun.page.locator("[data-pick-said]")).to_contain_text("mehr als 30 km entfernt")
