"""Talking with each other: sorting, quoting, finding helpful, changing and taking back, with and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import GUDRUN, JONAS, RENATE, Words

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
NO_SCRIPTS = {"java_script_enabled": False}
WRITES_THIRTY = """async () => {
  const action = document.querySelector(".compose form").action;
  for (let number = 3; number < 33; number += 1) {
    await fetch(action, { method: "POST", body: new URLSearchParams({ body: `Nummer ${number}.` }) });
  }
}"""


@pytest.fixture
def idea(visit: Visit, request: pytest.FixtureRequest) -> str:
    """The address of a new idea of Gudrun's that Jonas has said two things to."""
    gudrun, jonas = visit("desktop", GUDRUN), visit("desktop", JONAS)
    gudrun.opens("weslarn", "/ideen/neu/")
    gudrun.writes(Words(f"Gespräch: {request.node.name}"[:110], "Was meinen Sie?"))
    jonas.page.goto(gudrun.page.url)
    jonas.comments("Am Teich fehlt eine Bank. Am Bahnhof fehlen zwei.")
    jonas.comments("Der Bauhof hat noch Holz.")
    return gudrun.page.url


def comment(guest: Guest, text: str) -> Locator:
    return guest.page.locator("article.say", has_text=text).first


def order(guest: Guest) -> list[str]:
    """The first words of each thread, from the top."""
    found = guest.page.locator("#faeden > .thread > article .say__text").all_inner_texts()
    return [text.split()[1] for text in found]


def test_sorting_keeps_the_place_the_draft_and_the_focus(visit: Visit, idea: str) -> None:
    gudrun = visit("desktop", GUDRUN)
    gudrun.page.goto(idea)
    draft = gudrun.page.locator(".compose").get_by_role("textbox")
    draft.fill("Halb fertig")
    newest = gudrun.page.get_by_role("link", name="Neueste")
    newest.focus()
    gudrun.page.keyboard.press("Enter")

    expect(newest).to_have_attribute("aria-current", "true")
    assert order(gudrun) == ["Bauhof", "Teich"]
    expect(newest).to_be_focused()
    expect(draft).to_have_value("Halb fertig")
    expect(gudrun.page).to_have_url(re.compile(r"\?sortierung=neueste$"))
    gudrun.page.reload()
    assert order(gudrun) == ["Bauhof", "Teich"]


