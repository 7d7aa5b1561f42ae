"""An editor writes a page with a table and a picture, looks at it, publishes it – and later a link breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pictures import photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.guest import Guest

    type Visit = Callable[..., Guest]

pytestmark = pytest.mark.journey
SILKE = "silke.beispielmann@ampen.example"  # in Ampen, so that the other journeys find Weslarn as they know it


def test_from_the_first_word_to_a_broken_link(visit: Visit) -> None:
    silke = visit("desktop")
    silke.signs_in("ampen", SILKE)
    silke.opens("ampen", "/seiten/neu/")
    page = silke.page
    page.get_by_label("Titel").fill("Grillhütte")
    page.get_by_role("button", name="Tabelle").click()
    page.locator("#tray-files").set_input_files([photo("huette.jpg", "green")])
    page.locator(".tray__item input[type=text]").fill("Die Hütte am Waldrand")
    page.get_by_role("button", name="In den Text setzen").click()
    text = page.locator("textarea[name=body]")
    text.press("Control+End")
    text.press_sequentially("Fragen Sie [im Amt](/seiten/gibt-es-nicht/).")

    page.get_by_role("button", name="Vorschau").click()
    preview = page.locator("#vorschau")
    expect(preview.get_by_role("table")).to_be_visible()
    expect(preview.get_by_role("img", name="Die Hütte am Waldrand")).to_be_visible()
    page.get_by_role("button", name="Veröffentlichen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Grillhütte")
    expect(page.get_by_text("1 Link führt ins Leere.")).to_be_visible()
    page.locator(".mainnav summary").click()
    expect(page.locator(".mainnav").get_by_role("link", name="Grillhütte")).to_be_visible()
    silke.opens("ampen", "/seiten/verwalten/")
    expect(page.get_by_text("/seiten/gibt-es-nicht/")).to_be_visible()
