"""The postman dies or is two: nothing is lost, and nothing goes out twice but in the one moment nobody can rule out."""

from __future__ import annotations

import smtplib
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, connections

from modules.ideas.models import Idea
from platform_core.comments.models import comment_on
from platform_core.jobs.backend import run_job
from platform_core.notify import tasks
from platform_core.notify.choices import choose
from platform_core.notify.models import Channel, Kind, Message
from platform_core.scope import place_scope
from platform_core.web import mailbox
from tests.fixtures import make_person
from tests.support.mails import run_waiting_jobs

NUMBER = 5


class Died(BaseException):
    """As SIGKILL, no `except Exception` sees it."""


@pytest.fixture
def idea(adorf, anna, bernd):
    with place_scope(adorf):
        idea = Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")
        for number in range(NUMBER - 1):
            idea.follow(by=make_person(adorf, f"Nr{number} Probe"))
    return idea


def ids(place):
    """Message-ID and recipient of every mail that went out, in order."""
    with place_scope(place):
        found = []
        for file in sorted(mailbox.folder().glob("*.eml")):
            head = file.read_text().split("\n\n", 1)[0].splitlines()
            found.append(next(line for line in head if line.startswith("Message-ID:")))
        return found


def die_at(monkeypatch, number, *, after):
    """The postman dies with the mail of this number, after or before the mail server said yes."""
    real, count = mailbox.MailboxBackend.send_messages, iter(range(1, 1000))

    def send(self, messages):
        mine = next(count) == number
        if mine and not after:
            raise Died
        done = real(self, messages)
        if mine:
            raise Died
        return done

    monkeypatch.setattr(mailbox.MailboxBackend, "send_messages", send)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(1, NUMBER + 1))
@pytest.mark.parametrize("after", [False, True])
def test_a_postman_who_dies_loses_nothing(idea, adorf, bernd, monkeypatch, number, after):
    with place_scope(adorf):
        comment_on(idea, by=bernd, body="Gut.")
    die_at(monkeypatch, number, after=after)
    with pytest.raises(Died):
        run_job(schema=adorf.schema, task=tasks.deliver.module_path)
    connection.close()
    monkeypatch.undo()
    run_waiting_jobs()

    sent = ids(adorf)
    assert len(set(sent)) == NUMBER
    assert len(sent) == NUMBER + after  # the one in flight, and it has the same Message-ID
    with place_scope(adorf):
        assert not Message.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_a_killed_connection_leaves_the_mail_waiting(idea, adorf, bernd, monkeypatch):
    """As when the machine of the worker is gone: PostgreSQL ends the transaction and frees the row."""
    with place_scope(adorf):
        comment_on(idea, by=bernd, body="Gut.")
    options = connection.get_connection_params()
    real = mailbox.MailboxBackend.send_messages

    def send(self, messages):
        monkeypatch.setattr(mailbox.MailboxBackend, "send_messages", real)
        me = connection.connection.info.backend_pid
        with psycopg.connect(host=options["host"], dbname=options["dbname"], user="app", autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [me])
        raise Died

    monkeypatch.setattr(mailbox.MailboxBackend, "send_messages", send)
    with suppress(Died, Exception):
        run_job(schema=adorf.schema, task=tasks.deliver.module_path)
    connection.close()
    run_waiting_jobs()

    assert len(ids(adorf)) == len(set(ids(adorf))) == NUMBER


def together(place, work, count=2):
    """Run the same work in several threads with connections of their own, started at the same moment."""
    gate, failed = threading.Barrier(count), []

    def one():
        try:
            with place_scope(place):
                gate.wait(10)
                work()
        except Exception as error:  # noqa: BLE001 -- told to the test
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_two_postmen_send_each_mail_once(idea, adorf, bernd):
    with place_scope(adorf):
        for number in range(4):
            comment_on(idea, by=bernd, body=f"Nummer {number}.")
    together(adorf, tasks.deliver.func, count=3)

    assert len(ids(adorf)) == len(set(ids(adorf))) == 4 * NUMBER


@pytest.mark.django_db(transaction=True)
def test_two_postmen_make_one_digest_a_day(idea, adorf, anna, bernd, monkeypatch):
    monkeypatch.setattr(tasks, "HOURS", (0,))
    with place_scope(adorf):
        choose(anna, own=Channel.DAILY, followed=Channel.DAILY, language="")
        comment_on(idea, by=bernd, body="Gut.")
        comment_on(idea, by=bernd, body="Sehr gut.")
        Message.objects.exclude(person=anna).delete()
        Message.objects.update(made_at=datetime.now(UTC) - timedelta(days=2))
    together(adorf, tasks.digest.func, count=3)

    assert len(ids(adorf)) == 1
    with place_scope(adorf):
        assert Message.objects.filter(kind=Kind.DIGEST).count() == 1
        assert not Message.objects.waiting().exists()


def test_an_address_that_is_refused_holds_up_no_other_and_is_given_up(idea, adorf, anna, bernd, monkeypatch):
    real = mailbox.MailboxBackend.send_messages

    def send(self, messages):
        if messages[0].to == [anna.email]:
            raise smtplib.SMTPRecipientsRefused({anna.email: (550, b"unknown")})
        return real(self, messages)

    with place_scope(adorf):
        comment_on(idea, by=bernd, body="Gut.")
        monkeypatch.setattr(mailbox.MailboxBackend, "send_messages", send)
        for _try in range(tasks.MOST_TRIES - 1):
            with pytest.raises(tasks.MailsLeft):
                tasks.deliver.func()
        tasks.deliver.func()
        tasks.deliver.func()

        assert len(mailbox.mails()) == NUMBER - 1
        assert [each.person_id for each in Message.objects.exclude(dropped_at=None)] == [anna.pk]


def test_a_mail_server_that_is_gone_costs_no_try(idea, adorf, bernd, monkeypatch):
    def send(self, messages):
        raise smtplib.SMTPServerDisconnected

    with place_scope(adorf):
        comment_on(idea, by=bernd, body="Gut.")
        monkeypatch.setattr(mailbox.MailboxBackend, "send_messages", send)
        for _try in range(10):
            with pytest.raises(smtplib.SMTPServerDisconnected):
                tasks.deliver.func()
        monkeypatch.undo()
        tasks.deliver.func()

        assert len(mailbox.mails()) == NUMBER


def test_what_waits_lies_in_the_place_and_nowhere_else(idea, adorf, bdorf, bernd):
    with place_scope(adorf):
        comment_on(idea, by=bernd, body="Gut.")
    with place_scope(bdorf):
        assert not Message.objects.exists()
        tasks.morning.func()
        assert mailbox.mails() == []
