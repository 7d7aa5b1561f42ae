"""Pictures of every kind of page: `python -m tests.journeys.screenshots FOLDER`.

Takes them from a demo region that it starts and stops, or from a running one:
`--port 8000 --password …`. `--only home` takes the pages whose name begins so.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.journeys.guest import Guest
from tests.support.browser import launch
from tests.support.stack import Stack, address

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GUDRUN = "gudrun.beispiel@weslarn.example"
BERND = "bernd.beispielmann@weslarn.example"
MOST_SUPPORTED = "/ideen/?sort=support"
PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("home", "weslarn", "/", ""),
    ("list", "weslarn", "/ideen/", ""),
    ("detail", "weslarn", "/ideen/bank", ""),
    ("detail-resident", "weslarn", "/ideen/bank", GUDRUN),
    ("detail-official", "weslarn", "/ideen/bank", BERND),
    ("form", "weslarn", "/ideen/neu/", GUDRUN),
    ("me", "weslarn", "/ich/", GUDRUN),
    ("sign-in", "weslarn", "/konto/login/", ""),
    ("sign-up", "weslarn", "/konto/signup/", ""),
    ("portal", "modellorte", "/", ""),
    ("portal-list", "modellorte", "/region/", ""),
    ("platform", "", "/", ""),
    ("not-found", "weslarn", "/gibt-es-nicht/", ""),
    ("unknown-host", "nirgendwo", "/", ""),
    ("search", "weslarn", "/suche/?q=Bank", ""),
    ("search-nothing", "weslarn", "/suche/?q=Zeppelin", ""),
    ("imprint", "weslarn", "/impressum/", ""),
    ("privacy", "weslarn", "/datenschutz/", ""),
    ("accessibility", "weslarn", "/barrierefreiheit/", ""),
    ("feedback", "weslarn", "/rueckmeldung/", ""),
    ("mailbox", "weslarn", "/postfach/", ""),
)
#: Six places of all sizes, each with its home, its list of ideas, the idea with the most support, and the form.
SIX = ("weslarn", "meckingsen", "preetz", "soest", "kiel", "kaiserslautern")
OF_EACH = (("home", "/"), ("list", "/ideen/"), ("detail", MOST_SUPPORTED), ("form", "/ideen/neu/"))
PORTALS = ("modellorte", "mokwi")
PAGES += tuple((f"{place}-{name}", place, path, "") for place in SIX for name, path in OF_EACH)
PAGES += tuple((f"{place}-portal", place, "/", "") for place in PORTALS)
SIZES: dict[str, dict[str, Any]] = {
    "390": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "1280": {"viewport": {"width": 1280, "height": 900}},
}
MISTAKES = (
    ("form-error", "/ideen/neu/", GUDRUN, {"title": "Hm", "body": ""}, "Idee veröffentlichen"),
    ("sign-in-error", "/konto/login/", "", {"login": GUDRUN, "password": "falsch"}, "Anmelden"),
)


def path_of(guest: Guest, place: str, path: str) -> str:
    """The address of the demo's best-known idea or of a place's most supported one, whatever its number is."""
    if path not in {"/ideen/bank", MOST_SUPPORTED}:
        return path
    guest.opens(place, MOST_SUPPORTED if path == MOST_SUPPORTED else "/ideen/?q=Trinkbrunnen")
    return str(guest.page.locator(".card__title a").first.get_attribute("href"))


def take(browser: Browser, stack: Stack | Running, folder: Path, only: str = "") -> list[Path]:
    """One picture per page, width and mode; the whole page, as somebody scrolls it."""
    taken: list[Path] = []
    for email in ("", GUDRUN, BERND):
        guest = Guest(browser, stack, **SIZES["1280"])
        if email:
            guest.signs_in("weslarn", email)
        cookies = guest.context.storage_state()
        guest.context.close()
        for width, size in SIZES.items():
            for mode in ("light", "dark"):
                viewer = Guest(browser, stack, storage_state=cookies, color_scheme=mode, **size)
                taken += [*pages(viewer, folder, email, f"{width}-{mode}", only)]
                viewer.context.close()
    return taken


def pages(guest: Guest, folder: Path, email: str, suffix: str, only: str) -> list[Path]:
    """The pages that this person sees, and what they see after a mistake."""
    taken = []
    for name, place, path, who in PAGES:
        if who == email and name.startswith(only):
            guest.opens(place, path_of(guest, place, path))
            taken.append(shoot(guest, folder / f"{name}-{suffix}.png"))
    for name, path, who, words, button in MISTAKES:
        if who == email and name.startswith(only):
            guest.opens("weslarn", path)
            guest.fills(**words)
            guest.presses(button)
            guest.page.locator(".problems").wait_for()
            taken.append(shoot(guest, folder / f"{name}-{suffix}.png"))
    return taken


def shoot(guest: Guest, file: Path) -> Path:
    """The whole page in a window as high as the page, so that the tab bar lies where it belongs: at the end."""
    guest.page.evaluate("document.fonts.ready.then(() => true)")
    size = guest.page.viewport_size
    assert size
    height = guest.page.evaluate("document.documentElement.scrollHeight")
    guest.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    guest.page.screenshot(path=file)
    guest.page.set_viewport_size(size)
    return file


@dataclass(frozen=True, slots=True)
class Running:
    """A Baukasten that somebody else started."""

    port: int
    password: str

    def url(self, slug: str = "", path: str = "/") -> str:
        return address(self.port, slug, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, help="of a Baukasten that runs already")
    parser.add_argument("--password", default="", help="of its demo people")
    parser.add_argument("--only", default="", help="how the names of the pages begin")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    own = None if wishes.port else Stack().start()
    stack = own or Running(wishes.port, wishes.password)
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            taken = take(browser, stack, wishes.folder, wishes.only)
            browser.close()
    finally:
        if own:
            own.stop()
    sys.stdout.write(f"{len(taken)} pictures in {wishes.folder}\n")


if __name__ == "__main__":
    main()
