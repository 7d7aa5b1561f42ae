"""A point in a form: taken when it lies in the place, and refused with a sentence otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django import forms
from django.template import Context, Template

from platform_core.geo.forms import PlaceNameField, WithPoint
from platform_core.geo.points import GERMANY, Point, box_around, is_within_reach
from platform_core.scope import place_scope

WESLARN = Point(51.620833, 8.165)


class WhereForm(WithPoint, forms.Form):
    place_name = PlaceNameField()


@pytest.fixture
def village(adorf):
    """Adorf, in the middle of Weslarn."""
    with place_scope(replace(adorf, lat=WESLARN.lat, lon=WESLARN.lon)) as scope:
        yield scope


def test_a_point_nearby_is_taken_to_the_metre(village):
    form = WhereForm({"place_name": "Dorfteich", "lat": "51.6212345678", "lon": "8.1701"})

    assert form.is_valid()
    assert form.cleaned_data == {"place_name": "Dorfteich", "lat": 51.62123, "lon": 8.1701}


def test_no_point_is_fine(village):
    form = WhereForm({"place_name": ""})

    assert form.is_valid()
    assert (form.cleaned_data["lat"], form.cleaned_data["lon"]) == (None, None)


def test_a_point_is_taken_away_without_javascript(village):
    form = WhereForm({"lat": "51.62", "lon": "8.17", "no_point": "1"})

    assert form.is_valid()
    assert form.cleaned_data["lat"] is None


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("nan", "nan"),
        ("inf", "8"),
        ("-inf", "8"),
        ("51.6", ""),
        ("", "8.1"),
        ("91", "8"),
        ("51", "181"),
        ("Dorfteich", "hier"),
        ("51,6", "8,1"),
        ("1e400", "8"),
        ("51.6\x00", "8"),
        ("[51]", "{}"),
        ("9" * 5000, "8"),
    ],
)
def test_what_is_no_point_is_said_in_a_sentence(village, lat, lon):
    form = WhereForm({"place_name": "Dorfteich", "lat": lat, "lon": lon})

    assert not form.is_valid()
    assert list(form.errors) == ["place_name"]
    assert "nicht lesbar" in str(form.errors["place_name"])


def test_a_point_far_away_names_distance_and_place(village):
    form = WhereForm({"lat": "52.52", "lon": "13.405"})

    assert "mehr als 30 km von Adorf entfernt" in str(form.errors["place_name"])


def test_a_form_without_a_name_says_it_above(village):
    class Bare(WithPoint, forms.Form):
        pass

    assert "30 km" in str(Bare({"lat": "52.52", "lon": "13.405"}).non_field_errors())


def test_a_place_of_unknown_position_takes_germany(in_adorf):
    nowhere = replace(in_adorf, lat=None, lon=None)

    assert is_within_reach(WESLARN, nowhere)
    assert not is_within_reach(Point(40.7, -74.0), nowhere)


def test_distances():
    assert WESLARN.km_to(Point(52.52, 13.405)) == pytest.approx(373, abs=3)
    assert WESLARN.km_to(WESLARN) == 0
    assert box_around(WESLARN, 30).holds(Point(51.8, 8.4))
    assert not box_around(WESLARN, 30).holds(Point(52.0, 8.165))
    assert GERMANY.holds(WESLARN)


def test_the_field_brings_its_map_along(village):
    page = str(WhereForm({"lat": "51.62", "lon": "8.17", "place_name": '"><script>'}))

    assert 'name="lat" value="51.62"' in page
    assert 'data-addresses="/adresse/"' in page
    assert 'name="no_point"' in page
    assert "<script>" not in page


def test_a_hostile_point_is_shown_again_harmlessly(village):
    page = str(WhereForm({"lat": '"><script>', "lon": "nan"}))

    assert "<script>" not in page
    assert "no_point" not in page


def test_a_map_names_its_source_only_when_it_shows_it(village, settings):
    page = Template('{% include "geo/map.html" with of="liste" label="Karte" %}')
    assert "map__credit" not in page.render(Context())
    assert 'data-tiles=""' in page.render(Context())

    settings.TILES_URL = "https://karten.example/{z}/{x}/{y}.png"

    shown = page.render(Context())
    assert "© basemap.de / BKG" in shown
    assert 'data-tiles="/kacheln/{z}/{x}/{y}.png"' in shown
    assert "karten.example" not in shown


@pytest.mark.parametrize("point", [(None, 8.1), (float("nan"), 8.1), (float("inf"), 8.1)])
def test_a_thing_without_a_point_has_no_pin(point):
    thing = {"lat": point[0], "lon": point[1]}

    assert Template("{% load geo %}<li {% point thing %}>").render(Context({"thing": type("T", (), thing)})) == "<li >"
