"""What has to happen before some pages are there: an idea and a comment are changed, a report and an answer come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.guest import BERND, DESKTOP, GUDRUN, MAREIKE, Guest, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from playwright.sync_api import Browser

    from tests.support.stack import Stack

COMMENT = "Am Bahnhof hat es geholfen."
#: A place that has to stay in preparation: nobody answers for it in law yet.
REGION = """
[agency]
slug = "probe"
name = "Probeamt"
region = "Probeland"

[[body]]
key = "probe"
name = "Gemeinde Probe"
land = "NW"

[[place]]
slug = "probedorf"
name = "Probedorf"
kind = "village"
body = "probe"
"""


class Scene:
    """Lets it happen in Weslarn, and knows the addresses of what came of it."""

    def __init__(self, browser: Browser, stack: Stack, sessions: Callable[[str], Any]) -> None:
        self.browser, self.stack, self.sessions = browser, stack, sessions

    def play(self, folder: Path) -> dict[str, str]:
        """All of it, once; paths by the names that pages use."""
        region = folder / "probe.toml"
        region.write_text(REGION, encoding="utf-8")
        self.stack.run("apply", str(region))
        idea, comment = self._changes_an_idea_and_a_comment()
        self._reports(idea)
        self._answers()
        return {"idea": idea, "comment": comment, "case": self._case(), "stop": self._stop()}

    def _guest(self, email: str = "") -> Guest:
        return Guest(self.browser, self.stack, **DESKTOP, storage_state=self.sessions(email) if email else None)

    def _changes_an_idea_and_a_comment(self) -> tuple[str, str]:
        gudrun = self._guest(GUDRUN)
        gudrun.opens("weslarn", "/ideen/neu/")
        gudrun.writes(Words("Ein Wegweiser zum Spielplatz", "Wer fremd ist, sucht ihn lange.", "Kirchplatz"))
        path = re.sub(r"^https?://[^/]+|#.*$", "", gudrun.page.url)
        gudrun.follows("Idee ändern")
        gudrun.fills(body="Wer fremd ist, sucht ihn **sehr** lange.")
        gudrun.presses("Speichern")
        gudrun.comments(COMMENT)
        gudrun.follows("Bearbeiten")
        gudrun.fills(body=f"{COMMENT} Und am Teich.")
        gudrun.presses("Speichern")
        expect(gudrun.page.locator("article.say")).to_contain_text("Und am Teich.")
        history = gudrun.page.locator("article.say").get_by_role("link", name="frühere Fassungen")
        comment = history.get_attribute("href") or ""
        gudrun.context.close()
        return path, comment

    def _reports(self, idea: str) -> None:
        stranger = self._guest()
        stranger.opens("weslarn", idea)
        stranger.follows("Melden den Kommentar von Gudrun Beispiel")
        stranger.page.get_by_label("Werbung").check()
        stranger.presses("Meldung absenden")
        expect(stranger.page.get_by_text("M-", exact=False).first).to_be_visible()
        stranger.context.close()

    def _answers(self) -> None:
        gudrun, bernd = self._guest(GUDRUN), self._guest(BERND)
        gudrun.opens("weslarn", "/ideen/neu/")
        gudrun.writes(Words("Ein Schild am Radweg", "Sonst fahren alle vorbei."))
        bernd.page.goto(gudrun.page.url)
        gudrun.context.close()
        if not bernd.field("status").count():
            bernd.page.get_by_text("Für die Verwaltung antworten").click()
        bernd.fills(body="Das Schild ist bestellt.")
        bernd.presses("Antwort veröffentlichen")
        expect(bernd.lane("Verwaltung")).to_contain_text("Das Schild ist bestellt.")
        bernd.context.close()

    def _case(self) -> str:
        mareike = self._guest(MAREIKE)
        mareike.opens("weslarn", "/verwalten/moderation/")
        action = mareike.page.locator(".matter form").first.get_attribute("action") or ""
        mareike.context.close()
        return action.removesuffix("entscheiden/")

    def _stop(self) -> str:
        """The address in the mail to Gudrun by which she gets no more of them; a worker sends it."""
        reader = self._guest()
        link = reader.page.locator(".mail-body").get_by_text("/mitteilungen/abmelden/").first
        for _try in range(40):
            reader.opens("weslarn", "/postfach/")
            mail = reader.page.locator("article", has_text=GUDRUN).get_by_role("link").first
            if mail.count():
                mail.click()
                expect(link).to_be_attached()
                break
            reader.page.wait_for_timeout(250)
        found = re.search(r"/mitteilungen/abmelden/\S+/", link.get_attribute("href") or "")
        reader.context.close()
        assert found, "the mail does not say how to get no more of them"
        return found[0]
