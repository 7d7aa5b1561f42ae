"""What somebody owes an answer is a case from the first moment, and no case any more when it is answered."""

from __future__ import annotations

from datetime import date

import pytest

from modules.ideas.models import Idea
from platform_core.contributions.models import AnswerStatus
from platform_core.inbox.calendar import add_working_days, working_days_between
from platform_core.inbox.models import Case, Outcome, Party, Sort
from platform_core.scope import place_scope


@pytest.fixture
def in_adorf(adorf):
    with place_scope(adorf):
        yield adorf


def test_working_days_leave_out_weekends_and_the_holidays_of_the_land():
    friday = date(2026, 10, 30)
    assert add_working_days(friday, 1, "SH") == date(2026, 11, 2)
    assert add_working_days(friday, 1, "NW") == date(2026, 11, 2), "All Saints' Day is a Sunday in 2026"
    assert add_working_days(date(2026, 6, 3), 1, "SH") == date(2026, 6, 4)
    assert add_working_days(date(2026, 6, 3), 1, "NW") == date(2026, 6, 5), "Corpus Christi is a holiday there"
    assert add_working_days(date(2026, 12, 23), 2, "NW") == date(2026, 12, 28)
    assert add_working_days(date(2026, 11, 22), 0, "NW") == date(2026, 11, 23), "a Sunday is no day for answers"


def test_days_are_counted_in_both_directions():
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 27), "NW") == 5
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 20), "NW") == -5


def test_an_idea_of_a_resident_waits_for_the_administration(in_adorf, anna):
    idea = Idea.submit(by=anna, title="Bank am Weiher", body="Bitte eine Bank.")
    case = Case.objects.get()
    assert (case.sort, case.owes, case.number) == (Sort.ANSWER, Party.ADMINISTRATION, 1)
    assert case.contribution_id == idea.pk
    assert case.due_on > idea.published_at.date()


def test_the_administration_does_not_wait_for_itself(in_adorf, bernd):
    Idea.submit(by=bernd, title="Neue Ruhebänke", body="Wo sollen sie stehen?")
    assert not Case.objects.exists()


def test_an_interim_answer_starts_the_clock_anew_and_a_decision_ends_it(in_adorf, anna, bernd):
    idea = Idea.submit(by=anna, title="Bank am Weiher", body="Bitte eine Bank.")
    Case.objects.update(due_on=date(2026, 1, 5))
    idea.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir sehen nach.")
    case = Case.objects.get()
    assert case.is_open
    assert case.answered_at is not None
    assert case.due_on > date(2026, 1, 5)

    idea.answer(by=bernd, status=AnswerStatus.DONE, body="Sie steht.", decided_by="Bauamt")
    case = Case.objects.get()
    assert (case.is_open, case.outcome, case.owes) == (False, Outcome.DONE, Party.NOBODY)


def test_staff_see_cases_and_residents_none(in_adorf, anna, bernd):
    Idea.submit(by=anna, title="Bank am Weiher", body="Bitte eine Bank.")
    assert Case.objects.for_staff(bernd).count() == 1
    assert not Case.objects.for_staff(anna).exists()


def test_what_is_hidden_waits_for_no_answer(in_adorf, anna, bernd):
    idea = Idea.submit(by=anna, title="Bank am Weiher", body="Bitte eine Bank.")
    idea.hide(by=bernd)
    assert not Case.objects.for_staff(bernd).exists()
