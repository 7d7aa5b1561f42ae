"""Who is told what: those whom it concerns, once, never those who did it, and nothing that may not be read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.ideas.models import Idea
from platform_core.accounts.models import Person
from platform_core.comments.models import Comment, comment_on
from platform_core.contributions import signals
from platform_core.contributions.models import AnswerStatus, Audience, Contribution, ContributionClosed, State
from platform_core.notify.choices import choose, forget
from platform_core.notify.events import silence
from platform_core.notify.models import Channel, Message, Mute, Preference
from tests.fixtures import make_person
from tests.support.mails import mails_of


@pytest.fixture
def doris(adorf):
    return make_person(adorf, "Doris Muster")


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


def told(place):
    """To whom something was sent, and what, oldest first."""
    return [(mail.to, mail.subject) for mail in reversed(mails_of(place))]


def answer(idea, bernd, **more):
    words = {"status": AnswerStatus.PLANNED, "body": "Wir bauen sie.", "decided_by": "Gemeinderat"}
    return idea.answer(by=bernd, **words | more)


def test_the_author_hears_of_an_answer(idea, adorf, anna, bernd):
    answer(idea, bernd)

    assert told(adorf) == [(anna.email, "Antwort für Sie: Bank am Teich")]
    mail = mails_of(adorf)[0]
    for text in (mail.text, mail.html):
        assert "Wir bauen sie." in text
        assert "Geplant" in text
        assert "Gemeinderat" in text
        assert f"https://adorf.bk.test{idea.get_absolute_url()}" in text


def test_followers_hear_of_comments_and_those_who_wrote_them_do_not(idea, adorf, anna, bernd, doris):
    idea.follow(by=doris)
    idea.follow(by=bernd)
    comment_on(idea, by=bernd, body="Das sehe ich auch so.")

    assert sorted(told(adorf)) == [
        (anna.email, "Neuer Kommentar: Bank am Teich"),
        (doris.email, "Neuer Kommentar: Bank am Teich"),
    ]


def test_whoever_is_replied_to_hears_of_it_once_even_as_author_and_follower(idea, adorf, anna, doris):
    said = comment_on(idea, by=anna, body="Was meinen Sie?")
    idea.follow(by=anna)
    Message.objects.all().delete()
    comment_on(idea, by=doris, body="Gern.", reply_to=said)

    assert told(adorf) == [(anna.email, "Antwort auf Ihren Kommentar: Bank am Teich")]


def test_one_event_is_told_once(idea, adorf, bernd):
    said = comment_on(idea, by=bernd, body="Gut.")
    signals.comment_published.send(Comment, comment=said, contribution=idea, by=bernd)

    assert Message.objects.count() == 1
    assert len(told(adorf)) == 1


def test_a_moderator_who_releases_a_comment_is_not_told_and_neither_is_its_author(idea, adorf, anna, bernd, doris):
    idea.follow(by=doris)
    idea.follow(by=bernd)
    said = Comment.objects.create(contribution_id=idea.pk, author=doris, body="Gut.")
    signals.comment_published.send(Comment, comment=said, contribution=idea, by=bernd)

    assert [to for to, _subject in told(adorf)] == [anna.email]


def test_the_end_of_a_discussion_is_told_with_its_reason_and_only_when_it_ends(idea, adorf, anna, bernd):
    idea.close(reason="Die Bank steht.", by=bernd)
    idea.close(reason="Noch einmal.", by=bernd)

    [mail] = mails_of(adorf)
    assert (mail.to, mail.subject) == (anna.email, "Diskussion beendet: Bank am Teich")
    assert "Die Bank steht." in mail.text


def test_a_status_without_an_answer_is_told(idea, adorf, bernd):
    signals.status_changed.send(Idea, contribution=idea, label="In Arbeit", note="Der Bauhof war da.", by=bernd)

    [mail] = mails_of(adorf)
    assert mail.subject == "In Arbeit: Bank am Teich"
    assert "Der Bauhof war da." in mail.text


def hide(idea, said, anna):
    idea.hide()


def hide_the_comment(idea, said, anna):
    Comment.objects.filter(pk=said.pk).update(state=State.HIDDEN)


def keep_among_staff(idea, said, anna):
    Contribution.objects.filter(pk=idea.pk).update(audience=Audience.STAFF)


def delete_it(idea, said, anna):
    idea.delete()


def switch_off(idea, said, anna):
    for person in Person.objects.all():
        choose(person, own=Channel.NONE, followed=Channel.NONE, language="")


@pytest.mark.parametrize("meanwhile", [hide, hide_the_comment, keep_among_staff, delete_it, switch_off])
def test_what_changed_since_is_looked_at_again_before_sending(idea, adorf, anna, bernd, doris, meanwhile):
    idea.follow(by=doris)
    said = comment_on(idea, by=bernd, body="Geheimnis.")
    Message.objects.filter(person=anna).delete()  # authors may always read their own
    meanwhile(idea, said, anna)

    assert told(adorf) == []
    assert not Message.objects.waiting().exists()


def test_somebody_without_an_active_account_is_not_told(idea, adorf, anna, bernd):
    comment_on(idea, by=bernd, body="Gut.")
    Person.objects.filter(pk=anna.pk).update(is_active=False)

    assert told(adorf) == []


def test_mails_speak_the_language_a_person_chose(idea, adorf, anna, bernd):
    choose(anna, own=Channel.AT_ONCE, followed=Channel.AT_ONCE, language="en")
    comment_on(idea, by=bernd, body="Gut.")

    [mail] = mails_of(adorf)
    assert mail.subject == "New comment: Bank am Teich"
    assert "Hello Anna Beispiel" in mail.text
    assert '<html lang="en">' in mail.html


def test_who_wants_nothing_gets_nothing(idea, adorf, anna, bernd):
    choose(anna, own=Channel.NONE, followed=Channel.AT_ONCE, language="")
    comment_on(idea, by=bernd, body="Gut.")

    assert told(adorf) == []


def test_in_silence_nobody_is_told(idea, adorf, bernd):
    with silence():
        comment_on(idea, by=bernd, body="Gut.")

    assert Message.objects.count() == 0


def test_a_refused_act_tells_nobody(idea, adorf, bernd):
    idea.close()
    mails_of(adorf)
    with pytest.raises(ContributionClosed):
        comment_on(idea, by=bernd, body="Zu spät.")

    assert len(told(adorf)) == 1


def test_telling_many_takes_as_many_queries_as_telling_one(idea, adorf, bernd):
    def queries(followers):
        people = [Person(email=f"{followers}-{i}@adorf.example", name=f"P{i}") for i in range(followers)]
        for person in Person.objects.bulk_create(people):
            idea.follow(by=person)
        said = Comment.objects.create(contribution_id=idea.pk, author=bernd, body="Gut.")
        with CaptureQueriesContext(connection) as asked:
            signals.comment_published.send(Comment, comment=said, contribution=idea, by=bernd)
        return [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]

    comment_on(idea, by=bernd, body="Zuerst.")  # from now on Bernd follows
    few, many = queries(1), queries(400)
    assert len(few) == len(many)
    assert [sql.split()[0] for sql in few if "notify" in sql] == ["SELECT", "INSERT", "SELECT"]  # the last is the job
    assert Message.objects.count() == 3 + 402


def test_sending_to_many_asks_for_each_only_to_lock_and_to_mark(idea, adorf, bernd):
    def queries(followers):
        people = [Person(email=f"{followers}-{i}@adorf.example", name=f"P{i}") for i in range(followers)]
        for person in Person.objects.bulk_create(people):
            idea.follow(by=person)
        comment_on(idea, by=bernd, body="Gut.")
        with CaptureQueriesContext(connection) as asked:
            mails_of(adorf)
        return len([query for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    few, some = queries(1), queries(9)
    assert some - few == 9 * 2


def test_somebody_who_leaves_takes_it_all_along(idea, adorf, anna, bernd):
    comment_on(idea, by=bernd, body="Gut.")
    Preference.objects.create(person=anna)
    Mute.objects.create(person=anna, contribution_id=idea.pk)
    forget(anna)

    assert not Message.objects.exists()
    assert not Preference.objects.exists()
    assert not Mute.objects.exists()
    anna.delete()
    assert not Person.objects.filter(pk=anna.pk).exists()
