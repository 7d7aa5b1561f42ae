"""The portal of a region: finding one's place, what is new in all of them, and landing there next time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

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


@pytest.fixture
def many(monkeypatch, adorf):
    """A region of two hundred places, of which all but Adorf are on paper only."""
    names = [f"Ort {number:03}" for number in range(198)] + ["Örbke"]
    paper = [
        replace(adorf, id=uuid4(), schema=f"t_{number}", slug=f"ort-{number}", name=name, lat=51.0, lon=8.0)
        for number, name in enumerate(names)
    ]
    monkeypatch.setattr("modules.region.portal.places", lambda request: [*paper, adorf])
    monkeypatch.setattr("modules.region.views.places", lambda request: [*paper, adorf])


def listed(page):
    """Names in the list of places that can be seen, and those that are there for the map alone."""
    return (
        re.findall(r'<li class="placelist__item" (?!hidden)[^>]*>.*?<b>(.*?)</b>', page, re.DOTALL),
        re.findall(r'<li class="placelist__item" hidden[^>]*><a[^>]*><b>(.*?)</b>', page),
    )


def test_two_hundred_places_come_page_by_page_in_the_order_of_the_alphabet(visit, portal, many):
    first, elsewhere = listed(visit(portal).get("/region/").text)
    last, _ = listed(visit(portal).get("/region/?orte=9").text)

    assert first[:2] == ["Adorf", "Örbke"]
    assert len(first) == 24
    assert len(elsewhere) == 176  # on the map all of them
    assert last[-1] == "Ort 197"
    assert "Seite 9 von 9" in visit(portal).get("/region/?orte=9").text
    assert listed(visit(portal).get("/region/?orte=quatsch").text)[0] == first


@pytest.mark.parametrize(("typed", "found"), [("örb", ["Örbke"]), ("ORBKE", ["Örbke"]), ("198", []), ("ort 19", 8)])
def test_a_place_is_found_by_its_name(visit, portal, many, typed, found):
    seen, elsewhere = listed(visit(portal).get("/region/", {"name": typed}).text)

    assert (len(seen) if isinstance(found, int) else seen) == found
    assert elsewhere == []


def test_hostile_names_and_pages_do_no_harm(visit, portal, many):
    for query in ({"name": "\0<script>alert(1)</script>"}, {"orte": "9" * 40}, {"page": "-1"}, {"page": "1e9"}):
        answer = visit(portal).get("/region/", query)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_the_home_page_shows_twelve_cards_and_the_way_to_all(visit, portal, many):
    page = visit(portal).get("/").text

    assert page.count('<article class="placecard">') == 12
    assert "Alle 200 Orte" in page


def test_what_is_new_and_what_is_found_goes_on_on_further_pages(visit, portal, adorf, anna):
    with place_scope(adorf):
        for number in range(21):
            Idea(author=anna, title=f"Bank {number:02}", body="Sitzen.").publish(
                at=timezone.now() - timedelta(hours=number)
            )
    for address in ("/region/", "/region/suche/?q=Bank"):
        more = "&" if "?" in address else "?"
        first, second = visit(portal).get(address).text, visit(portal).get(f"{address}{more}page=2").text
        titles = [set(re.findall(r"Bank \d\d", page)) for page in (first, second)]
        assert [len(each) for each in titles] == [20, 1], address
        assert not titles[0] & titles[1]
        assert "Seite 1 von 2" in first
    assert "21 Treffer" in visit(portal).get("/region/suche/?q=Bank").text


def test_entries_of_a_parked_module_take_no_room_on_a_page(visit, portal, adorf, bench, monkeypatch):
    parked = replace(adorf, modules=adorf.modules - {"ideas"})
    monkeypatch.setattr("modules.region.portal.places", lambda request: [parked])

    assert "Bank am Teich" not in visit(portal).get("/region/").text
