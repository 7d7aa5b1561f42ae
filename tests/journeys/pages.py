"""Every kind of page, with who opens it, and every form with something wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.journeys.guest import APP_EVENING, BERND, GUDRUN, JONAS, MAREIKE

if TYPE_CHECKING:
    from tests.journeys.guest import Guest


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page. `link` is followed from `path`, and `then` from there; `words` are typed, `button` is pressed."""

    name: str
    place: str
    path: str
    who: str = ""
    link: str = ""
    then: str = ""
    opened: str = ""
    words: dict[str, str] = field(default_factory=dict)
    button: str = ""

    def __str__(self) -> str:
        return self.name

    def open(self, guest: Guest) -> None:
        """Bring the guest there."""
        guest.opens(self.place, self.path)
        if self.link:
            guest.follows(self.link)
        if self.then:
            guest.heading.get_by_text(self.link).wait_for()
            guest.follows(self.then)
        if self.opened:
            guest.page.locator(f"main {self.opened}").first.evaluate("details => details.open = true")
        if self.button:
            guest.fills(**self.words)
            guest.presses(self.button)
            guest.page.locator("[aria-invalid=true], .problems").first.wait_for()


ANSWERED = "Bank und Trinkbrunnen am Dorfteich"
PROBE = "Wasserprobe am alten Waschhaus ist genommen"
FOR_NOBODY = (
    Page("home", "weslarn", "/"),
    Page("ideas", "weslarn", "/ideen/"),
    Page("ideas on a map", "weslarn", "/ideen/?ansicht=karte"),
    Page("no idea fits", "weslarn", "/ideen/?q=Zeppelin"),
    Page("idea without an answer", "weslarn", "/ideen/", link="Friedhofsweg"),
    Page("idea with an answer", "weslarn", "/ideen/", link=ANSWERED),
    Page("news", "weslarn", "/aktuelles/"),
    Page("no news fits", "weslarn", "/aktuelles/?q=Zeppelin"),
    Page("news item", "weslarn", "/aktuelles/", link=PROBE),
    Page("filtered ideas", "weslarn", "/ideen/?only=answered&sort=support"),
    Page("share an idea", "weslarn", "/ideen/", link=ANSWERED, then="Teilen"),
    Page("new idea of a stranger", "weslarn", "/ideen/neu/"),
    Page("ideas alike", "weslarn", "/ideen/aehnlich/?title=Bank+am+Dorfteich"),
    Page("search", "weslarn", "/suche/"),
    Page("hits", "weslarn", "/suche/?q=Weg"),
    Page("no hits", "weslarn", "/suche/?q=Zeppelin"),
    Page("sign in", "weslarn", "/konto/login/"),
    Page("sign up", "weslarn", "/konto/signup/"),
    Page("ask for a code", "weslarn", "/konto/login/code/"),
    Page("forgotten password", "weslarn", "/konto/password/reset/"),
    Page("feedback", "weslarn", "/rueckmeldung/"),
    Page("report", "weslarn", "/ideen/1/", link="Melden"),
    Page("imprint", "weslarn", "/impressum/"),
    Page("privacy", "weslarn", "/datenschutz/"),
    Page("accessibility", "weslarn", "/barrierefreiheit/"),
    Page("information", "weslarn", "/seiten/"),
    Page("page with a table", "weslarn", "/seiten/ansprechpersonen/"),
    Page("not found", "weslarn", "/gibt-es-nicht/"),
    Page("mailbox", "weslarn", "/postfach/"),
    Page("another village", "meckingsen", "/"),
    Page("portal", "modellorte", "/"),
    Page("news of the region", "modellorte", "/region/"),
    Page("search of the portal", "modellorte", "/suche/?q=Bank"),
    Page("platform", "", "/"),
    Page("platform's imprint", "", "/impressum/"),
    Page("platform's privacy", "", "/datenschutz/"),
    Page("platform's accessibility", "", "/barrierefreiheit/"),
    Page("platform's sign in", "", "/konto/login/"),
    Page("not found on the platform", "", "/gibt-es-nicht/"),
    Page("no place here", "nirgendwo", "/"),
)
SIGNED_IN = (
    Page("home of a resident", "weslarn", "/", GUDRUN),
    Page("idea with a reply form", "weslarn", "/ideen/", GUDRUN, link=ANSWERED, opened="details.say__do"),
    Page("comment to change", "weslarn", "/ideen/", GUDRUN, link=APP_EVENING, then="Bearbeiten"),
    Page("comment to remove", "weslarn", "/ideen/", GUDRUN, link=APP_EVENING, then="Entfernen"),
    Page("new idea", "weslarn", "/ideen/neu/", GUDRUN),
    Page("new news item", "weslarn", "/aktuelles/neu/", BERND),
    Page("drafts of news", "weslarn", "/aktuelles/redaktion/", BERND),
    Page("news item of an editor", "weslarn", "/aktuelles/", BERND, link=PROBE, opened="details.unfold"),
    Page("pin or close", "weslarn", "/ideen/", BERND, link=ANSWERED, opened="details.manage"),
    Page("my page", "weslarn", "/ich/", GUDRUN),
    Page("my mails", "weslarn", "/ich/mitteilungen/", GUDRUN),
    Page("my address", "weslarn", "/konto/email/", GUDRUN),
    Page("my password", "weslarn", "/konto/password/change/", GUDRUN),
    Page("sign out", "weslarn", "/konto/logout/", GUDRUN),
    Page("face of the place", "weslarn", "/verwalten/gesicht/", MAREIKE),
    Page("building blocks", "weslarn", "/verwalten/bausteine/", MAREIKE),
    Page("pages in order", "weslarn", "/seiten/verwalten/", BERND),
    Page("new page", "weslarn", "/seiten/neu/", BERND),
    Page("answer form", "weslarn", "/ideen/", BERND, link=ANSWERED, opened="details:has([name=status])"),
)
MODERATION = (
    Page("queue of moderators, empty", "weslarn", "/verwalten/moderation/", MAREIKE),
    Page("decisions of moderators", "weslarn", "/verwalten/moderation/?ansicht=entschieden", MAREIKE),
    Page("what is screened", "weslarn", "/verwalten/einstellungen/moderation/", MAREIKE),
)
NO_TITLE = {"title": "", "body": "Text"}
DECLINED = {"body": "Nein.", "status": "declined"}
WITH_ERRORS = (
    Page("sign in, wrong", "weslarn", "/konto/login/", words={"login": "x"}, button="Anmelden"),
    Page("sign up, empty", "weslarn", "/konto/signup/", button="Konto anlegen"),
    Page("code asked for, empty", "weslarn", "/konto/login/code/", button="Code senden"),
    Page("forgotten password, empty", "weslarn", "/konto/password/reset/", button="Code senden"),
    Page("feedback, empty", "weslarn", "/rueckmeldung/", button="Nachricht senden"),
    Page("report, empty", "weslarn", "/ideen/1/", link="Melden", button="Meldung absenden"),
    Page(
        "new idea of nobody", "weslarn", "/ideen/neu/", words={"title": "Bank am Teich"}, button="Idee veröffentlichen"
    ),
    Page("new idea, too short", "weslarn", "/ideen/neu/", GUDRUN, words={"title": "Hm"}, button="Idee veröffentlichen"),
    Page(
        "news item, too short",
        "weslarn",
        "/aktuelles/neu/",
        BERND,
        words={"title": "X"},
        button="Speichern und ansehen",
    ),
    Page("new page, no title", "weslarn", "/seiten/neu/", BERND, words=NO_TITLE, button="Als Entwurf speichern"),
    Page("my page, no name", "weslarn", "/ich/", GUDRUN, words={"name": ""}, button="Speichern"),
    Page(
        "face without a name",
        "weslarn",
        "/verwalten/gesicht/",
        MAREIKE,
        words={"name": ""},
        button="Für alle speichern",
    ),
    Page("my address, none", "weslarn", "/konto/email/", GUDRUN, words={"email": "x"}, button="Hinzufügen"),
    Page("my password, empty", "weslarn", "/konto/password/change/", GUDRUN, button="Passwort ändern"),
    Page(
        "comment changed to blanks",
        "weslarn",
        "/ideen/",
        GUDRUN,
        link=APP_EVENING,
        then="Bearbeiten",
        words={"body": " "},
        button="Speichern",
    ),
    Page("comment of blanks", "weslarn", "/ideen/", JONAS, link=APP_EVENING, words={"body": " "}, button="Absenden"),
    Page(
        "answer without who decided",
        "weslarn",
        "/ideen/",
        BERND,
        link=ANSWERED,
        opened="details:has([name=status])",
        words=DECLINED,
        button="Antwort veröffentlichen",
    ),
)
ALL = (*FOR_NOBODY, *SIGNED_IN, *MODERATION, *WITH_ERRORS)
