"""Pictures with an idea: uploaded while people write, and without JavaScript along with the form."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.guest import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.guest import Guest

    type Visit = Callable[..., Guest]

pytestmark = pytest.mark.journey
WILMA = "wilma.muster@ampen.example"  # in Ampen, so that the other journeys find Weslarn as they know it


def photo(name: str, colour: str) -> dict[str, object]:
    """A photograph as a phone would send it: JPEG, on its side, with a position."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (51.0, 37.0, 15.0)
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(out, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def shows_pictures(guest: Guest, count: int) -> None:
    pictures = guest.page.locator(".detail__text .picture img")
    expect(pictures).to_have_count(count)
    for number in range(count):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("complete", value=True)
        assert pictures.nth(number).evaluate("picture => picture.naturalHeight > picture.naturalWidth"), (
            "lies on its side"
        )


def test_two_pictures_at_once_from_a_phone(visit: Visit) -> None:
    wilma = visit("phone")
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    wilma.page.locator("#tray-files").set_input_files([photo("bank.jpg", "green"), photo("teich.jpg", "blue")])
    expect(wilma.page.get_by_role("status").filter(has_text="Hochgeladen")).to_be_visible()
    expect(wilma.page.locator(".tray__item")).to_have_count(2)

    wilma.page.locator(".tray__item input[type=text]").first.fill("Die Wiese am Südufer")
    wilma.writes(Words("Noch eine Bank am Südufer", "So sieht es dort aus."))

    shows_pictures(wilma, 2)
    expect(wilma.page.get_by_role("img", name="Die Wiese am Südufer")).to_be_visible()


def test_a_picture_that_is_none_is_named_and_nothing_is_lost(visit: Visit) -> None:
    wilma = visit("desktop")
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    wilma.fills(title="Ein Zettelkasten", body="Mein langer Text.")
    wilma.page.locator("#tray-files").set_input_files(
        {"name": "bild.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}
    )

    expect(wilma.page.locator("[data-tray-status]")).to_contain_text("bild.jpg: Dateien dieser Art gehen hier nicht.")
    expect(wilma.field("body")).to_have_value("Mein langer Text.")


def test_without_scripts_a_picture_comes_along_and_survives_a_mistake(visit: Visit) -> None:
    wilma = visit("phone", java_script_enabled=False)
    wilma.signs_in("ampen", WILMA)
    wilma.opens("ampen", "/ideen/neu/")
    wilma.fills(title="Oh", body="Ein Rad steht im Weg.")
    wilma.page.locator("#tray-files").set_input_files(photo("rad.jpg", "red"))
    wilma.presses("Idee veröffentlichen")
    expect(wilma.page.locator(".tray__item")).to_contain_text("rad.jpg")

    wilma.writes(Words("Ein Rad am Zaun der Schule", "Ein Rad steht im Weg."))

    shows_pictures(wilma, 1)
