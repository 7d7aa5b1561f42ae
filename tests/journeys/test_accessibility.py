"""axe on every kind of page: by day, by night and in forced colours, on four widths, with and without errors.

On every commit each page is seen in each mode and on three widths; the whole table is long, see tests/long.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.guest import DESKTOP, Guest
from tests.journeys.happened import Scene
from tests.journeys.pages import AFTERWARDS, ALL, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.journeys.conftest import Visit
    from tests.support.stack import Stack

pytestmark = pytest.mark.journey
AXE = Axe()
WIDTHS = (320, 390, 768, 1280)
#: How the browser is set: its colours, and whether the visitor forces their own.
MODES = {"light": ("light", "none"), "dark": ("dark", "none"), "forced": ("dark", "active")}
EVERY = [(mode, width) for width in WIDTHS for mode in MODES]
SOME = [("light", 320), ("dark", 390), ("forced", 1280)]
#: Only what is wrong leaves the page: carrying everything out takes longer than looking. Forced colours are the
#: visitor's own, and axe reads the page's in their place: their contrast is nothing that a page could mend.
RUN = """(forced) => axe.run({ resultTypes: ["violations"], preload: false, rules: {
    "target-size": { enabled: true }, "color-contrast": { enabled: !forced } } })
  .then((found) => found.violations.flatMap((rule) => rule.nodes.map(
    (node) => `${rule.id}: ${node.html.slice(0, 150)} ${node.failureSummary.slice(0, 200)}`)))"""
#: Maps follow a new width one frame later.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
OVERFLOWING = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > edge + 1)
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 150));
}"""


@pytest.fixture(scope="module")
def reader(browser: Browser, stack: Stack, sessions: Callable[[str], Any]) -> Iterator[Callable[[str], Guest]]:
    """One guest per person for all pages: what a browser has once it does not fetch again."""
    readers: dict[str, Guest] = {}

    def of(email: str) -> Guest:
        if email not in readers:
            readers[email] = Guest(browser, stack, **DESKTOP, storage_state=sessions(email) if email else None)
        readers[email].watch.noticed.clear()
        return readers[email]

    yield of
    for guest in readers.values():
        guest.context.close()


@pytest.fixture(scope="module")
def happened(
    browser: Browser, stack: Stack, sessions: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Where to find what came of it. First asked for when the pages that need nothing have been looked at."""
    return Scene(browser, stack, sessions).play(tmp_path_factory.mktemp("region"))


@pytest.mark.parametrize("page", ALL, ids=str)
def test_nobody_is_kept_out(page: Page, reader: Callable[[str], Guest], axe_cases: list[dict[str, Any]]) -> None:
    has_no_barrier(page, reader(page.who), axe_cases, SOME)


@pytest.mark.long
@pytest.mark.parametrize("page", ALL, ids=str)
def test_nobody_is_kept_out_on_any_width(
    page: Page, reader: Callable[[str], Guest], axe_cases: list[dict[str, Any]]
) -> None:
    has_no_barrier(page, reader(page.who), axe_cases, EVERY)


@pytest.mark.parametrize("page", AFTERWARDS, ids=str)
def test_nobody_is_kept_out_of_what_comes_later(
    page: Page, reader: Callable[[str], Guest], happened: dict[str, str], axe_cases: list[dict[str, Any]]
) -> None:
    has_no_barrier(replace(page, path=page.path.format(**happened)), reader(page.who), axe_cases, SOME)


@pytest.mark.long
@pytest.mark.parametrize("page", AFTERWARDS, ids=str)
def test_nobody_is_kept_out_of_what_comes_later_on_any_width(
    page: Page, reader: Callable[[str], Guest], happened: dict[str, str], axe_cases: list[dict[str, Any]]
) -> None:
    has_no_barrier(replace(page, path=page.path.format(**happened)), reader(page.who), axe_cases, EVERY)


def has_no_barrier(page: Page, guest: Guest, axe_cases: list[dict[str, Any]], wanted: list[tuple[str, int]]) -> None:
    """Open the page and look at it in the wanted modes and widths; whatever is found is kept."""
    page.open(guest)
    guest.page.evaluate(AXE.axe_script)
    found = [case for mode, width in wanted for case in look(guest, page, mode, width)]
    axe_cases += found

    assert [case for case in found if case["violations"] or case["overflowing"]] == []
    assert guest.watch.noticed == []


def look(guest: Guest, page: Page, mode: str, width: int) -> list[dict[str, Any]]:
    """One case: what axe says about the page in this mode and width, and what sticks out."""
    colours, forced = MODES[mode]
    guest.page.emulate_media(color_scheme=colours, forced_colors=forced, reduced_motion="reduce")
    guest.page.set_viewport_size({"width": width, "height": 900})
    guest.page.evaluate(SETTLED)
    violations = guest.page.evaluate(RUN, forced == "active")
    overflowing = guest.page.evaluate(OVERFLOWING) if width == min(WIDTHS) else []
    return [{"page": page.name, "mode": mode, "width": width, "violations": violations, "overflowing": overflowing}]


def test_a_page_that_is_barred_is_noticed(visit: Visit) -> None:
    """The positive control: axe sees a picture without words, and the ruler sees what sticks out."""
    guest = visit("desktop")
    guest.opens("weslarn")
    guest.page.evaluate(AXE.axe_script)
    guest.page.locator("main").evaluate(
        "main => main.insertAdjacentHTML('beforeend', '<img src=\"data:,\"><p id=wide>wide</p>')"
    )
    guest.page.locator("#wide").evaluate("wide => wide.style.setProperty('width', '2000px')")
    [case] = look(guest, Page("control", "weslarn", "/"), "light", 320)

    assert any(each.startswith("image-alt") for each in case["violations"])
    assert case["overflowing"]
