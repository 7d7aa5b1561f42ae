"""What people type is text: forty payloads in every text field, opened in a browser that would run them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.journeys.payloads import PAYLOADS

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.guest import Guest

pytestmark = pytest.mark.journey
MALLORY = "wilma.muster@ampen.example"
PER_HOUR = 8  # ideas: nobody may share more than ten
#: Posts from the page itself, as its forms do; the page that comes of it is only fetched when it is needed.
POST = """async ([path, fields, redirect]) => {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields), redirect });
  return [answer.type === "opaqueredirect" || answer.redirected, answer.status, answer.url];
}"""
#: What only a script of ours or of nobody's may be: inside <main> nothing runs, and no link leads to a script.
#: The pictures of our own map are ours, and uploaded ones outside of what people typed.
DANGEROUS = """() => [...document.querySelectorAll("main *, header *, footer *, title")].filter((element) =>
  (["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE", "STYLE", "META", "MARQUEE", "VIDEO", "AUDIO", "IMG"]
    .includes(element.tagName) && !element.matches("img.leaflet-tile[src^='/kacheln/'], img[src^='/dateien/']:not(.prose *)"))
  || [...element.attributes].some((one) => one.name.startsWith("on"))
  || /^\\s*(javascript|data|vbscript):/i.test(element.getAttribute("href") || element.getAttribute("action") || "")
).map((element) => element.outerHTML.slice(0, 200))"""


def posts(guest: Guest, path: str, *, redirect: str = "manual", **fields: str) -> str:
    """Send a form, which must be taken; the address of the page that came of it."""
    taken, status, url = guest.page.evaluate(POST, [path, fields, redirect])
    assert taken, f"{path} {fields}: {status}"
    return str(url)


def is_harmless(guest: Guest) -> None:
    assert guest.page.evaluate(DANGEROUS) == []
    assert guest.watch.dialogs == []


def test_payloads_stay_text_wherever_people_type(visit: Visit) -> None:
    mallory = visit("desktop")
    mallory.signs_in("ampen", MALLORY)
    assert len(PAYLOADS) >= 40
    for number, payload in enumerate(PAYLOADS):
        if number % PER_HOUR == 0:
            mallory.stack.an_hour_passes()
        posts(mallory, "/ich/", name=payload[:80], about=payload)
        idea = posts(mallory, "/ideen/neu/", redirect="follow", title=payload, body=payload, place_name=payload)
        mallory.page.goto(idea)
        talk = mallory.page.locator("form[action$='/schreiben/']").first.get_attribute("action")
        posts(mallory, str(talk), body=payload)
        mallory.page.goto(idea)

        expect(mallory.heading).to_have_text(" ".join(payload.split()))
        expect(mallory.page.locator(".byline b").first).to_have_text(payload[:80].strip())
        is_harmless(mallory)


def test_payloads_stay_text_in_lists_searches_and_portals(visit: Visit) -> None:
    """After the test above: its ideas are everywhere now."""
    reader = visit("desktop")
    addresses = [("ampen", "/"), *(("ampen", f"/ideen/?page={page}") for page in range(1, 6))]
    addresses += [("ampen", "/suche/?q=alert"), ("ampen", "/ich/"), ("modellorte", "/"), ("modellorte", "/region/")]
    seen = 0
    for place, path in addresses:
        reader.opens(place, path)
        seen += reader.page.get_by_text("alert").count()
        is_harmless(reader)
    assert seen > len(PAYLOADS), "there was nothing to see"


def test_payloads_in_addresses_stay_text(visit: Visit) -> None:
    reader = visit("desktop")
    for payload in PAYLOADS[::3]:
        reader.page.goto(reader.stack.url("weslarn", "/suche/?") + urlencode({"q": payload}))
        expect(reader.field("q")).to_have_value(" ".join(payload.split())[:100])
        is_harmless(reader)
