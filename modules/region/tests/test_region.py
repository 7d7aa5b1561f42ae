"""The portal of a region: finding one's place, what is new in all of them, and landing there next time."""

from __future__ import annotations

import pytest

from modules.ideas.models import Idea
from platform_core.scope import place_scope

COOKIE = "__Host-my-place"


@pytest.fixture
def bench(adorf, anna):
    with place_scope(adorf):
        return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


@pytest.fixture
def foreign(bdorf, carla):
    with place_scope(bdorf):
        return Idea.submit(by=carla, title="Bank am Bach", body="Im Schatten.")


def test_the_list_shows_the_places_and_what_is_new(visit, portal, bench, foreign):
    page = visit(portal).get("/region/").text

    assert "Bank am Teich" in page
    assert "Bank am Bach" not in page
    assert 'href="/region/orte/adorf/"' in page


def test_the_page_of_a_place_says_what_is_there_and_what_is_new(visit, portal, adorf, bench):
    page = visit(portal).get("/region/orte/adorf/").text

    assert adorf.url in page
    assert "Bank am Teich" in page


def test_places_of_other_regions_have_no_page_here(visit, portal, bdorf):
    assert visit(portal).get(f"/region/orte/{bdorf.slug}/").status_code == 404


def test_search_finds_entries_of_the_own_region_only(visit, portal, bench, foreign):
    page = visit(portal).get("/region/suche/?q=Bänke").text

    assert "Bank am Teich" in page
    assert "Bank am Bach" not in page


def test_search_can_be_narrowed_to_one_place_and_knows_no_foreign_one(visit, portal, bench, bdorf):
    assert "Bank am Teich" in visit(portal).get("/region/suche/?q=Bank&ort=adorf").text
    page = visit(portal).get(f"/region/suche/?q=Bank&ort={bdorf.slug}")
    assert page.status_code == 200
    assert bdorf.name not in page.text


def test_search_takes_whatever_is_typed(visit, portal, bench):
    for words in ("%00", "'; DROP TABLE", "%22 OR", "x" * 5000, "🐈", "%", "_"):
        assert visit(portal).get(f"/region/suche/?q={words}").status_code == 200


def test_a_hidden_idea_is_found_no_more(visit, portal, adorf, bench):
    with place_scope(adorf):
        bench.hide()

    assert "Bank am Teich" not in visit(portal).get("/region/suche/?q=Bank").text


def test_who_chose_a_place_lands_there_next_time(visit, portal, adorf):
    visitor = visit(portal)
    chosen = visitor.post("/region/mein-ort/", {"ort": "adorf"}, follow=True)

    assert "ist Ihr Ort" in chosen.text
    assert visitor.get("/").headers["location"] == adorf.url
    assert visitor.get("/?portal").status_code == 200
    assert "Ihr Ort ist <b>Adorf</b>" in visitor.get("/?portal").text


def test_the_choice_can_be_taken_back(visit, portal):
    visitor = visit(portal)
    visitor.post("/region/mein-ort/", {"ort": "adorf"})
    visitor.post("/region/mein-ort/", {"ort": ""})

    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("wish", ["bdorf", "https://böse.example", "../", "\x00", "xregion"])
def test_nobody_is_sent_to_what_is_no_place_of_the_region(visit, portal, wish):
    visitor = visit(portal)
    assert visitor.post("/region/mein-ort/", {"ort": wish}).status_code == 404

    visitor.cookies[COOKIE] = wish.replace("\x00", "x")
    assert visitor.get("/").status_code == 200


def test_the_cookie_means_nothing_in_a_village(visit, adorf):
    visitor = visit(adorf)
    visitor.cookies[COOKIE] = "adorf"

    assert visitor.get("/").status_code == 200
