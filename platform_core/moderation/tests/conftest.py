"""A moderator, things to moderate, and somebody who knows nobody."""

from __future__ import annotations

import pytest

from modules.ideas.models import Idea
from platform_core.accounts.roles import Role
from platform_core.comments.models import comment_on
from platform_core.scope import place_scope
from tests.fixtures import make_person


@pytest.fixture
def mona(adorf):
    return make_person(adorf, "Mona Prüfstein", Role.MODERATOR)


@pytest.fixture
def idea(adorf, anna):
    with place_scope(adorf):
        made = Idea(author=anna, title="Eine Bank am Teich", body="Sitzen wäre schön.")
        made.publish()
    return made


@pytest.fixture
def remark(adorf, idea):
    """A comment by Karl on Anna's idea."""
    karl = make_person(adorf, "Karl Muster")
    with place_scope(adorf):
        return comment_on(idea, by=karl, body="Du Blödmann hast keine Ahnung.")
