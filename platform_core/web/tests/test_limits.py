"""Limits count exactly, for all processes, and are said in a sentence."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from modules.ideas.models import Idea
from platform_core.contributions.models import Contribution
from platform_core.moderation.models import Tally
from platform_core.scope import place_scope
from platform_core.web import limits
from platform_core.web.limits import Rate, TooOften, limit, network_of

COMMENT = {"body": "Guter Gedanke."}


@pytest.fixture(autouse=True)
def _limits(settings, monkeypatch):
    settings.LIMITS = True
    monkeypatch.setitem(limits.RATES, "comment", Rate(person=3, address=5, place=9))
    monkeypatch.setitem(limits.RATES, "idea", Rate(person=1, address=5, place=9))


def asking(place, person=None, address="192.0.2.1", **headers):
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    request.place, request.user = place, person or AnonymousUser()
    return request


def tries(place, times, **who):
    """How many of so many tries are let through."""
    through = 0
    with place_scope(place):
        for _ in range(times):
            try:
                limit(asking(place, **who), "comment")
            except TooOften:
                continue
            through += 1
    return through


def test_one_person_may_do_so_much_from_wherever(adorf, anna):
    assert tries(adorf, 2, person=anna, address="192.0.2.1") == 2
    assert tries(adorf, 5, person=anna, address="198.51.100.7") == 1


def test_strangers_count_by_their_address(adorf):
    assert tries(adorf, 9) == 5
    assert tries(adorf, 3, address="192.0.2.2") == 3


def test_what_was_refused_uses_up_nothing_of_the_place(adorf):
    assert tries(adorf, 100) == 5
    assert tries(adorf, 9, address="192.0.2.2") == 4, "nine for the place, whoever asks"


def test_each_place_counts_for_itself(adorf, bdorf):
    assert tries(adorf, 9) == 5
    assert tries(bdorf, 9) == 5


def test_a_household_with_ipv6_is_one_address(adorf):
    assert tries(adorf, 3, address="2001:db8:1:2::1") == 3
    assert tries(adorf, 9, address="2001:db8:1:2:ffff::9") == 2
    assert tries(adorf, 1, address="2001:db8:1:3::1") == 1


def test_one_question_per_act(adorf, anna):
    with place_scope(adorf):
        limit(asking(adorf, anna), "comment")
        with CaptureQueriesContext(connection) as queries:
            limit(asking(adorf, anna), "comment")
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) == 1


def test_no_address_and_no_name_is_kept(adorf, anna):
    tries(adorf, 1, person=anna)
    with place_scope(adorf):
        kept = " ".join(Tally.objects.values_list("key", flat=True))
    assert "192.0.2" not in kept
    assert str(anna.pk) not in kept


def test_when_the_window_is_over_it_begins_anew_and_old_rows_go(adorf, anna):
    assert tries(adorf, 5, person=anna) == 3
    with place_scope(adorf), connection.cursor() as cursor:
        cursor.execute("UPDATE moderation_tally SET until = now() - interval '1 second'")
    assert tries(adorf, 5, address="192.0.2.9") == 5
    with place_scope(adorf):
        assert Tally.objects.count() == 2, "the place and the new address; the old ones are forgotten"


@pytest.mark.parametrize(
    ("trusted", "given", "seen"),
    [
        (False, {}, "192.0.2.1"),
        (False, {"X-Forwarded-For": "203.0.113.5"}, "192.0.2.1"),
        (True, {"X-Forwarded-For": "10.9.8.7, 203.0.113.5"}, "203.0.113.5"),
        (True, {"X-Forwarded-For": "unsinn"}, ""),
    ],
)
def test_only_our_own_proxy_is_believed(adorf, settings, trusted, given, seen):
    settings.TRUST_PROXY = trusted

    assert network_of(asking(adorf, **given)) == seen


@pytest.mark.parametrize(
    ("address", "seen"), [("::ffff:192.0.2.4", "192.0.2.4"), ("", ""), ("fe80::1%eth0", "fe80::/64")]
)
def test_unusual_addresses(adorf, address, seen):
    assert network_of(asking(adorf, address=address)) == seen


def test_a_counter_that_is_down_closes_nothing(adorf, anna, monkeypatch, caplog):
    monkeypatch.setattr(limits, "STATEMENT", "SELECT * FROM gibt_es_nicht")

    assert tries(adorf, 9, person=anna) == 9
    assert "could not count" in caplog.text
    with place_scope(adorf):
        assert Tally.objects.count() == 0, "the open transaction still works"


def test_the_fourth_comment_is_refused_with_a_sentence_and_what_was_typed(visit, adorf, anna):
    with place_scope(adorf):
        idea = Idea(author=anna, title="Eine Bank am Teich", body="Sitzen.")
        idea.publish()
    visitor = visit(adorf, anna)
    codes = [visitor.post(f"/gespraech/{idea.pk}/schreiben/", COMMENT).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]

    page = visitor.post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Der vierte."}).text
    assert "Der vierte." in page
    assert "Minuten" in page


def test_the_second_idea_is_refused_and_the_form_keeps_it(visit, adorf, anna):
    visitor = visit(adorf, anna)
    words = {"title": "Ein Brunnen", "body": "Wasser."}
    assert visitor.post("/ideen/neu/", words).status_code == 302

    page = visitor.post("/ideen/neu/", words)

    assert page.status_code == 429
    assert 'value="Ein Brunnen"' in page.text
    with place_scope(adorf):
        assert Contribution.objects.count() == 1


def test_pages_without_a_form_answer_with_the_sentence(visit, adorf, anna, monkeypatch):
    monkeypatch.setitem(limits.RATES, "code", Rate(person=1, address=9, place=9))
    for email in (anna.email, "unbekannt@k.example"):
        first = visit(adorf).post("/konto/login/code/", {"email": email})
        second = visit(adorf).post("/konto/login/code/", {"email": email})

        assert (first.status_code, second.status_code) == (302, 429), email
        assert int(second.headers["Retry-After"]) > 0
        assert "Minuten" in second.text


def test_uploads_say_it_in_json(visit, adorf, anna, monkeypatch):
    monkeypatch.setitem(limits.RATES, "upload", Rate(person=0, address=9, place=9))
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = visit(adorf, anna).post("/dateien/neu/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")})

    assert answer.status_code == 429
    assert "Minuten" in answer.json()["problem"]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_counted_exactly(adorf, anna, monkeypatch):
    monkeypatch.setitem(limits.RATES, "comment", Rate(person=20, address=30, place=40))
    start = threading.Barrier(50)

    def one(number):
        start.wait(timeout=60)
        try:
            with place_scope(adorf):
                limit(asking(adorf, anna, address=f"192.0.2.{number}"), "comment")
        except TooOften:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(50) as pool:
        through = list(pool.map(one, range(50)))

    assert through.count(True) == 20


@pytest.mark.django_db(transaction=True)
def test_crossing_counts_of_people_and_addresses_wait_for_each_other_in_one_order(adorf, anna, bernd, monkeypatch):
    monkeypatch.setitem(limits.RATES, "comment", Rate(person=10_000, address=10_000, place=77))
    start = threading.Barrier(10)

    def many(number):
        start.wait(timeout=60)
        through = 0
        try:
            for turn in range(10):
                person = (anna, bernd)[(number + turn) % 2]
                try:
                    with place_scope(adorf):
                        limit(asking(adorf, person, address=f"192.0.2.{(number + turn) % 3}"), "comment")
                except TooOften:
                    continue
                through += 1
        finally:
            connections.close_all()
        return through

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(many, range(10))) == 77


@pytest.mark.django_db(transaction=True)
def test_the_table_is_not_logged(adorf):
    with place_scope(adorf), connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE oid = 'moderation_tally'::regclass")
        assert cursor.fetchone()[0] == "u"
