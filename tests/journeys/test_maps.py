"""Maps: a list and its map say the same, for keys, mice and thumbs, and nobody else is asked for anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import Guest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    type Visit = Callable[..., Guest]

pytestmark = pytest.mark.journey
WILMA = "wilma.muster@ampen.example"  # in Ampen, so that the other journeys find Weslarn as they know it
MAP = "/ideen/?ansicht=karte"
LIT = re.compile("is-lit")


def pins(guest: Guest) -> Locator:
    return guest.page.locator("button.pin")


def single(guest: Guest) -> Locator:
    """A pin that stands for one idea."""
    return guest.page.locator("button.pin:not(.pin--many)").first


def item_of(guest: Guest, pin: Locator) -> Locator:
    title = pin.get_attribute("aria-label")
    return guest.page.locator("li[data-lat]").filter(has=guest.page.get_by_role("link", name=title, exact=True))


def test_the_list_stands_beside_its_map(visit: Visit, device: str) -> None:
    guest = visit(device)
    guest.opens("weslarn", "/ideen/")
    titles = guest.page.locator(".card__title").all_inner_texts()
    guest.follows("Karte")

    expect(pins(guest).first).to_be_visible()
    expect(guest.page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    expect(guest.page.locator(".map__credit")).to_have_text("© basemap.de / BKG (CC BY 4.0)")
    assert guest.page.locator("[data-map] .card__title").all_text_contents() == titles
    assert guest.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_map_keeps_the_filters(visit: Visit) -> None:
    guest = visit("desktop")
    guest.opens("weslarn", "/ideen/?q=Dorfteich")
    guest.follows("Karte")
    expect(pins(guest).first).to_be_visible()
    expect(guest.field("q")).to_have_value("Dorfteich")
    shown = guest.page.locator("[data-map] > li").count()

    guest.fills(status="review")
    guest.presses("Anzeigen")

    expect(guest.page.locator("[data-map]")).to_be_visible()
    assert guest.page.locator("[data-map] > li").count() < shown


def test_pins_and_items_light_each_other_up(visit: Visit) -> None:
    guest = visit("desktop")
    guest.opens("weslarn", MAP)
    pin = single(guest)
    pin.focus()
    expect(item_of(guest, pin)).to_have_class(LIT)

    guest.page.locator(".map__ground").focus()
    expect(item_of(guest, pin)).not_to_have_class(LIT)
    item_of(guest, pin).get_by_role("link").first.focus()
    expect(pin).to_have_class(LIT)


def test_keys_lead_from_pin_to_pin_to_the_idea_and_back(visit: Visit) -> None:
    guest = visit("desktop")
    guest.opens("weslarn", MAP)
    focus = guest.page.locator(":focus")
    single(guest).focus()
    first = focus.get_attribute("aria-label")
    guest.page.keyboard.press("ArrowRight")
    assert focus.get_attribute("aria-label") != first
    guest.page.keyboard.press("ArrowLeft")
    expect(focus).to_have_attribute("aria-label", str(first))

    guest.page.keyboard.press("Enter")
    expect(focus).to_have_text(str(first))
    guest.page.keyboard.press("Escape")
    expect(focus).to_have_attribute("aria-label", str(first))
    guest.page.keyboard.press("Escape")
    expect(focus).to_have_class(re.compile("map__ground"))


def test_pins_close_together_open_on_enter(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", MAP)
    many = guest.page.locator("button.pin--many").first
    expect(many).to_have_attribute("aria-label", re.compile(r"^\d+ Einträge dicht beieinander"))
    many.focus()
    opens_up(guest)

    guest.presses("Alles zeigen")
    expect(many).to_be_visible()


def opens_up(guest: Guest) -> None:
    """Press Enter on a group of pins until one that stands alone has the focus."""
    focus = guest.page.locator(":focus")
    for _step in range(6):
        if "pin--many" not in (focus.get_attribute("class") or ""):
            break
        guest.page.keyboard.press("Enter")
    expect(focus).to_have_class(re.compile(r"^(?!.*pin--many).*\bpin\b"))


def test_two_ideas_on_one_spot_stand_side_by_side(visit: Visit) -> None:
    wilma = visit("desktop")
    wilma.signs_in("ampen", WILMA)
    for title in ("Ein Nistkasten für Stare", "Ein Nistkasten für Meisen"):
        wilma.opens("ampen", "/ideen/neu/")
        wilma.fills(title=title, body="Am Giebel der alten Schule.")
        wilma.page.get_by_role("button", name="Auf der Karte wählen").click()
        wilma.page.locator(".map__ground").press("Enter")
        wilma.presses("Idee veröffentlichen")
        expect(wilma.heading).to_have_text(title)
    wilma.opens("ampen", f"{MAP}&q=Nistkasten")
    pins(wilma).first.focus()
    opens_up(wilma)

    boxes = [pin.bounding_box() for pin in pins(wilma).all()]
    assert len(boxes) == 2
    assert boxes[0]
    assert boxes[1]
    assert abs(boxes[0]["x"] - boxes[1]["x"]) + abs(boxes[0]["y"] - boxes[1]["y"]) > 40


def test_on_a_phone_a_pin_shows_its_idea_below_the_map(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", MAP)
    expect(guest.page.locator("[data-map] > li:visible")).to_have_count(0)
    pin = single(guest)
    item = item_of(guest, pin)
    pin.tap()

    expect(item).to_be_visible()
    expect(guest.page.locator("[data-map] > li:visible")).to_have_count(1)


def test_a_finger_still_scrolls_the_page(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", MAP)
    ground = guest.page.locator(".map__ground")
    expect(ground).to_have_css("touch-action", "pan-x pan-y")
    ground.evaluate(
        """ground => ground.dispatchEvent(new TouchEvent("touchmove", {
            touches: [new Touch({ identifier: 1, target: ground, clientX: 50, clientY: 50 })] }))"""
    )
    expect(guest.page.locator("[data-map-hint].is-on")).to_have_text("Die Karte mit zwei Fingern bewegen")


def test_buttons_are_large_enough_for_thumbs(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", MAP)
    expect(pins(guest).first).to_be_visible()
    for box in (each.bounding_box() for each in guest.page.locator(".map button:visible").all()):
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_an_idea_shows_where_it_is(visit: Visit) -> None:
    guest = visit("desktop")
    guest.opens("weslarn", "/ideen/")
    guest.follows("Friedhofsweg: weniger Kies, mehr Weg")

    expect(guest.page.locator(".map--spot button.pin")).to_have_attribute(
        "aria-label", "Friedhofsweg: weniger Kies, mehr Weg"
    )


def test_without_scripts_the_list_is_all_there_is(visit: Visit) -> None:
    guest = visit("phone", java_script_enabled=False)
    guest.opens("weslarn", MAP)

    expect(guest.page.locator(".map:visible")).to_have_count(0)
    assert guest.page.locator("[data-map] > li:visible").count() > 3
    expect(guest.page.locator("main")).to_contain_text("Die Karte braucht JavaScript.")


def test_without_pictures_the_pins_stay_and_a_sentence_says_so(visit: Visit) -> None:
    guest = visit("phone")
    guest.page.route("**/kacheln/**", lambda route: route.fulfill(status=204))
    guest.opens("weslarn", MAP)

    expect(guest.page.get_by_text("Das Kartenbild ist gerade nicht verfügbar.")).to_be_visible()
    expect(pins(guest).first).to_be_visible()


def test_the_portal_shows_where_its_places_are(visit: Visit, device: str) -> None:
    guest = visit(device)
    guest.opens("modellorte", "/region/")
    pin = guest.page.get_by_role("button", name="Weslarn", exact=True)
    expect(pin).to_be_visible()
    expect(guest.page.locator("#orte > li:visible")).to_have_count(3)

    pin.focus()
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator(":focus")).to_have_text("Weslarn")
