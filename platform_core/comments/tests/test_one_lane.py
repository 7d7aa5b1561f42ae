"""The same discussion in one lane, as modules without three voices show it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from platform_core.comments.talk import talk_of
from platform_core.comments.tests.conftest import texts
from platform_core.scope import place_scope


@pytest.fixture
def shown(adorf, idea, settings):
    """`shown("?sortierung=…")`: what `comments/talk.html` makes of the idea's discussion for a stranger."""

    settings.ROOT_URLCONF = "platform_core.urls.place"

    def rendered(query=""):
        request = RequestFactory().get(f"/{query}")
        request.user, request.htmx, request.place = AnonymousUser(), False, adorf
        with place_scope(adorf):
            idea.refresh_from_db()
            return render_to_string("comments/talk.html", talk_of(request, idea), request)

    return rendered


def test_everybody_speaks_in_one_lane(dora, renate, say, shown):
    first = say(dora, "Endlich.")
    say(renate, "Das hat der Rat beschlossen.", speaks_for="Fraktion Dorfliste")
    say(renate, "Danke.", reply_to=first)

    page = shown()
    assert texts(page) == ["Endlich.", "Danke.", "Das hat der Rat beschlossen."]
    assert "(3)" in page
    assert "Spricht für: Fraktion Dorfliste" in page
    assert texts(shown("?sortierung=neueste"))[0] == "Das hat der Rat beschlossen."
    assert page.count("<textarea") == 1  # a reply form comes when it is asked for


def test_where_nothing_was_said_and_nothing_can_be_there_is_nothing(adorf, idea, shown):
    assert "Was meinen Sie?" in shown()
    with place_scope(adorf):
        type(idea).objects.filter(pk=idea.pk).update(takes_comments=False)

    assert shown().strip() == ""
