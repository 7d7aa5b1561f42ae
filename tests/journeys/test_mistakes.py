"""What happens when something is wrong: a sentence at the field, a list on top, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import APP_EVENING, GUDRUN, JONAS

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey


def says_what_to_mend(guest: Guest, *names: str) -> None:
    """The list on top has the focus and leads to each field; each field has its sentence."""
    expect(guest.problems).to_be_focused()
    expect(guest.problems).to_be_in_viewport()
    links = guest.problems.get_by_role("link")
    expect(links).to_have_count(len(names))
    for number, name in enumerate(names):
        assert guest.error_at(name).strip(), f"no sentence at {name}"
        links.nth(number).click()
        expect(guest.field(name)).to_be_focused()


def test_an_empty_idea(visit: Visit, device: str) -> None:
    gudrun = visit(device, GUDRUN)
    gudrun.opens("weslarn", "/ideen/neu/")
    gudrun.fills(place_name="Am Teich")
    gudrun.presses("Idee veröffentlichen")

    says_what_to_mend(gudrun, "title", "body")
    expect(gudrun.field("place_name")).to_have_value("Am Teich")


def test_a_title_that_is_too_long(visit: Visit) -> None:
    gudrun = visit("phone", GUDRUN)
    gudrun.opens("weslarn", "/ideen/neu/")
    expect(gudrun.field("title"), "the browser stops typing there").to_have_attribute("maxlength", "120")
    gudrun.field("title").evaluate("field => field.removeAttribute('maxlength')")
    gudrun.fills(title="lang " * 40, body="Der Text ist kurz.")
    gudrun.presses("Idee veröffentlichen")

    says_what_to_mend(gudrun, "title")
    assert "120" in gudrun.error_at("title")
    expect(gudrun.field("body")).to_have_value("Der Text ist kurz.")


def test_an_empty_sign_up(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", "/konto/signup/")
    guest.presses("Konto anlegen")

    says_what_to_mend(guest, "name", "email")


def test_an_address_that_is_none(visit: Visit) -> None:
    guest = visit("desktop")
    guest.opens("weslarn", "/konto/signup/")
    guest.fills(name="Hanna Neuling", email="hanna.example.org")
    guest.presses("Konto anlegen")

    says_what_to_mend(guest, "email")
    expect(guest.field("name")).to_have_value("Hanna Neuling")
    expect(guest.field("email")).to_have_value("hanna.example.org")


def test_a_wrong_password_says_what_else_one_can_do(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", "/konto/login/")
    guest.fills(login="annegret.exempel@weslarn.example", password="stimmt-nicht")
    guest.presses("Anmelden")

    expect(guest.problems).to_be_focused()
    expect(guest.problems).to_contain_text("Sie können sich auch per E-Mail-Code anmelden.")
    expect(guest.field("login")).to_have_value("annegret.exempel@weslarn.example")
    expect(guest.field("password")).to_have_value("")


def test_an_unknown_address_gets_the_same_sentence_as_a_wrong_password(visit: Visit) -> None:
    known, unknown = visit("phone"), visit("phone")
    said = []
    for guest, email in ((known, "annegret.exempel@weslarn.example"), (unknown, "niemand@example.org")):
        guest.opens("weslarn", "/konto/login/")
        guest.fills(login=email, password="stimmt-nicht")
        guest.presses("Anmelden")
        said.append(guest.problems.inner_text())

    assert said[0] == said[1]


def test_a_wrong_code_can_be_tried_again(visit: Visit) -> None:
    email = "vera@example.org"
    vera = visit("phone")
    vera.opens("weslarn", "/konto/signup/")
    vera.fills(name="Vera Vertippt", email=email)
    vera.presses("Konto anlegen")
    vera.fills(code="AAAA-AAAA")
    vera.presses("Bestätigen")

    says_what_to_mend(vera, "code")
    assert "Bitte vergleichen Sie ihn mit der E-Mail" in vera.error_at("code")
    vera.fills(code=vera.takes_code_from_mailbox("weslarn", email))
    vera.presses("Bestätigen")
    expect(vera.page.locator(".whoami")).to_be_visible()


def test_an_empty_comment_is_not_sent(visit: Visit) -> None:
    jonas = visit("phone", JONAS)
    jonas.opens("weslarn", "/ideen/")
    jonas.follows(APP_EVENING)
    before = jonas.page.locator("article.say").count()
    jonas.presses("Absenden", within=".compose")

    expect(jonas.page.locator(".compose").get_by_role("textbox")).to_be_focused()
    expect(jonas.page.locator("article.say")).to_have_count(before)


def test_a_comment_of_blanks_gets_a_sentence_at_its_field(visit: Visit) -> None:
    jonas = visit("phone", JONAS)
    jonas.opens("weslarn", "/ideen/")
    jonas.follows(APP_EVENING)
    jonas.page.locator(".compose").get_by_role("textbox").fill("   ")
    jonas.presses("Absenden", within=".compose")

    expect(jonas.page.locator(".compose .kern-error")).to_have_text(re.compile(r"\w+"))
    expect(jonas.page.locator(".compose").get_by_role("textbox")).to_have_attribute("aria-invalid", "true")


def test_feedback_without_a_message(visit: Visit) -> None:
    guest = visit("phone")
    guest.opens("weslarn", "/rueckmeldung/")
    guest.fills(email="gertrud@example.org")
    guest.presses("Nachricht senden")

    says_what_to_mend(guest, "message")
    expect(guest.field("email")).to_have_value("gertrud@example.org")
    guest.fills(message="Die Schrift ist mir zu klein.")
    guest.presses("Nachricht senden")
    expect(guest.page.locator(".note--good")).to_contain_text("Vielen Dank. Ihre Nachricht ist unterwegs.")
