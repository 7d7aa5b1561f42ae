"""Ideas on the map: points in the form, on the idea's page and in the list."""

from __future__ import annotations

import pytest

from modules.ideas.models import Idea
from platform_core.scope import place_scope


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.", lat=51.62, lon=8.17)


WORDS = {"title": "Bank an der Linde", "body": "Dort ist es kühl.", "place_name": "Linde"}


def test_a_new_idea_keeps_its_point(adorf, anna, visit):
    answer = visit(adorf, anna).post("/ideen/neu/", {**WORDS, "lat": "51.62123", "lon": "8.17001"})

    assert answer.status_code == 302
    with place_scope(adorf):
        made = Idea.objects.get()
    assert (made.lat, made.lon) == (51.62123, 8.17001)


def test_changing_an_idea_moves_or_removes_its_point(adorf, anna, idea, visit):
    path = f"{idea.get_absolute_url()}bearbeiten/"
    assert 'name="lat" value="51.62"' in visit(adorf, anna).get(path).text
    for point, wanted in (({"lat": "51.7", "lon": "8.2"}, 51.7), ({"lat": "", "lon": ""}, None)):
        assert visit(adorf, anna).post(path, {**WORDS, **point}).status_code == 302
        assert Idea.objects.get().lat == wanted


@pytest.mark.parametrize("point", [("nan", "inf"), ("x", "8"), ("51", ""), ("1e999", "8"), ("40.7", "-74")])
def test_a_hostile_point_is_refused_and_what_was_typed_stays(adorf, anna, visit, point):
    answer = visit(adorf, anna).post("/ideen/neu/", {**WORDS, "lat": point[0], "lon": point[1]})

    assert answer.status_code == 422
    assert "Bank an der Linde" in answer.text
    with place_scope(adorf):
        assert not Idea.objects.exists()


def test_the_map_shows_the_same_ideas_as_the_list_and_keeps_the_filters(adorf, anna, idea, visit):
    Idea.submit(by=anna, title="Ohne Ort", body="Überall.")

    page = visit(adorf).get("/ideen/?ansicht=karte&sort=support").text

    assert page.count("data-lat=") == 1
    assert 'data-lat="51.620000" data-lon="8.170000"' in page
    assert "Ohne Ort" in page
    assert '<input type="hidden" name="ansicht" value="karte">' in page
    assert 'href="?sort=support"' in page  # back to the list, with the filter


def test_only_pages_with_a_map_load_it(adorf, anna, idea, visit):
    plain = Idea.submit(by=anna, title="Ohne Ort", body="Überall.")

    assert "map.js" in visit(adorf).get(idea.get_absolute_url()).text
    for path in ("/", "/ideen/", plain.get_absolute_url()):
        assert "map.js" not in visit(adorf).get(path).text
