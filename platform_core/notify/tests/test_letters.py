"""Every kind of mail: two parts, German throughout, links that lead somewhere, headers that hold."""

from __future__ import annotations

import email
import email.policy
import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from modules.ideas.models import Idea
from platform_core.accounts.models import Person
from platform_core.comments.models import comment_on
from platform_core.contributions import signals
from platform_core.contributions.models import AnswerStatus
from platform_core.jobs.mail import place_mail
from platform_core.notify import tasks
from platform_core.notify.choices import choose
from platform_core.notify.letters import greet, send_letter
from platform_core.notify.models import NEWS, Channel, Kind, Message
from platform_core.scope import place_scope
from platform_core.web import mailbox
from tests.support.mails import mails_of, run_waiting_jobs

LINK = re.compile(r"https?://[^\s\"<>]+")
WORDS = {
    "title": "Bank am Teich",
    "reason": "Der Text nennt einen Namen.",
    "ground": "Unsere Regeln, Punkt 3",
    "facts": "Eine Meldung",
    "excerpt": "Herr X …",
    "outcome": "Wir nehmen es vom Netz.",
    "decided_by": "Redaktion",
}
#: English words that are no German ones: none may be left in a German mail.
ENGLISH = re.compile(
    r"\b(the|you|your|and|mail was|hello|kind regards|read|this|has|have|with|not|more|sign in|code for)\b",
    re.IGNORECASE,
)


def by_event(kind, idea, anna, bernd):
    """Let a mail of each kind come about as it does in life."""
    if kind == Kind.ANSWER:
        idea.answer(by=bernd, status=AnswerStatus.DONE, body="Sie steht & hält.", decided_by="Bauhof")
    elif kind == Kind.STATUS:
        signals.status_changed.send(Idea, contribution=idea, label="In Arbeit", note="Der Bauhof war da.", by=bernd)
    elif kind == Kind.COMMENT:
        comment_on(idea, by=bernd, body="Das **sehe** ich auch so.")
    elif kind == Kind.REPLY:
        comment_on(idea, by=bernd, body="Gern.", reply_to=comment_on(idea, by=anna, body="Wann denn?"))
    elif kind == Kind.CLOSED:
        idea.close(reason="Die Bank steht.", by=bernd)
    elif kind == Kind.DIGEST:
        choose(anna, own=Channel.DAILY, followed=Channel.DAILY, language="")
        comment_on(idea, by=bernd, body="Gut.")
        Message.objects.update(made_at="2026-01-01T00:00Z")
    elif kind == Kind.WELCOME:
        greet(anna)
    elif kind == Kind.FEEDBACK:
        send_letter("gemeinde@example.org", kind, {"message": "Eine Barriere.", "answer_to": "ich@example.org"})
    else:
        send_letter(anna, kind, WORDS | {"url": f"https://adorf.bk.test{idea.get_absolute_url()}"})


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


@pytest.fixture
def neighbour(bdorf, carla):
    """Words of the next village that must turn up nowhere."""
    with place_scope(bdorf):
        Idea.submit(by=carla, title="Nachbarsgeheimnis", body="Nachbarsgeheimnis.")
    return ("Nachbarsgeheimnis", "Bdorf", "bdorf", "Carla", str(carla.pk), bdorf.schema)


@pytest.fixture(params=Kind.values)
def mail(request, idea, adorf, anna, bernd, neighbour, monkeypatch):
    kind = request.param
    by_event(kind, idea, anna, bernd)
    if kind == Kind.DIGEST:
        monkeypatch.setattr(tasks, "HOURS", (0,))
        tasks.digest.func()
    run_waiting_jobs()
    return mailbox.mails()[0]


def raw():
    file = max(mailbox.folder().glob("*.eml"))
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def test_it_has_two_parts_that_say_the_same_in_german(mail, neighbour):
    assert mail.text.strip()
    assert mail.html.startswith("<!doctype html>")
    shown = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", mail.html, flags=re.DOTALL))
    for text in (mail.subject, mail.text, shown):
        assert not ENGLISH.search(LINK.sub("", text)), ENGLISH.search(LINK.sub("", text))
        assert not [word for word in neighbour if word in text]
        assert "{" not in text
        assert "erfolgreich" not in text
    for text in (mail.text, shown):
        assert "Adorf" in text
    said = [line.strip(" :*") for line in mail.text.splitlines() if len(line) > 30 and "http" not in line]
    assert said
    words = " ".join(shown.split())
    assert [line for line in said if not all(part in words for part in line.split(": "))] == []


