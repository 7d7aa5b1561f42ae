"""Wishes in the panel: who sees them, and what can be done."""

from __future__ import annotations

import pytest

from platform_core.scope import platform_scope
from provisioning.wishes.models import Wish, WishState
from tenants.models import Agency


@pytest.fixture
def wish(places):
    with platform_scope():
        facts = {
            "municipality_name": "Musterort",
            "name": "Erika Erdacht",
            "role": "Bürgermeisterin",
            "body_name": "Gemeinde",
        }
        return Wish.objects.create(
            state=WishState.CONFIRMED,
            email="erika@musterort.example",
            agency=Agency.objects.get(slug="xagentur"),
            **facts,
        )


def state_of(wish):
    with platform_scope():
        return Wish.objects.get(pk=wish.pk).state


def test_operators_and_the_agency_see_it_and_nobody_else(at_panel, olga, agnes, otto, wish):
    for person, code in ((olga, 200), (agnes, 200), (otto, 404)):
        assert at_panel(person).get(f"/wuensche/{wish.pk}/").status_code == code
    assert "Musterort" in at_panel(agnes).get("/wuensche/").text
    assert "Musterort" not in at_panel(otto).get("/wuensche/").text


def test_it_is_declined_with_a_reason_only(at_panel, agnes, wish):
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/ablehnen/", {"grund": ""}).status_code == 409
    assert state_of(wish) == "confirmed"
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/ablehnen/", {"grund": "Kein Platz."}).status_code == 302
    assert state_of(wish) == "declined"
    assert "Kein Platz." in at_panel(agnes).get(f"/wuensche/{wish.pk}/").text


def test_it_is_accepted_for_one_s_own_agency(at_panel, agnes, wish):
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/annehmen/", {"agentur": "yagentur"}).status_code == 404
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/annehmen/", {"agentur": "xagentur"}).status_code == 302
    assert state_of(wish) == "accepted"
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/annehmen/", {"agentur": "xagentur"}).status_code == 409


def test_handed_on_it_is_the_other_agency_s(at_panel, agnes, otto, wish):
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/weitergeben/", {"agentur": "gibtesnicht"}).status_code == 409
    assert at_panel(agnes).post(f"/wuensche/{wish.pk}/weitergeben/", {"agentur": "yagentur"}).status_code == 302
    assert at_panel(agnes).get(f"/wuensche/{wish.pk}/").status_code == 404
    assert at_panel(otto).get(f"/wuensche/{wish.pk}/").status_code == 200


@pytest.mark.parametrize("way", ["annehmen", "ablehnen", "weitergeben"])
def test_others_cannot_decide(at_panel, otto, wish, way):
    answer = at_panel(otto).post(f"/wuensche/{wish.pk}/{way}/", {"grund": "x", "agentur": "yagentur"})
    assert answer.status_code == 404
    assert state_of(wish) == "confirmed"
