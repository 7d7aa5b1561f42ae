"""Somebody with a browser of their own: what they do, in the words of those who do it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Response

    from tests.support.stack import Stack

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
GUDRUN = "gudrun.beispiel@weslarn.example"
JONAS = "jonas.muster@weslarn.example"
BERND = "bernd.beispielmann@weslarn.example"  # administration
MAREIKE = "mareike.platzhalter@weslarn.example"  # local admin
OLGA = "betrieb@baukasten.example"  # operator
AGNES = "agentur@baukasten.example"  # member of the agency of the Modellorte
RENATE = "renate.ausgedacht@weslarn.example"  # politics
MAREIKE = "mareike.platzhalter@weslarn.example"  # local admin
APP_EVENING = "Ein Abend, an dem wir die Dorf-App gemeinsam ausprobieren"
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
PATIENCE = 10_000  # milliseconds; two cores may be busy


@dataclass(frozen=True, slots=True)
class Words:
    """A new idea as somebody types it."""

    title: str
    body: str
    place_name: str = ""


class Guest:
    """A person at a browser: a context with cookies of its own, one page, and a watch over it."""

    def __init__(self, browser: Browser, stack: Stack, **wishes: Any) -> None:
        self.stack = stack
        self.context = browser.new_context(**{"locale": "de-DE", "reduced_motion": "reduce", **wishes})
        self.context.set_default_timeout(PATIENCE)
        self.watch = Watch(self.context)
        self.page = self.context.new_page()

    # --- going somewhere ---------------------------------------------------------------------
    def opens(self, place: str, path: str = "/") -> Response:
        """Type an address; `place` is a slug, or nothing for the platform."""
        answer = self.page.goto(self.stack.url(place, path))
        assert answer is not None
        return answer

    def follows(self, name: str | re.Pattern[str], *, within: str = "main") -> None:
        """Follow the first link of that name."""
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def presses(self, name: str, *, within: str = "main", exact: bool = True) -> None:
        self.page.locator(within).get_by_role("button", name=name, exact=exact).first.click()

    def fills(self, **fields: str) -> None:
        """Type into fields by their names, and choose from lists by value."""
        for name, text in fields.items():
            field = self.field(name)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    # --- what people do here -----------------------------------------------------------------
    def signs_in(self, place: str, email: str, password: str = "") -> None:
        """By password, and back to the home page."""
        self.opens(place, "/konto/login/")
        self.fills(login=email, password=password or self.stack.password)
        self.presses("Anmelden")
        expect(self.page.locator(".whoami")).to_be_visible()

    def takes_code_from_mailbox(self, place: str, address: str) -> str:
        """Read the newest mail to an address on the mailbox page, in a second tab."""
        tab = self.context.new_page()
        card = tab.locator("article", has_text=address).first
        for _try in range(40):  # a worker sends the mail
            tab.goto(self.stack.url(place, "/postfach/"))
            if card.count():
                break
            tab.wait_for_timeout(100)
        card.get_by_role("link").click()
        found = re.search(r"^\s{2,}(\S{5,})\s*$", tab.locator(".mail-body").inner_text(), re.MULTILINE)
        text = tab.locator(".mail-body").text_content() or ""
        found = found or re.search(r"^ {4}(\S+)\s*$", text, re.MULTILINE)
        tab.close()
        assert found, f"no code in the mail: {text}"
        return found[1]

    def signs_up(self, place: str, name: str, email: str) -> None:
        """From the sign-up page to being signed in, with the code of the mail."""
        self.fills(name=name, email=email)
        self.presses("Konto anlegen")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Code")
        self.fills(code=self.takes_code_from_mailbox(place, email))
        self.presses("Bestätigen")
        expect(self.page.locator(".whoami")).to_be_visible()

    def writes(self, words: Words) -> None:
        """Fill in the form for a new idea and publish it."""
        self.fills(title=words.title, body=words.body, place_name=words.place_name)
        self.presses("Idee veröffentlichen")
        expect(self.heading).to_have_text(words.title)

    def comments(self, text: str) -> None:
        box = self.page.locator(".compose")
        box.get_by_label("Was meinen Sie dazu?").fill(text)
        box.get_by_role("button", name="Absenden").click()
        expect(self.page.locator(".lanes")).to_contain_text(text)

    # --- what they see -----------------------------------------------------------------------
    @property
    def heading(self) -> Locator:
        return self.page.locator("main h1")

    @property
    def supporters(self) -> int:
        """How many are in favour of the idea on the page."""
        return int(self.page.locator(".vote__sum b").inner_text())

    @property
    def problems(self) -> Locator:
        """The list of what to mend, above a form."""
        return self.page.locator(".problems")

    def lane(self, name: str) -> Locator:
        """One of the three voices: Bürgerinnen und Bürger, Verwaltung, Politik."""
        return self.page.get_by_role("region", name=name, exact=True)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]:visible:not([type=radio])").first

    def error_at(self, name: str) -> str:
        """The sentence that a field is described by."""
        field = self.field(name)
        assert field.get_attribute("aria-invalid") == "true", f"{name} is not marked as wrong"
        described = (field.get_attribute("aria-describedby") or "").split()
        texts = [self.page.locator(f"[id='{key}']").inner_text() for key in described]
        return " ".join(texts)
