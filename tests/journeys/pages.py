"""Every kind of page, with who opens it, and every form with something wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.journeys.guest import APP_EVENING, BERND, GUDRUN, JONAS, MAREIKE

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
    Page("news of a year", "weslarn", "/aktuelles/2026/"),
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
    Page("page below another", "weslarn", "/seiten/", link="So funktioniert eine Idee"),
    Page("page with a table", "weslarn", "/seiten/ansprechpersonen/"),
    Page("not found", "weslarn", "/gibt-es-nicht/"),
    Page("mailbox", "weslarn", "/postfach/"),
    Page("another village", "meckingsen", "/"),
    Page("portal", "modellorte", "/"),
    Page("news of the region", "modellorte", "/region/"),
    Page("search of the portal", "modellorte", "/suche/?q=Bank"),
    Page("search over the region", "modellorte", "/region/suche/?q=Bank"),
    Page("search over one place of the region", "modellorte", "/region/suche/?q=Bank&ort=weslarn"),
    Page("no hits in the region", "modellorte", "/region/suche/?q=Zeppelin"),
    Page("place of the region", "modellorte", "/region/orte/weslarn/"),
    Page("region without words", "mokwi", "/"),
    Page("town", "kaiserslautern", "/"),
    Page("link of a mail that is out of date", "weslarn", "/mitteilungen/abmelden/alt/"),
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
    Page("home of an official", "weslarn", "/", BERND),
    Page("home of a local admin", "weslarn", "/", MAREIKE),
    Page("idea of one's own", "weslarn", "/ideen/", GUDRUN, link=ANSWERED),
    Page("idea with a reply form", "weslarn", "/ideen/", GUDRUN, link=ANSWERED, opened="[data-reply]"),
    Page("comment to change", "weslarn", "/ideen/", GUDRUN, link=APP_EVENING, then="Bearbeiten"),
    Page("comment to remove", "weslarn", "/ideen/", GUDRUN, link=APP_EVENING, then="Entfernen"),
    Page("new idea", "weslarn", "/ideen/neu/", GUDRUN),
    Page("new news item", "weslarn", "/aktuelles/neu/", BERND),
    Page("drafts of news", "weslarn", "/aktuelles/redaktion/", BERND),
    Page("news item of an editor", "weslarn", "/aktuelles/", BERND, link=PROBE, opened="details.unfold"),
    Page("pin or close", "weslarn", "/ideen/", BERND, link=ANSWERED, opened="details.manage"),
    Page("ideas without an answer", "weslarn", "/ideen/unbeantwortet/", BERND),
    Page("news item to change", "weslarn", "/aktuelles/", BERND, link=PROBE, then="Ändern"),
    Page("my page", "weslarn", "/ich/", GUDRUN),
    Page("page of an official", "weslarn", "/ich/", BERND),
    Page("my mails", "weslarn", "/ich/mitteilungen/", GUDRUN),
    Page("my address", "weslarn", "/konto/email/", GUDRUN),
    Page("my password", "weslarn", "/konto/password/change/", GUDRUN),
    Page("sign out", "weslarn", "/konto/logout/", GUDRUN),
    Page("desk of an official", "weslarn", "/verwalten/", BERND),
    Page("desk of a local admin", "weslarn", "/verwalten/", MAREIKE),
    Page("home page to arrange", "weslarn", "/verwalten/startseite/", MAREIKE),
    Page("settings", "weslarn", "/verwalten/einstellungen/", MAREIKE),
    Page("who may write", "weslarn", "/verwalten/einstellungen/mitmachen/", MAREIKE),
    Page("settings of news", "weslarn", "/verwalten/einstellungen/news/", MAREIKE),
    Page("legal desk", "weslarn", "/verwalten/rechtliches/", MAREIKE),
    Page("responsible body", "weslarn", "/verwalten/rechtliches/stelle/", MAREIKE),
    Page("log", "weslarn", "/verwalten/protokoll/", MAREIKE),
    Page("legal texts", "weslarn", "/verwalten/rechtliches/texte/", MAREIKE),
    Page("face of the place", "weslarn", "/verwalten/gesicht/", MAREIKE),
    Page("building blocks", "weslarn", "/verwalten/bausteine/", MAREIKE),
    Page("pages in order", "weslarn", "/seiten/verwalten/", BERND),
    Page("new page", "weslarn", "/seiten/neu/", BERND),
    Page("page of an editor", "weslarn", "/seiten/ansprechpersonen/", BERND),
    Page("page to change", "weslarn", "/seiten/ansprechpersonen/", BERND, link="Ändern"),
    Page("versions of a page", "weslarn", "/seiten/ansprechpersonen/", BERND, link="Frühere Fassungen"),
    Page("page to take back", "weslarn", "/seiten/ansprechpersonen/", BERND, link="Zum Entwurf machen"),
    Page("page to delete", "weslarn", "/seiten/ansprechpersonen/", BERND, link="Löschen"),
    Page("how to write pages", "weslarn", "/seiten/hilfe/", BERND),
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
STRANGER = {"guest_name": "Ada Axe", "guest_email": "ada.axe@example.org"}
SIGN = {"title": "Ein Wegweiser zum alten Waschhaus", "body": "Wer fremd ist, sucht es lange."}
UNFINISHED = (
    Page(
        "code to sign in",
        "weslarn",
        "/konto/login/code/",
        words={"email": JONAS},
        button="Code senden",
        shows="[name=code]",
    ),
    Page(
        "one more step",
        "weslarn",
        "/ideen/?q=Trinkbrunnen",
        link=ANSWERED,
        button="Dafür stimmen",
        shows="[name=guest_email]",
    ),
    Page(
        "code for an idea",
        "weslarn",
        "/ideen/neu/",
        words=SIGN | STRANGER,
        button="Idee veröffentlichen",
        shows="[name=code]",
    ),
)
ALL = (*FOR_NOBODY, *SIGNED_IN, *MODERATION, *WITH_ERRORS, *UNFINISHED)
#: Pages that are only there after something has happened; the names in braces come from the fixture `happened`.
AFTERWARDS = (
    Page("idea that was changed", "weslarn", "{idea}"),
    Page("history of an idea", "weslarn", "{idea}fassungen/"),
    Page("history of a comment", "weslarn", "{comment}"),
    Page("idea to change", "weslarn", "{idea}", GUDRUN, link="Idee ändern"),
    Page("idea to take back", "weslarn", "{idea}", GUDRUN, link="Idee zurückziehen"),
    Page("idea changed to nothing", "weslarn", "{idea}bearbeiten/", GUDRUN, words={"title": ""}, button="Speichern"),
    Page("mailbox with mails", "weslarn", "/postfach/"),
    Page("mails to stop", "weslarn", "{stop}"),
    Page("queue of moderators", "weslarn", "/verwalten/moderation/", MAREIKE, opened="details"),
    Page("case of moderators", "weslarn", "{case}", MAREIKE, opened="details"),
    Page("case decided without a reason", "weslarn", "{case}", MAREIKE, opened="details", button="Verbergen"),
    Page("place in preparation", "probedorf", "/"),
    Page("sign in to prepare a place", "probedorf", "/konto/login/"),
)
