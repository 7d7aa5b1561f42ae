"""From a stranger to a voice: finding the village, signing up, writing, supporting, talking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import APP_EVENING, GUDRUN, JONAS, Words

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
THEA = "thea.fiktiv@weslarn.example"
BATHING = "Badesteg am Dorfteich, damit der Sommer kürzere Wege hat"


def reads_an_idea(guest: Guest, title: str) -> None:
    """From the list, searched for by the longest word of its title."""
    guest.opens("weslarn", f"/ideen/?q={max(re.findall(r'\w+', title), key=len)}")
    guest.follows(title)
    expect(guest.heading).to_have_text(title)


def test_a_stranger_finds_the_village_and_leaves_an_idea_there(visit: Visit, device: str) -> None:
    hanna = visit(device)
    idea = Words(f"Ein Schaukasten am Spielplatz ({device})", "Damit alle sehen, was los ist.", "Spielplatz")

    hanna.opens("")
    hanna.follows("Weslarn")
    expect(hanna.heading).to_have_text("Weslarn")
    reads_an_idea(hanna, APP_EVENING)
    expect(hanna.page.locator("main")).to_contain_text("Ich habe ein neues Telefon.")

    email, words = f"hanna.{device}@example.org", f"Ich komme auch mit meinem Telefon ({device})."
    hanna.page.locator(".compose").get_by_role("textbox").fill(words)
    hanna.presses("Absenden", within=".compose")
    expect(hanna.heading).to_have_text("Noch ein Schritt")
    hanna.fills(guest_name="Hanna Neuling", guest_email=email)
    hanna.presses("Code zusenden")
    hanna.fills(code=hanna.takes_code_from_mailbox("weslarn", email))
    hanna.presses("Bestätigen")
    expect(hanna.heading, "back where she wanted to join in").to_have_text(APP_EVENING)
    said = hanna.page.locator("article.say", has_text=words)
    expect(said).to_contain_text("Hanna Neuling")
    expect(said).to_be_in_viewport()

    hanna.opens("weslarn", "/")
    hanna.follows("Idee einreichen")
    hanna.writes(idea)
    expect(hanna.page.locator(".note--good")).to_have_text("Vielen Dank. Ihre Idee ist online.")

    hanna.opens("weslarn")
    ideas = hanna.page.get_by_role("region", name="Ideen aus Weslarn")
    newest = ideas.locator(".cards > li").filter(has_not_text="Angeheftet").first  # what is pinned stands before it
    expect(newest.locator(".card__title")).to_have_text(idea.title)
    hanna.opens("modellorte")
    hanna.follows(idea.title)
    expect(hanna.heading, "the portal leads back to the village").to_have_text(idea.title)
    assert hanna.page.url.startswith(hanna.stack.url("weslarn"))


def test_a_resident_supports_once_and_takes_it_back(visit: Visit, device: str) -> None:
    thea = visit(device)
    thea.signs_in("weslarn", THEA)
    reads_an_idea(thea, BATHING)
    before = thea.supporters

    thea.presses("Dafür stimmen")
    expect(thea.page.locator(".vote__sum b")).to_have_text(str(before + 1))
    expect(thea.page.get_by_role("button", name="Dafür stimmen")).to_have_count(0)
    thea.page.reload()
    assert thea.supporters == before + 1

    thea.presses("Stimme zurücknehmen")
    expect(thea.page.locator(".vote__sum b")).to_have_text(str(before))
    thea.page.reload()
    assert thea.supporters == before


def test_two_tabs_of_one_resident_count_once(visit: Visit) -> None:
    jonas = visit("desktop", JONAS)
    reads_an_idea(jonas, "Friedhofsweg: weniger Kies, mehr Weg")
    jonas.presses("Stimme zurücknehmen")
    expect(jonas.page.get_by_role("button", name="Dafür stimmen")).to_be_visible()
    before = jonas.supporters
    second = jonas.context.new_page()
    second.goto(jonas.page.url)

    for tab in (jonas.page, second):
        tab.get_by_role("button", name="Dafür stimmen").click()
        expect(tab.get_by_role("button", name="Stimme zurücknehmen")).to_be_visible()

    second.reload()
    expect(second.locator(".vote__sum b")).to_have_text(str(before + 1))


def test_residents_talk_with_each_other(visit: Visit, device: str) -> None:
    jonas, gudrun = visit(device, JONAS), visit(device, GUDRUN)
    reads_an_idea(jonas, APP_EVENING)
    question = f"Darf ich die Kinder mitbringen ({device})?"
    jonas.comments(question)

    gudrun.page.goto(jonas.page.url)
    said = gudrun.page.locator("article.say", has_text=question)
    said.get_by_text("Antworten", exact=False).first.click()
    said.get_by_label("Ihre Antwort an Jonas Muster").fill(f"Ja, alle drei ({device}).")
    said.get_by_role("button", name="Antworten").click()

    reply = gudrun.page.locator(".say--reply", has_text=f"Ja, alle drei ({device}).")
    expect(reply).to_contain_text("Gudrun Beispiel")
    jonas.page.reload()
    expect(jonas.page.locator(".say--reply", has_text=f"Ja, alle drei ({device}).")).to_be_visible()


def test_support_before_signing_in_counts_when_the_password_is_right(visit: Visit) -> None:
    guest = visit("phone")
    reads_an_idea(guest, BATHING)
    idea, before = guest.page.url, guest.supporters
    guest.presses("Dafür stimmen")
    expect(guest.heading).to_have_text("Noch ein Schritt")
    guest.presses("Ich habe ein Konto mit Passwort")
    guest.fills(login="heinz.musterknecht@weslarn.example", password=guest.stack.password)
    guest.presses("Anmelden")

    expect(guest.heading).to_have_text(BATHING)
    assert guest.page.url == idea
    assert guest.supporters == before + 1


def test_support_before_signing_in_counts_when_the_code_is_right(visit: Visit, device: str) -> None:
    guest = visit(device)
    reads_an_idea(guest, BATHING)
    before = guest.supporters
    guest.presses("Dafür stimmen")
    guest.fills(guest_name="Vera Voting", guest_email=f"vera.{device}@example.org")
    guest.presses("Code zusenden")
    guest.fills(code=guest.takes_code_from_mailbox("weslarn", f"vera.{device}@example.org"))
    guest.presses("Bestätigen")

    expect(guest.heading).to_have_text(BATHING)
    assert guest.supporters == before + 1
    expect(guest.page.get_by_role("button", name="Stimme zurücknehmen")).to_be_visible()


def test_a_code_by_mail_signs_in_without_a_password(visit: Visit) -> None:
    lena = visit("phone")
    lena.opens("weslarn", "/konto/login/")
    lena.follows("Code zusenden")
    lena.fills(email="lena.vorlage@weslarn.example")
    lena.presses("Code senden")
    lena.fills(code=lena.takes_code_from_mailbox("weslarn", "lena.vorlage@weslarn.example"))
    lena.presses("Bestätigen")

    expect(lena.page.locator(".whoami")).to_contain_text("LV")


def test_somebody_who_signs_out_is_nobody_again(visit: Visit) -> None:
    jonas = visit("phone")
    jonas.signs_in("weslarn", JONAS)
    jonas.opens("weslarn", "/ich/")
    jonas.presses("Abmelden")
    expect(jonas.page.locator(".whoami")).to_have_count(0)

    jonas.opens("weslarn", "/ideen/neu/")
    expect(jonas.field("guest_email"), "he is asked who he is").to_have_value("")
    expect(jonas.page.locator("main")).not_to_contain_text("Jonas")
