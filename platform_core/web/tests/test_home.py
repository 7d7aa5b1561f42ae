"""The home page: local admins arrange its blocks, and learn how a new place comes to life."""

from __future__ import annotations

import pytest

from platform_core.contract import FirstStep
from platform_core.options.forms import options_of
from platform_core.scope import place_scope
from platform_core.web.home import HomeArrangement

PAGE = "/verwalten/startseite/"
PLACES, FEED = "region/places.html", "region/feed.html"


@pytest.fixture
def pia(portal):
    from platform_core.accounts.roles import Role
    from tests.fixtures import make_person

    return make_person(portal, "Pia Erdacht", Role.ADMIN)


def order(portal):
    with place_scope(portal):
        return options_of(HomeArrangement)["order"]


def test_a_block_moves_down_and_up_again(visit, portal, pia):
    visitor = visit(portal, pia)

    visitor.post(PAGE, {"block": PLACES, "do": "down"})
    assert order(portal)[:2] == [FEED, PLACES]
    visitor.post(PAGE, {"block": PLACES, "do": "up"})
    assert order(portal)[:2] == [PLACES, FEED]


def test_a_block_is_left_out_and_taken_in_again(visit, portal, pia):
    visitor = visit(portal, pia)

    visitor.post(PAGE, {"block": FEED, "do": "off"})
    assert "Neu in den Orten" not in visit(portal).get("/").text
    visitor.post(PAGE, {"block": FEED, "do": "on"})
    assert "Neu in den Orten" in visit(portal).get("/").text


def test_a_block_moves_to_the_side_and_back(visit, portal, pia):
    visitor = visit(portal, pia)

    visitor.post(PAGE, {"block": FEED, "do": "side"})
    page = visit(portal).get("/").text
    assert "home--two" in page
    assert page.index("home__side") < page.index("Neu in den Orten")
    visitor.post(PAGE, {"block": FEED, "do": "main"})
    assert "home--two" not in visit(portal).get("/").text


def test_what_stands_below_the_picture_stays_there(visit, portal, pia):
    visit(portal, pia).post(PAGE, {"block": PLACES, "do": "side"})

    assert "home__side" not in visit(portal).get("/").text


@pytest.mark.parametrize("wish", [{"block": "ideas/home.html", "do": "up"}, {"block": "", "do": "up"}, {}])
def test_blocks_that_are_not_here_cannot_be_moved(visit, portal, pia, wish):
    assert visit(portal, pia).post(PAGE, wish).status_code == 404


def test_an_unknown_wish_changes_nothing(visit, portal, pia):
    before = order(portal)
    visit(portal, pia).post(PAGE, {"block": PLACES, "do": "fly"})
    visit(portal, pia).post(PAGE, {"block": PLACES, "do": "up"})  # it is on top already

    assert order(portal) in (before, [PLACES, FEED])


def test_only_admins_arrange(visit, adorf, anna, bernd):
    for person in (anna, bernd):
        assert visit(adorf, person).get(PAGE).status_code == 404


def test_first_steps_are_for_admins_until_they_are_done(visit, adorf, adele, anna, monkeypatch):
    done = []
    step = FirstStep("Gesicht geben", "Wappen und Farben", "arrange_home", icon="home", done=lambda: bool(done))
    monkeypatch.setattr("platform_core.web.home.first_steps", lambda: [step])

    assert "Gesicht geben" in visit(adorf, adele).get("/").text
    assert "Gesicht geben" not in visit(adorf, anna).get("/").text
    assert "Gesicht geben" not in visit(adorf).get("/").text
    done.append(True)
    assert "Gesicht geben" not in visit(adorf, adele).get("/").text


def test_a_new_place_begins_with_law_face_news_page_and_idea(visit, adorf, adele):
    page = visit(adorf, adele).get("/").text

    wanted = (
        "Sagen, wer verantwortlich ist",
        "Dem Ort ein Gesicht geben",
        "Die erste Meldung schreiben",
        "Die erste Seite schreiben",
        "Mit einer eigenen Idee beginnen",
    )
    found = [page.index(step) for step in wanted]
    assert found == sorted(found)