def test_what_helped_rises_and_the_keyboard_stays(visit: Visit, idea: str, device: str) -> None:
    gudrun = visit(device, GUDRUN)
    gudrun.page.goto(idea)
    button = comment(gudrun, "Der Bauhof").get_by_role("button", name="Hilfreich")
    button.focus()
    gudrun.page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("1")
    expect(button).to_be_focused()

    gudrun.page.reload()
    assert order(gudrun) == ["Bauhof", "Teich"]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_marked_passage_is_quoted_below_what_one_has_written_already(visit: Visit, idea: str) -> None:
    gudrun = visit("desktop", GUDRUN)
    gudrun.page.goto(idea)
    said = comment(gudrun, "Am Teich")
    said.get_by_role("link", name="Antworten").click()
    box = said.get_by_role("textbox", name="Ihre Antwort an Jonas Muster")
    box.fill("Stimmt.")
    said.locator(".say__text p").evaluate(
        """text => {
          const range = document.createRange();
          range.setStart(text.firstChild, 0);
          range.setEnd(text.firstChild, "Am Teich fehlt eine Bank.".length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    said.get_by_role("link", name="Zitieren").press("Enter")

    expect(box).to_be_focused()
    expect(box).to_have_value("Stimmt.\n\n> Jonas Muster schrieb:\n> Am Teich fehlt eine Bank.\n\n")
    gudrun.page.keyboard.type("Genau da.")
    said.get_by_role("button", name="Antworten").click()
    reply = gudrun.page.locator(".say--reply", has_text="Genau da.")
    expect(reply.locator("blockquote")).to_contain_text("Jonas Muster schrieb:")
    expect(reply.locator("blockquote")).not_to_contain_text("Bahnhof")


def test_after_sending_one_stands_at_the_own_words(visit: Visit, idea: str, device: str) -> None:
    gudrun = visit(device, GUDRUN)
    gudrun.page.goto(idea)
    gudrun.comments("Hier steht es.")

    own = comment(gudrun, "Hier steht es.")
    expect(own).to_be_focused()
    expect(own).to_be_in_viewport()
    expect(gudrun.page.locator(".talk").get_by_role("status")).to_contain_text("Ihr Kommentar ist online.")
    expect(gudrun.page.locator(".compose").get_by_role("textbox")).to_have_value("")


def test_a_faulty_reply_stays_in_its_own_form(visit: Visit, idea: str, device: str) -> None:
    gudrun = visit(device, GUDRUN)
    gudrun.page.goto(idea)
    below = gudrun.page.locator(".compose").get_by_role("textbox")
    below.fill("Ein Entwurf")
    said = comment(gudrun, "Am Teich")
    said.get_by_role("link", name="Antworten").click()
    said.get_by_role("textbox").fill("   ")
    said.get_by_role("button", name="Antworten").click()

    box = said.get_by_role("textbox")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    expect(said.locator(".kern-error")).to_have_text(re.compile(r"\w+"))
    expect(gudrun.page.locator(".compose .kern-error")).to_have_count(0)
    expect(below).to_have_value("Ein Entwurf")
    box.fill("Jetzt aber.")
    said.get_by_role("button", name="Antworten").click()
    expect(gudrun.page.locator(".say--reply", has_text="Jetzt aber.")).to_be_visible()


def test_without_scripts_a_faulty_reply_comes_back_alone_with_its_text(visit: Visit, idea: str) -> None:
    gudrun = visit("phone", GUDRUN, **NO_SCRIPTS)
    gudrun.page.goto(idea)
    said = comment(gudrun, "Am Teich")
    said.get_by_role("link", name="Antworten").click()
    said.get_by_role("textbox").fill("\n  \n")
    said.get_by_role("button", name="Antworten").click()

    expect(gudrun.page.locator("blockquote")).to_contain_text("Am Teich fehlt eine Bank.")
    assert gudrun.error_at("body").strip()
    gudrun.fills(body="Jetzt aber.")
    gudrun.presses("Antworten")
    expect(gudrun.page.locator(".say--reply", has_text="Jetzt aber.")).to_be_in_viewport()


def test_without_scripts_one_sorts_quotes_and_finds_helpful(visit: Visit, idea: str) -> None:
    gudrun = visit("phone", GUDRUN, **NO_SCRIPTS)
    gudrun.page.goto(idea)
    gudrun.follows("Neueste")
    assert order(gudrun) == ["Bauhof", "Teich"]

    comment(gudrun, "Am Teich").get_by_role("button", name="Hilfreich").click()
    expect(comment(gudrun, "Am Teich").get_by_role("button", name="Hilfreich")).to_have_text(re.compile("Hilfreich 1"))
    assert order(gudrun) == ["Bauhof", "Teich"], "the chosen order is kept"

    comment(gudrun, "Am Teich").get_by_role("link", name="Zitieren").click()
    box = comment(gudrun, "Am Teich").get_by_role("textbox")
    expect(box).to_have_value(re.compile("^> Jonas Muster schrieb:\n> Am Teich fehlt eine Bank."))
    expect(box).to_be_in_viewport()
    box.fill(f"{box.input_value()}Ohne Skripte zitiert.")
    comment(gudrun, "Am Teich").get_by_role("button", name="Antworten").click()
    expect(gudrun.page.locator(".say--reply blockquote")).to_contain_text("Jonas Muster schrieb:")


def test_changing_and_taking_back_in_the_open(visit: Visit, idea: str, device: str) -> None:
    jonas, nobody = visit(device, JONAS), visit(device, **NO_SCRIPTS)
    jonas.page.goto(idea)
    comment(jonas, "Der Bauhof").get_by_role("link", name="Bearbeiten").click()
    jonas.fills(body="Der Bauhof hat noch Stein.")
    jonas.presses("Speichern")
    expect(comment(jonas, "Der Bauhof")).to_be_in_viewport()

    nobody.page.goto(idea)
    comment(nobody, "Der Bauhof").get_by_role("link", name="frühere Fassungen").click()
    expect(nobody.page.locator("del")).to_contain_text("Holz")
    expect(nobody.page.locator("ins")).to_contain_text("Stein")

    comment(jonas, "Der Bauhof").get_by_role("link", name="Entfernen").click()
    jonas.presses("Kommentar entfernen")
    expect(jonas.page.locator(".messages")).to_contain_text("Ihr Kommentar ist entfernt.")
    nobody.page.goto(idea)
    expect(nobody.page.locator("main")).not_to_contain_text("Bauhof")


def test_a_long_talk_comes_in_pieces(visit: Visit, idea: str, device: str) -> None:
    jonas, plain = visit(device, JONAS), visit(device, **NO_SCRIPTS)
    jonas.page.goto(idea)
    jonas.page.evaluate(WRITES_THIRTY)
    jonas.page.goto(idea)
    threads = jonas.page.locator("#faeden > .thread")
    expect(threads).to_have_count(30)
    jonas.page.get_by_role("link", name="Weitere Kommentare zeigen (noch 2)").press("Enter")
    expect(threads).to_have_count(32)
    expect(threads.nth(30).locator("article")).to_be_focused()

    plain.page.goto(idea)
    plain.follows("Weitere Kommentare zeigen")
    expect(plain.page.locator("#faeden > .thread")).to_have_count(32)
    expect(plain.page.locator("#faeden > .thread").nth(30)).to_be_in_viewport()


def test_a_representative_speaks_for_a_group(visit: Visit, idea: str, device: str) -> None:
    renate, gudrun = visit(device, RENATE), visit(device, GUDRUN)
    renate.page.goto(idea)
    renate.page.locator(".compose").get_by_label("Sie sprechen für").fill("Fraktion Bürgerliste")
    renate.page.locator(".compose").get_by_label("Was meinen Sie dazu?").fill("Wir stellen einen Antrag.")
    renate.page.locator(".compose").get_by_role("button", name="Absenden").click()
    expect(renate.lane("Politik")).to_contain_text("Spricht für: Fraktion Bürgerliste")

    gudrun.page.goto(idea)
    expect(gudrun.page.locator(".compose").get_by_label("Sie sprechen für")).to_have_count(0)
    said = comment(gudrun, "Wir stellen einen Antrag.")
    said.get_by_role("link", name="Antworten").click()
    said.get_by_role("textbox").fill("Danke dafür.")
    said.get_by_role("button", name="Antworten").click()
    expect(gudrun.lane("Politik")).to_contain_text("Danke dafür.")
