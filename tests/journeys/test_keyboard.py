"""Without a mouse: Tab, Enter and Space reach everything, and one always sees where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.guest import APP_EVENING, GUDRUN, JONAS

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
MOST_STEPS = 120
#: A ring around it (the link of a card draws it around the card), on the screen, and not behind the tab bar.
IS_SEEN = """element => {
  const ringed = [null, "::before", "::after"].some((part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  const box = element.getBoundingClientRect();
  const on = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return ringed && on !== null && (element.contains(on) || on.contains(element));
}"""


def tabs_to(guest: Guest, wanted: Locator) -> None:
    """Press Tab until the element has the focus. Every stop on the way must be visible and ringed."""
    for _step in range(MOST_STEPS):
        guest.page.keyboard.press("Tab")
        here = guest.page.locator(":focus")
        assert here.count(), "the focus was lost"
        assert here.evaluate(IS_SEEN), f"nothing shows that the focus is on {here.evaluate('e => e.outerHTML')[:200]}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def types(guest: Guest, text: str) -> None:
    guest.page.keyboard.type(text)


def test_the_first_stop_skips_to_the_content(visit: Visit, device: str) -> None:
    guest = visit(device)
    guest.opens("weslarn")
    guest.page.keyboard.press("Tab")
    expect(guest.page.locator(":focus")).to_have_text("Zum Inhalt springen")
    assert guest.page.locator(":focus").evaluate(IS_SEEN)
    guest.page.keyboard.press("Enter")
    guest.page.keyboard.press("Tab")

    assert guest.page.locator("main").evaluate("main => main.contains(document.activeElement)")


def test_signing_in_supporting_and_commenting_without_a_mouse(visit: Visit) -> None:
    jonas = visit("desktop")
    jonas.opens("weslarn")
    tabs_to(jonas, jonas.page.locator("header").get_by_role("link", name="Anmelden"))
    jonas.page.keyboard.press("Enter")
    expect(jonas.heading).to_have_text("Anmelden")
    tabs_to(jonas, jonas.field("login"))
    types(jonas, JONAS)
    jonas.page.keyboard.press("Tab")
    types(jonas, jonas.stack.password) if jonas.field("password").evaluate(
        "field => field === document.activeElement"
    ) else _types_into_next(jonas)
    jonas.page.keyboard.press("Enter")
    expect(jonas.page.locator(".whoami")).to_be_visible()

    tabs_to(jonas, jonas.page.locator("main").get_by_role("link", name=APP_EVENING))
    jonas.page.keyboard.press("Enter")
    expect(jonas.heading).to_have_text(APP_EVENING)
    before = jonas.supporters
    tabs_to(jonas, jonas.page.get_by_role("button", name="Dafür stimmen"))
    jonas.page.keyboard.press("Space")
    expect(jonas.page.locator(".vote__sum b")).to_have_text(str(before + 1))
    tabs_to(jonas, jonas.page.locator(".compose").get_by_role("textbox"))
    types(jonas, "Geschrieben ohne Maus.")
    tabs_to(jonas, jonas.page.locator(".compose").get_by_role("button", name="Absenden"))
    jonas.page.keyboard.press("Enter")
    expect(jonas.lane("Bürgerinnen und Bürger")).to_contain_text("Geschrieben ohne Maus.")


def _types_into_next(guest: Guest) -> None:
    """Something focusable stands before the password, for example what to do when it is forgotten."""
    tabs_to(guest, guest.field("password"))
    types(guest, guest.stack.password)


def test_after_a_vote_the_keyboard_goes_on_where_it_was(visit: Visit) -> None:
    gudrun = visit("desktop", GUDRUN)
    gudrun.opens("weslarn", "/ideen/")
    gudrun.follows("Tempo 30")
    button = gudrun.page.get_by_role("button", name="Dafür stimmen").or_(
        gudrun.page.get_by_role("button", name="Stimme zurücknehmen")
    )
    said = button.inner_text()
    button.focus()
    gudrun.page.keyboard.press("Enter")
    expect(button).not_to_have_text(said)

    expect(button).to_be_focused()  # not fallen back to the top of the page


@pytest.mark.parametrize("path", ["/", "/ideen/", "/konto/signup/"])
def test_every_stop_on_a_phone_is_seen(visit: Visit, path: str) -> None:
    guest = visit("phone")
    guest.opens("weslarn", path)
    tabs_to(guest, guest.page.locator(".tabbar a").last)


def test_a_reply_opens_and_closes_by_keyboard(visit: Visit) -> None:
    gudrun = visit("desktop", GUDRUN)
    gudrun.opens("weslarn", "/ideen/")
    gudrun.follows(APP_EVENING)
    tabs_to(gudrun, gudrun.page.locator("a[data-reply]").first)
    gudrun.page.keyboard.press("Enter")
    reply = gudrun.page.locator("details.say__do")
    expect(reply.get_by_role("textbox")).to_be_focused()
    gudrun.page.keyboard.press("Shift+Tab")
    expect(reply.locator("summary")).to_be_focused()
    gudrun.page.keyboard.press("Space")
    expect(reply.get_by_role("textbox")).to_be_hidden()
