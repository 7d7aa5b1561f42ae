"""Writing as a guest, not writing twice, and passing an idea on: by code, on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.guest import GUDRUN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
POND = "Bank und Trinkbrunnen am Dorfteich"


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "seagreen").save(out, "JPEG")
    return {"name": "wiese.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_guest_shares_an_idea_with_a_picture_and_types_the_code(visit: Visit, device: str) -> None:
    gustav = visit(device)
    title = f"Obstbäume an der Wiese ({device})"
    gustav.opens("weslarn", "/ideen/neu/")
    gustav.fills(title=title, body="Alle dürfen pflücken.")
    gustav.fills(guest_name="Gustav Gast", guest_email=f"gustav.{device}@example.org")
    gustav.page.locator("[name=files]").set_input_files(photo())  # type: ignore[arg-type]  # a file made here
    expect(gustav.page.locator(".tray__thumb:visible")).to_have_count(1)
    gustav.page.locator(".tray__alt input:visible").fill("Die Wiese im Mai")
    gustav.presses("Idee veröffentlichen")

    expect(gustav.page.locator("main")).to_contain_text(title)
    gustav.fills(code=gustav.takes_code_from_mailbox("weslarn", f"gustav.{device}@example.org"))
    gustav.presses("Bestätigen")

    expect(gustav.heading).to_have_text(title)
    expect(gustav.page.get_by_role("img", name="Die Wiese im Mai")).to_be_visible()
    reader = visit(device)
    reader.opens("weslarn", "/ideen/")
    reader.follows(title)
    expect(reader.page.locator("main")).to_contain_text("Gustav Gast")
    expect(reader.page.get_by_role("img", name="Die Wiese im Mai")).to_be_visible()


def test_while_the_title_is_typed_ideas_like_it_appear(visit: Visit) -> None:
    gudrun = visit("phone", GUDRUN)
    gudrun.opens("weslarn", "/ideen/neu/")
    gudrun.field("title").press_sequentially("Bank am Teich", delay=20)

    alike = gudrun.page.locator("#aehnlich")
    expect(alike).to_contain_text("Gibt es das schon?")
    alike.get_by_role("link", name=POND).click()
    expect(gudrun.heading).to_have_text(POND)


def test_the_code_on_the_share_page_leads_to_the_idea(visit: Visit, device: str) -> None:
    guest = visit(device, color_scheme="dark")
    guest.opens("weslarn", "/ideen/")
    guest.follows(POND)
    expect(guest.heading).to_have_text(POND)
    address = guest.page.url
    guest.follows("Teilen")
    expect(guest.heading).to_have_text("Diese Idee teilen")
    guest.page.locator(".qr").scroll_into_view_if_needed()
    shot = Image.open(io.BytesIO(guest.page.locator(".qr").screenshot()))

    assert [found.text for found in zxingcpp.read_barcodes(shot)] == [address]


def test_on_paper_there_is_the_idea_and_a_code_and_nothing_to_press(visit: Visit, output: Path) -> None:
    guest = visit("desktop", GUDRUN, color_scheme="dark")
    guest.opens("weslarn", "/ideen/")
    guest.follows(POND)
    expect(guest.heading).to_have_text(POND)
    guest.page.emulate_media(media="print")
    guest.page.screenshot(full_page=True, path=output / "print.png")
    shot = guest.page.locator(".paper").screenshot()  # a reader is held to the code, not to the whole sheet

    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(shot)))] == [guest.page.url]
    for gone in ("header.masthead", ".tabbar", "footer", "button"):
        assert guest.page.locator(f"{gone}:visible").count() == 0, gone
    expect(guest.page.locator(".paper")).to_contain_text(guest.page.url)
    assert guest.page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