def test_every_link_is_absolute_and_leads_somewhere(mail, adorf, anna, visit):
    links = {html.unescape(link) for link in LINK.findall(mail.text)} | set(
        map(html.unescape, re.findall(r'href="([^"]*)"', mail.html))
    )
    assert links
    visitor = visit(adorf, anna)
    for link in links:
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc) == ("https", "adorf.bk.test")
        assert visitor.get(parts.path).status_code == 200, link


def test_nothing_in_it_is_fetched_from_anywhere_or_runs(mail):
    assert not re.search(r"<(img|script|link|iframe|object|video|svg|form|base)\b|url\(|@import", mail.html)
    assert "var(--" not in mail.html


def test_it_says_who_sends_it_and_that_a_machine_does(mail):
    message = raw()
    assert str(message["From"]) == "Adorf <keine-antwort@adorf.bk.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f-]{36}@adorf\.bk\.test>", str(message["Message-ID"]))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_only_news_can_be_stopped_with_one_click(idea, adorf, anna, bernd):
    for kind in (Kind.COMMENT, Kind.WELCOME, Kind.MODERATION_HIDDEN):
        by_event(kind, idea, anna, bernd)
        run_waiting_jobs()
        message = raw()
        news = kind in NEWS
        assert (message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is news
        assert (message["List-Unsubscribe"] is not None) is news
    by_event(Kind.COMMENT, idea, anna, bernd)
    run_waiting_jobs()
    [line] = [
        line for line in max(mailbox.folder().glob("*.eml")).read_text().splitlines() if "List-Unsubscribe:" in line
    ]
    assert re.fullmatch(r"List-Unsubscribe: <https://adorf\.bk\.test/mitteilungen/abmelden/[\w.-]+/>", line)


def test_replies_reach_the_administration_where_that_makes_sense(idea, adorf, anna, bernd):
    by_event(Kind.ANSWER, idea, anna, bernd)
    run_waiting_jobs()
    assert str(raw()["Reply-To"]) == "gemeinde@xagentur.example"
    by_event(Kind.COMMENT, idea, anna, bernd)
    run_waiting_jobs()
    assert raw()["Reply-To"] is None
    by_event(Kind.FEEDBACK, idea, anna, bernd)
    run_waiting_jobs()
    assert str(raw()["Reply-To"]) == "ich@example.org"


HOSTILE = [
    "Bank\r\nBcc: opfer@example.org",
    "Bank\nSubject: anders",
    "Bank\x00\x0b\x0cBcc: opfer@example.org",
    "Bank\u2028Bcc: opfer@example.org\x85X-Evil: 1",
    "=?utf-8?q?Bank=0ABcc:_opfer@example.org?=",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_title_and_no_name_gets_into_a_header_or_into_markup(in_adorf, anna, bernd, words):
    idea = Idea.submit(by=anna, title="Bank", body="Hier.")
    Idea.objects.filter(pk=idea.pk).update(title=words.replace("\x00", ""))
    Person.objects.filter(pk=bernd.pk).update(name=words.replace("\x00", "")[:80])
    comment_on(idea, by=bernd, body=words.replace("\x00", ""))
    run_waiting_jobs()

    message = raw()
    assert [str(message[name]) for name in ("To", "Cc", "Bcc", "X-Evil")] == [anna.email, "None", "None", "None"]
    assert len(message.get_all("Subject")) == 1
    shown = message.get_body(("html",)).get_content()
    assert not re.search(r"<(script|img)\b", shown)


@pytest.mark.parametrize("field", ["to", "subject", "reply_to", "unsubscribe", "key"])
def test_no_line_break_reaches_a_header(in_adorf, field):
    words = {
        "to": "a@example.org",
        "subject": "S",
        "text": "T",
        "html": "<p>T",
        "reply_to": "b@example.org",
        "key": "k",
    }
    mail = place_mail(**words | {field: "a@example.org\r\nBcc: opfer@example.org"})
    try:
        written = mail.message().as_bytes()
    except ValueError:
        return  # refused: as good
    assert b"\nBcc:" not in written


@pytest.mark.parametrize("to", ["kein", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", ""])
def test_a_letter_goes_to_one_address_that_is_one(in_adorf, to):
    with pytest.raises(ValidationError):
        send_letter(to, "moderation_notice", {})


@pytest.mark.parametrize("kind", ["comment", "digest", "gibt-es-nicht", "../../secret"])
def test_there_are_only_letters_that_there_are(in_adorf, anna, kind):
    with pytest.raises(ValueError, match="Letters: "):
        send_letter(anna, kind, {})


def test_a_long_title_with_umlauts_stays_whole(in_adorf, anna, bernd):
    title = "Grüße über Größe: " + "ä" * 100
    idea = Idea.submit(by=anna, title=title, body="Hier.")
    comment_on(idea, by=bernd, body="Gut.")

    [mail] = mails_of(in_adorf)
    assert mail.subject == f"Neuer Kommentar: {title}"


# --- welcome ------------------------------------------------------------------------------------


def test_whoever_opens_an_account_is_welcomed_once(adorf, visit):
    visitor = visit(adorf)
    visitor.post("/konto/signup/", {"name": "Gudrun Beispiel", "email": "gudrun@example.org"})
    code = re.search(r"^ {4}(\S+)$", mails_of(adorf)[0].text, re.MULTILINE)[1]
    assert len(mails_of(adorf)) == 1
    visitor.post("/konto/confirm-email/", {"code": code})
    subjects = [mail.subject for mail in mails_of(adorf)]

    assert subjects == ["Willkommen bei Adorf", "Willkommen bei Adorf: Ihr Code"]
    with place_scope(adorf):
        greet(Person.objects.get())
    assert len(mails_of(adorf)) == 2


def test_a_guest_is_welcomed_with_the_first_contribution(in_adorf):
    guest = Person.objects.create_person(email="gast@example.org", name="Gast Probe", account=False)
    for title in ("Erstens", "Zweitens"):
        Idea.submit(by=guest, title=title, body="Ein Satz.")

    [mail] = mails_of(in_adorf)
    assert mail.subject == "Willkommen bei Adorf"
    assert "brauchen zum Mitmachen auch keines" in mail.text
    assert mail.text.count("* ") == 3


# --- codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/konto/login/code/", {"email": "anna@adorf.example"}),
        ("/konto/login/code/", {"email": "niemand@example.org"}),
        ("/konto/password/reset/", {"email": "anna@adorf.example"}),
        ("/konto/signup/", {"name": "Gudrun", "email": "gudrun@example.org"}),
        ("/konto/signup/", {"name": "Anna", "email": "anna@adorf.example"}),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_mails_of_the_account_have_two_parts_in_the_visitors_language(adorf, anna, visit, path, words, language):
    visitor = visit(adorf)
    visitor.post("/sprache/", {"language": language})
    visitor.post(path, words)

    [mail] = mails_of(adorf)
    shown = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", mail.html, flags=re.DOTALL))
    assert f'<html lang="{language}">' in mail.html
    for code in re.findall(r"^ {4}(\S+)$", mail.text, re.MULTILINE):
        assert code in shown
    if language == "de":
        assert not ENGLISH.search(LINK.sub("", mail.text + shown))
    for link in LINK.findall(mail.text) + re.findall(r'href="([^"]*)"', mail.html):
        assert urlsplit(link).netloc == "adorf.bk.test"
        assert visit(adorf).get(urlsplit(link).path).status_code == 200


def test_every_mail_has_a_twin():
    """A text without its HTML, or the other way round, would stop the mail from being sent."""
    root = Path(settings.BASE_DIR)
    for folder in (root / "theming/templates/account/email", root / "platform_core/notify/templates/notify/mail"):
        names = {file.stem for file in folder.glob("*.txt") if "_subject" not in file.name}
        assert names == {file.stem for file in folder.glob("*.html")} - {"quote"}


def test_links_of_the_account_name_the_primary_address_whatever_the_request_said(adorf, visit):
    visitor = visit(adorf)
    visitor.post("/konto/login/code/", {"email": "niemand@example.org"}, headers={"x-forwarded-host": "evil.example"})

    [mail] = mails_of(adorf)
    assert "evil.example" not in mail.text + mail.html


def test_the_mailbox_shows_the_html_as_a_document_that_can_do_nothing(idea, adorf, anna, bernd, visit):
    by_event(Kind.COMMENT, idea, anna, bernd)
    mail = mails_of(adorf)[0]

    assert f"/postfach/{mail.key}/html/" in visit(adorf).get(f"/postfach/{mail.key}/").text
    page = visit(adorf).get(f"/postfach/{mail.key}/html/")
    policy = page.headers["Content-Security-Policy"]
    assert page.text.strip() == mail.html.strip()
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
