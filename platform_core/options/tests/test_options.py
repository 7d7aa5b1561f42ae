"""Options of a place: defaults hold until a local admin changes them, and only there."""

from __future__ import annotations

from platform_core.accounts.options import TakingPart
from platform_core.options.forms import options_of
from platform_core.scope import place_scope

PAGE = "/verwalten/einstellungen/mitmachen/"


def test_the_default_holds_until_somebody_changes_it(in_adorf):
    assert options_of(TakingPart) == {"guests_write": True}


def test_an_admin_changes_it_for_the_own_place_only(visit, adorf, bdorf, adele):
    answer = visit(adorf, adele).post(PAGE, {})

    assert answer.headers["location"] == PAGE
    with place_scope(adorf):
        assert options_of(TakingPart) == {"guests_write": False}
    with place_scope(bdorf):
        assert options_of(TakingPart) == {"guests_write": True}


def test_what_the_form_does_not_know_is_not_stored(visit, adorf, adele):
    visit(adorf, adele).post(PAGE, {"guests_write": "on", "is_staff": "on"})

    with place_scope(adorf):
        assert options_of(TakingPart) == {"guests_write": True}


def test_officials_and_residents_do_not_find_the_page(visit, adorf, anna, bernd):
    for person in (anna, bernd):
        assert visit(adorf, person).get(PAGE).status_code == 404
        assert visit(adorf, person).post(PAGE, {}).status_code == 404


def test_unknown_options_do_not_exist(visit, adorf, adele):
    assert visit(adorf, adele).get("/verwalten/einstellungen/gibt-es-nicht/").status_code == 404
