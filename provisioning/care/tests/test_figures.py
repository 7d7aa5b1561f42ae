"""Figures of a place: what they count, what they never say, and what needs somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.ideas.models import Idea
from platform_core.accounts.roles import Role
from platform_core.contributions.models import Answer, AnswerStatus, Contribution
from platform_core.scope import place_scope, platform_scope
from provisioning.care.attention import attention_of
from provisioning.care.figures import collect, collect_all
from provisioning.care.invitations import invite, withdraw
from provisioning.care.models import Figures, Invitation, WeeklyFigures
from tenants.models import Tenant
from tests.fixtures import make_person

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.accounts.models import Person
    from platform_core.place import Place


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def suggest(place: Place, by: Person, title: str, *, days: int = 0) -> Idea:
    """An idea that was published so many days ago."""
    with place_scope(place):
        idea = Idea.submit(by=by, title=title, body="Geheime Worte")
        Contribution.objects.filter(pk=idea.pk).update(published_at=days_ago(days))
        return idea


def tenant_of(place: Place) -> Tenant:
    with platform_scope():
        return Tenant.objects.select_related("figures").get(pk=place.id)


def figures_of(place: Place) -> Figures:
    found = collect(place.id)
    assert found is not None
    return found


def texts(figures: Figures) -> list[str]:
    from django.utils.translation import override

    with override("en"):
        return [mark.text for mark in attention_of(figures)]


def test_figures_count_what_everybody_could_count(adorf, anna, bernd, adele):
    suggest(adorf, anna, "Bank am Teich", days=30)
    idea = suggest(adorf, anna, "Licht am Weg", days=3)
    with place_scope(adorf):
        idea.answer(by=bernd, status=AnswerStatus.PLANNED, body="Kommt.", decided_by="Rat")

    found = figures_of(adorf)

    assert (found.people, found.admins, found.contributions) == (3, 1, 2)
    assert (found.unanswered, found.overdue, found.open_promises) == (1, 1, 1)
    assert found.last_answer_at is not None
    assert found.last_activity_at == found.last_answer_at


def test_a_promise_that_was_kept_is_open_no_more(adorf, anna, bernd):
    idea = suggest(adorf, anna, "Licht am Weg")
    with place_scope(adorf):
        idea.answer(by=bernd, status=AnswerStatus.PLANNED, body="Kommt.", decided_by="Rat")
        idea.answer(by=bernd, status=AnswerStatus.DONE, body="Brennt.", decided_by="Rat")

    assert figures_of(adorf).open_promises == 0


@pytest.mark.parametrize(
    ("waits", "answered", "said"),
    [
        (26, None, "26 days without an answer"),
        (40, 26, "26 days without an answer"),  # since the last answer, not since the oldest idea
        (13, None, None),
        (3, 90, None),  # the last answer is long ago, but nobody has waited since then
    ],
)
def test_days_without_an_answer(adorf, anna, bernd, waits, answered, said):
    suggest(adorf, anna, "Wartet", days=waits)
    if answered:
        idea = suggest(adorf, anna, "Hat Antwort", days=answered)
        with place_scope(adorf):
            idea.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir prüfen.")
            Answer.objects.update(created_at=days_ago(answered))

    marks = [text for text in texts(figures_of(adorf)) if "without an answer" in text]

    assert marks == ([said] if said else [])


def test_a_single_admin_is_not_enough(adorf, adele):
    assert "only one admin" in texts(figures_of(adorf))
    make_person(adorf, "Zoe Zweite", Role.ADMIN)
    assert not {"only one admin", "no admin"} & set(texts(figures_of(adorf)))


def test_a_place_without_admin_says_whether_one_is_on_the_way(adorf):
    assert "no admin" in texts(figures_of(adorf))

    made = invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora")
    assert "admin invited" in texts(tenant_of(adorf).figures)
    with platform_scope():
        Invitation.objects.update(expires_at=timezone.now())
    assert "no admin" in texts(figures_of(adorf))

    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora")
    withdraw(invitation=made)
    assert "no admin" in texts(tenant_of(adorf).figures)


def test_a_job_that_was_given_up_is_seen_in_its_place_only(adorf, bdorf):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from platform_core.jobs.mail import queue_mail

    with place_scope(adorf):
        queue_mail(to="anna@adorf.example", subject="Probe", text="Probe")
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        assert ProcrastinateJob.objects.filter(status="failed").count() == 1

    assert (figures_of(adorf).failed_jobs, figures_of(bdorf).failed_jobs) == (1, 0)


def test_weeks_begin_on_monday_and_count_people_once(adorf, anna, carla):
    suggest(adorf, anna, "Heute")
    suggest(adorf, anna, "Heute noch eine")
    suggest(adorf, anna, "Vor fünf Wochen", days=35)

    figures_of(adorf)

    with platform_scope():
        weeks = list(WeeklyFigures.objects.filter(tenant=adorf.id).order_by("week"))
    assert len(weeks) == 26
    assert {week.week.weekday() for week in weeks} == {0}
    assert (weeks[-1].contributions, weeks[-1].active_people) == (2, 1)
    assert sum(week.contributions for week in weeks) == 3


def test_counting_again_doubles_nothing(adorf, anna):
    suggest(adorf, anna, "Heute")
    figures_of(adorf)
    figures_of(adorf)

    with platform_scope():
        assert Figures.objects.filter(tenant=adorf.id).count() == 1
        assert sum(WeeklyFigures.objects.filter(tenant=adorf.id).values_list("contributions", flat=True)) == 1


def test_every_living_place_is_counted_and_one_that_fails_stops_no_other(places, adorf, monkeypatch):
    from django.db import DatabaseError

    from provisioning.care import figures

    counted = figures._figures

    def failing(place: Place) -> dict[str, object]:
        if place.slug == "adorf":
            raise DatabaseError("the tables are older than the code")
        return counted(place)

    monkeypatch.setattr(figures, "_figures", failing)

    assert collect_all() == len(places)


def test_a_suspended_place_is_counted_and_an_erased_one_is_not(adorf):
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state="suspended")
    assert collect(adorf.id) is not None
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state="erased")
    assert collect(adorf.id) is None
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state="active")


def test_the_number_of_questions_does_not_grow(adorf, anna):
    figures_of(adorf)  # the first time counts more weeks

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            figures_of(adorf)
        return len(asked)

    suggest(adorf, anna, "Eine")
    few = questions()
    for number in range(4):
        suggest(adorf, anna, f"Noch eine {number}")

    assert questions() == few


def test_figures_hold_no_words_and_no_person():
    """Numbers, moments and keys of our own; nothing could carry a name or a text."""
    kinds = {type(field).__name__ for model in (Figures, WeeklyFigures) for field in model._meta.fields}

    assert kinds <= {
        "OneToOneField",
        "ForeignKey",
        "UUIDField",
        "DateField",
        "DateTimeField",
        "ArrayField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "PositiveBigIntegerField",
    }
    related = [field for model in (Figures, WeeklyFigures) for field in model._meta.fields if field.is_relation]
    assert {field.related_model for field in related} == {Tenant}
