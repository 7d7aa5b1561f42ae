"""One kind of page, and how somebody gets there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.guest import Guest


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page. `link` is followed from `path`, and `then` from there; `words` are typed, `button` is pressed.

    What comes of it is there as soon as `shows` is.
    """

    name: str
    place: str
    path: str
    who: str = ""
    link: str = ""
    then: str = ""
    opened: str = ""
    words: dict[str, str] = field(default_factory=dict)
    button: str = ""
    shows: str = "[aria-invalid=true], .problems"

    def __str__(self) -> str:
        return self.name

    def open(self, guest: Guest) -> None:
        """Bring the guest there."""
        guest.opens(self.place, self.path)
        for link in filter(None, (self.link, self.then)):
            before = guest.page.url
            guest.follows(link)
            guest.page.wait_for_url(lambda url: url != before)  # noqa: B023 - called within this round
        if self.opened:
            guest.page.locator(f"main {self.opened}").first.evaluate(OPEN)
            guest.page.wait_for_load_state("networkidle")
        if self.button:
            guest.fills(**self.words)
            guest.presses(self.button)
            guest.page.locator(self.shows).first.wait_for()


OPEN = "part => { part.tagName === 'DETAILS' ? (part.open = true) : part.click(); }"
