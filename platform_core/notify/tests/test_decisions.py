"""What moderation decided reaches the author and whoever gave notice."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from modules.ideas.models import Idea
from platform_core.comments.models import comment_on
from platform_core.notify.decisions import on_decided, on_notice
from tests.support.mails import mails_of


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


def decision(idea, by, act, comment=None, **more):
    facts = {"pk": uuid4(), "act": act, "reason": "Es zeigt Daten anderer.", "automated": False, "by_id": by.pk}
    about = {"comment": comment, "contribution": None if comment else idea, "contribution_id": idea.pk}
    return SimpleNamespace(**facts | about | more)


def notice(idea, **more):
    facts = {"pk": uuid4(), "reference": "M-7", "reason_label": "Werbung", "reporter": None, "email": ""}
    return SimpleNamespace(**facts | {"comment": None, "contribution": idea, "contribution_id": idea.pk} | more)


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        ("hide", "Vom Netz genommen: Bank am Teich"),
        ("restore", "Wieder online: Bank am Teich"),
        ("publish", "Jetzt online: Bank am Teich"),
    ],
)
def test_the_author_learns_what_was_decided_and_why(idea, adorf, anna, bernd, act, subject):
    on_decided(decision=decision(idea, bernd, act))

    [mail] = mails_of(adorf)
    assert (mail.to, mail.subject) == (anna.email, subject)
    assert "Es zeigt Daten anderer." in mail.text
    assert "Das hat ein Mensch entschieden." in mail.html


def test_keeping_something_is_no_news_for_its_author(idea, adorf, bernd):
    on_decided(decision=decision(idea, bernd, "keep"))

    assert mails_of(adorf) == []


def test_the_author_of_a_comment_reads_which_one_it_was(idea, adorf, bernd, renate):
    said = comment_on(idea, by=renate, body="Kaufen & sparen.")
    mails_of(adorf)
    on_decided(decision=decision(idea, bernd, "hide", comment=said))

    mail = mails_of(adorf)[0]
    assert mail.to == renate.email
    assert "Kaufen & sparen." in mail.text


def test_whoever_gave_notice_hears_of_its_arrival_and_its_end_without_a_dead_link(idea, adorf, bernd, renate):
    notices = [notice(idea, reporter=renate), notice(idea, email="gast@example.org"), notice(idea)]
    for each in notices:
        on_notice(notice=each)
    assert sorted(mail.to for mail in mails_of(adorf)) == ["gast@example.org", renate.email]

    idea.hide(by=bernd)
    on_decided(decision=decision(idea, bernd, "hide"), notices=notices)
    ended = [mail for mail in mails_of(adorf) if mail.subject == "Unsere Entscheidung zu Ihrer Meldung: Bank am Teich"]
    assert sorted(mail.to for mail in ended) == ["gast@example.org", renate.email]
    for mail in ended:
        assert "M-7" in mail.text
        assert "nicht mehr zu sehen" in mail.text
        assert idea.get_absolute_url() not in mail.text
        assert "Es zeigt Daten anderer." not in mail.text


def test_an_address_that_is_none_stops_no_notice(idea, adorf):
    on_notice(notice=notice(idea, email="kein"))

    assert mails_of(adorf) == []
