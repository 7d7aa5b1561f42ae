"""The digest comes at seven by the place's clock, once a day, also on days that are an hour shorter or longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from modules.ideas.models import Idea
from platform_core.comments.models import comment_on
from platform_core.contributions.models import AnswerStatus
from platform_core.jobs import hourly
from platform_core.notify import tasks
from platform_core.notify.choices import choose
from platform_core.notify.models import Channel, Kind, Message
from platform_core.scope import platform_scope
from platform_core.web import mailbox
from tests.fixtures import make_person
from tests.support.mails import mails_of, run_waiting_jobs

#: The clocks go back on 2026-10-25 and forward on 2027-03-28, both at night; seven is 6:00 or 5:00 UTC.
DAYS = [
    ("2026-10-24", "05:00"),
    ("2026-10-25", "06:00"),
    ("2026-10-26", "06:00"),
    ("2027-03-27", "06:00"),
    ("2027-03-28", "05:00"),
    ("2027-03-29", "05:00"),
]


def at(day, clock):
    return datetime.fromisoformat(f"{day}T{clock}:00+00:00")


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)` sets what time it is for the postman."""

    class Now:
        moment = datetime.now(UTC)

        def __call__(self, moment):
            self.moment = moment

    now = Now()
    monkeypatch.setattr(tasks.timezone, "now", lambda: now.moment)
    return now


@pytest.fixture
def idea(in_adorf, anna, bernd):
    choose(anna, own=Channel.DAILY, followed=Channel.DAILY, language="")
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


def digests():
    return [mail for mail in mailbox.mails() if "Neuigkeit" in mail.subject]


def say(idea, by, body, made_at):
    comment_on(idea, by=by, body=body)
    Message.objects.filter(kind=Kind.COMMENT).order_by("-pk")[:1].get()
    Message.objects.filter(pk=Message.objects.order_by("-pk").first().pk).update(made_at=made_at)


@pytest.mark.parametrize(("day", "seven"), DAYS)
def test_it_comes_at_seven_and_once(idea, adorf, anna, bernd, clock, day, seven):
    say(idea, bernd, "Gestern gesagt.", at(day, seven) - timedelta(hours=9))
    say(idea, bernd, "Zu spät für heute.", at(day, seven) + timedelta(minutes=1))

    clock(at(day, seven) - timedelta(minutes=1))
    tasks.digest.func()
    assert digests() == []

    clock(at(day, seven))
    tasks.digest.func()
    tasks.digest.func()
    clock(at(day, seven) + timedelta(hours=5))
    tasks.digest.func()

    [mail] = digests()
    assert mail.to == anna.email
    assert mail.subject == "Eine Neuigkeit von Adorf"
    assert "Gestern gesagt." in mail.text
    assert "Zu spät für heute." not in mail.text + mail.html

    clock(at(day, seven) + timedelta(hours=25))
    tasks.digest.func()
    assert len(digests()) == 2


@pytest.mark.parametrize(("day", "seven"), DAYS)
def test_the_clock_strikes_for_every_place_three_times_a_day(places, day, seven):
    for hour in range(24):
        hourly.strike(at(day, "00:00") + timedelta(hours=hour))

    from procrastinate.contrib.django.models import ProcrastinateJob

    with platform_scope():
        jobs = [job.args["schema"] for job in ProcrastinateJob.objects.all() if "notify" in job.args["task"]]
    assert sorted(jobs) == sorted(place.schema for place in places.values() for _hour in tasks.HOURS)


def test_it_gathers_what_happened_by_contribution(idea, adorf, bernd, clock):
    other = Idea.submit(by=bernd, title="Brunnen", body="Wasser wäre schön.")
    other.follow(by=idea.author)
    long_ago = datetime.now(UTC) - timedelta(days=1)
    comment_on(idea, by=bernd, body="Erstens.")
    comment_on(idea, by=bernd, body="Zweitens.")
    idea.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir prüfen das.")
    comment_on(other, by=bernd, body="Drittens.")
    Message.objects.update(made_at=long_ago)
    clock(datetime.now(UTC).replace(hour=11))
    tasks.digest.func()

    [mail] = digests()
    assert mail.subject == "4 Neuigkeiten von Adorf"
    assert mail.text.count("* Bank am Teich") == 1
    assert [mail.text.index(word) for word in ("Erstens", "Zweitens", "Wir prüfen", "Brunnen", "Drittens")] == sorted(
        mail.text.index(word) for word in ("Erstens", "Zweitens", "Wir prüfen", "Brunnen", "Drittens")
    )


def test_nothing_hidden_comes_along_and_nothing_at_all_makes_no_mail(idea, bernd, clock):
    said = comment_on(idea, by=bernd, body="Geheimnis.")
    Message.objects.update(made_at=datetime.now(UTC) - timedelta(days=1))
    said.state = "hidden"
    said.save()
    clock(datetime.now(UTC).replace(hour=11))
    tasks.digest.func()

    assert mailbox.mails() == []
    assert not Message.objects.waiting().exists()


def test_a_digest_that_dies_between_sending_and_marking_is_sent_again_the_same_day(idea, bernd, clock, monkeypatch):
    comment_on(idea, by=bernd, body="Gut.")
    Message.objects.update(made_at=datetime.now(UTC) - timedelta(days=1))
    clock(datetime.now(UTC).replace(hour=11))

    def die(self):
        raise KeyboardInterrupt

    monkeypatch.setattr("platform_core.jobs.mail.PlaceMail.send", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        tasks.digest.func()
    monkeypatch.undo()
    monkeypatch.setattr(tasks.timezone, "now", lambda: datetime.now(UTC).replace(hour=11))
    tasks.digest.func()

    assert len(digests()) == 1


def test_many_people_take_few_queries_each(idea, adorf, bernd, clock, django_assert_max_num_queries):
    for number in range(12):
        person = make_person(adorf, f"Nr{number} Probe")
        choose(person, own=Channel.DAILY, followed=Channel.DAILY, language="")
        idea.follow(by=person)
    comment_on(idea, by=bernd, body="Gut.")
    Message.objects.update(made_at=datetime.now(UTC) - timedelta(days=1))
    run_waiting_jobs()
    clock(datetime.now(UTC).replace(hour=11))

    with django_assert_max_num_queries(8 + 13 * 5):
        tasks.digest.func()
    assert len(digests()) == 13


def test_sent_mails_are_forgotten_after_a_while(idea, adorf, bernd, anna):
    comment_on(idea, by=bernd, body="Gut.")
    mails_of(adorf)
    Message.objects.update(made_at=datetime.now(UTC) - tasks.KEPT_FOR - timedelta(hours=1), sent_at=datetime.now(UTC))
    waiting = Message.objects.create(kind=Kind.WELCOME, key="welcome", person=anna)
    tasks.morning.func()

    assert [each.pk for each in Message.objects.all()] == [waiting.pk]
