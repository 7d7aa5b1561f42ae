"""The other two voices: the administration answers, politics speaks in its own lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import BERND, JONAS, RENATE, Words

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey


def with_an_idea(visit: Visit, title: str) -> str:
    """A resident's new idea; its address."""
    jonas = visit("desktop", JONAS)
    jonas.opens("weslarn", "/ideen/neu/")
    jonas.writes(Words(title, "Es wird Zeit."))
    return jonas.page.url


def opens_the_answer_form(bernd: Guest) -> None:
    """It is open already where nobody has answered yet."""
    if not bernd.field("status").count():
        bernd.page.get_by_text("Für die Verwaltung antworten").click()


def test_the_official_answers_and_everybody_sees_the_status(visit: Visit, device: str) -> None:
    title = f"Eine Lampe für den Schulweg ({device})"
    idea = with_an_idea(visit, title)
    bernd, nobody = visit(device), visit(device)
    bernd.signs_in("weslarn", bernd.stack.person("Weslarn", "Verwaltung").email)
    bernd.page.goto(idea)
    opens_the_answer_form(bernd)
    bernd.field("status").select_option(label="Geplant")
    bernd.fills(decided_by="Bauausschuss", body="Die Lampe kommt im Mai.")
    bernd.presses("Antwort veröffentlichen")

    nobody.page.goto(idea)
    expect(nobody.lane("Verwaltung")).to_contain_text("Die Lampe kommt im Mai.")
    expect(nobody.lane("Verwaltung")).to_contain_text("Entschieden hat: Bauausschuss")
    expect(nobody.page.locator(".detail__head .tag").first).to_have_text("Geplant")
    nobody.opens("weslarn", "/ideen/?status=planned")
    expect(nobody.page.locator(".card", has_text=title)).to_contain_text("Geplant")


def test_a_decision_nobody_made_is_refused_and_nothing_typed_is_lost(visit: Visit, device: str) -> None:
    idea = with_an_idea(visit, f"Ein Zebrastreifen am Markt ({device})")
    bernd = visit(device, BERND)
    bernd.page.goto(idea)
    opens_the_answer_form(bernd)
    bernd.field("status").select_option(label="Abgelehnt")
    bernd.fills(body="Dort fahren zu wenige Autos.")
    bernd.presses("Antwort veröffentlichen")

    assert "Bitte nennen Sie, wer das entschieden hat" in bernd.error_at("decided_by")
    expect(bernd.problems).to_contain_text("Wer hat entschieden?")
    expect(bernd.field("body")).to_have_value("Dort fahren zu wenige Autos.")
    expect(bernd.field("status")).to_have_value("declined")
    bernd.fills(decided_by="Ordnungsamt")
    bernd.presses("Antwort veröffentlichen")
    expect(bernd.lane("Verwaltung")).to_contain_text("Dort fahren zu wenige Autos.")


def test_an_answered_idea_keeps_its_words(visit: Visit) -> None:
    idea = with_an_idea(visit, "Eine Tafel für Vogelnamen")
    jonas, bernd = visit("desktop", JONAS), visit("desktop", BERND)
    jonas.page.goto(idea)
    expect(jonas.page.get_by_role("link", name="Idee ändern")).to_be_visible()

    bernd.page.goto(idea)
    opens_the_answer_form(bernd)
    bernd.fills(body="Wir sehen uns das an.")
    bernd.presses("Antwort veröffentlichen")

    jonas.page.reload()
    expect(jonas.page.get_by_role("link", name="Idee ändern")).to_have_count(0)
    assert jonas.opens("weslarn", idea.removeprefix(jonas.stack.url("weslarn", "")) + "bearbeiten/").status == 404


def test_a_representative_speaks_in_the_lane_of_politics(visit: Visit, device: str) -> None:
    idea = with_an_idea(visit, f"Der Wochenmarkt kommt zurück ({device})")
    renate = visit(device, RENATE)
    renate.page.goto(idea)
    renate.comments("Ich nehme das mit in den Rat.")

    expect(renate.lane("Politik")).to_contain_text("Ich nehme das mit in den Rat.")
    expect(renate.lane("Bürgerinnen und Bürger")).not_to_contain_text("Ich nehme das mit in den Rat.")


def test_residents_find_no_official_answer_form(visit: Visit) -> None:
    jonas = visit("phone", JONAS)
    idea = with_an_idea(visit, "Eine Bank an der Mühle")
    jonas.page.goto(idea)

    expect(jonas.heading).to_be_visible()
    expect(jonas.page.get_by_text("Für die Verwaltung antworten")).to_have_count(0)
