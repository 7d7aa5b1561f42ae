from __future__ import annotations

import re

import pytest

from modules.ideas.models import Idea
from platform_core.accounts.roles import Role
from platform_core.comments.models import Comment, comment_on
from platform_core.contributions import screening
from platform_core.scope import place_scope
from tests.fixtures import make_person


@pytest.fixture
def dora(adorf):
    return make_person(adorf, "Dora Denkbar")


@pytest.fixture
def mona(adorf):
    return make_person(adorf, "Mona Moderat", Role.MODERATOR)


@pytest.fixture
def idea(adorf, anna):
    with place_scope(adorf):
        return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


@pytest.fixture
def say(adorf, idea):
    """`say(person, "Text", reply_to=…)`: a comment on the idea, in the scope of Adorf."""

    def saying(person, body, **more):
        with place_scope(adorf):
            return comment_on(idea, by=person, body=body, **more)

    return saying


@pytest.fixture
def page_of(adorf, idea, visit):
    """`page_of(person, "?sortierung=neueste")`: the idea's page as this person sees it."""

    def opened(person=None, query=""):
        answer = visit(adorf, person).get(f"/ideen/{idea.number}/{query}")
        assert answer.status_code == 200
        return answer.text

    return opened


@pytest.fixture
def now(adorf):
    """`now(comment)`: the row as it is now, None when it is gone."""

    def fetched(comment):
        with place_scope(adorf):
            return Comment.objects.filter(pk=comment.pk).first()

    return fetched


@pytest.fixture
def strict(monkeypatch):
    """Everything that holds the word 'Werbung' is looked at first."""
    monkeypatch.setattr(screening, "SCREENS", [lambda person, text, key=None: "Werbung" in text])


def articles(page):
    """The comments of a page in their order, by what stands in them."""
    return re.findall(r'<article class="say.*?</article>', page, re.DOTALL)


def texts(page):
    """What was said, in the order of the page."""
    return [" ".join(found.split()) for found in re.findall(r'<div class="say__text"><p>(.*?)</p>', page, re.DOTALL)]
