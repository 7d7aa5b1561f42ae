from __future__ import annotations

import pytest

from modules.ideas.models import AnswerRefused, Idea
from platform_core.contributions.models import AnswerStatus, ContributionClosed, State


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.", place_name="Dorfteich")


def test_an_idea_gets_the_next_number_of_its_place(idea, anna):
    second = Idea.submit(by=anna, title="Zweite Idee", body="Auch gut.")

    assert (idea.number, second.number) == (1, 2)


def test_a_second_click_counts_no_second_time(idea, anna):
    idea.support(by=anna)
    idea.support(by=anna)

    assert [support.person for support in idea.supports.all()] == [anna]
    assert Idea.objects.get().support_count == 1


def test_a_hidden_idea_takes_no_support(idea, anna):
    idea.hide()

    with pytest.raises(ContributionClosed, match=r"closed|geschlossen"):
        idea.support(by=anna)


def test_only_the_administration_answers(idea, anna, bernd):
    with pytest.raises(AnswerRefused):
        idea.answer(by=anna, status=AnswerStatus.REVIEW, body="Ich prüfe das mal.")

    idea.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir prüfen das.")

    assert [answer.author for answer in idea.answers.all()] == [bernd]
    assert Idea.objects.get().status == AnswerStatus.REVIEW


def test_a_decision_says_who_decided(idea, bernd):
    with pytest.raises(AnswerRefused):
        idea.answer(by=bernd, status=AnswerStatus.DECLINED, body="Geht nicht.")

    assert Idea.objects.get().status == AnswerStatus.OPEN


def test_carla_of_the_next_village_sees_nothing_of_it(idea, carla, bdorf, visit):
    page = visit(bdorf, carla).get(f"/ideen/{idea.number}/")

    assert page.status_code == 404
    assert "Bank am Teich" not in page.text


def test_hidden_is_gone_for_everybody_but_staff_and_author(idea, anna, bernd):
    idea.hide()

    from django.contrib.auth.models import AnonymousUser

    assert not Idea.objects.visible_to(AnonymousUser()).exists()
    assert Idea.objects.visible_to(anna).get().state == State.HIDDEN
    assert Idea.objects.visible_to(bernd).get().state == State.HIDDEN
