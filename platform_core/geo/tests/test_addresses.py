"""Where is it? Names of this place first, then the address search; never anything of another place."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from modules.ideas.models import Idea
from platform_core.geo import addresses
from platform_core.geo.geocoder import read
from platform_core.scope import place_scope
from tenants.addresses import TenantDirectory
from tenants.models import Tenant
from tests.support.tiles import photon

WESLARN = {"lat": 51.620833, "lon": 8.165}


def plant(place, author, name, lat=51.62, lon=8.17):
    with place_scope(place):
        idea = Idea(author=author, title="Bank am Teich", body="Schön.", place_name=name, lat=lat, lon=lon)
        idea.publish()
    return idea


@pytest.fixture
def weslarn(adorf):
    """Adorf with a position, in the public row and for everybody."""
    from platform_core.scope import platform_scope

    with platform_scope():
        before = Tenant.objects.filter(pk=adorf.id).values("lat", "lon").get()
        Tenant.objects.filter(pk=adorf.id).update(**WESLARN)
    TenantDirectory.forget()
    yield replace(adorf, **WESLARN)
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(**before)
    TenantDirectory.forget()


def names(answer):
    assert answer.status_code == 200
    return [each["name"] for each in answer.json()["results"]]


def test_a_known_name_comes_with_its_point(adorf, anna, visit):
    plant(adorf, anna, "Dorfteich, Südufer")

    (found,) = visit(adorf).get("/adresse/?q=dorfteich").json()["results"]

    assert found == {"name": "Dorfteich, Südufer", "detail": "Adorf", "lat": 51.62, "lon": 8.17}


@pytest.mark.parametrize("words", ["teich", "Dorfteihc", "DORFTEICH", "südufer", "sudufer"])
def test_parts_and_typos_find_it(adorf, anna, visit, words):
    plant(adorf, anna, "Dorfteich, Südufer")

    assert names(visit(adorf).get("/adresse/", {"q": words})) == ["Dorfteich, Südufer"]


def test_each_name_comes_once_with_its_newest_point(adorf, anna, visit):
    plant(adorf, anna, "Dorfteich", lat=51.1)
    plant(adorf, anna, "dorfteich", lat=51.2)

    (found,) = visit(adorf).get("/adresse/?q=dorfteich").json()["results"]

    assert found["lat"] == 51.2


def test_another_place_never_appears(adorf, bdorf, anna, carla, visit):
    plant(bdorf, carla, "Geheimer Dorfteich")

    assert names(visit(adorf, anna).get("/adresse/?q=Dorfteich")) == []
    assert names(visit(bdorf).get("/adresse/?q=Dorfteich")) == ["Geheimer Dorfteich"]


def test_what_a_visitor_may_not_read_is_not_suggested(adorf, anna, bernd, visit):
    plant(adorf, anna, "Dorfteich")
    with place_scope(adorf):
        Idea.objects.get().hide()

    assert names(visit(adorf).get("/adresse/?q=Dorfteich")) == []
    assert names(visit(adorf, bernd).get("/adresse/?q=Dorfteich")) == ["Dorfteich"]


def test_names_without_a_point_are_of_no_use(adorf, anna, visit):
    plant(adorf, anna, "Dorfteich", lat=None, lon=None)

    assert names(visit(adorf).get("/adresse/?q=Dorfteich")) == []


@pytest.mark.parametrize("words", ["", "x", "\x00", "%", "' OR 1=1 --", "\\", "a" * 5000, "🙂🙂", "_%_%"])
def test_whatever_is_typed_gets_an_answer(adorf, anna, visit, words):
    plant(adorf, anna, "Dorfteich")

    assert names(visit(adorf).get("/adresse/", {"q": words})) == []


def test_the_address_search_is_asked_with_the_place_and_nothing_of_the_visitor(weslarn, maps, anna, visit):
    maps.answer = lambda asked: (200, photon(("Dorfstraße", "Bad Sassendorf", 51.6225, 8.17)))

    (found,) = (
        visit(weslarn, anna).get("/adresse/?q=Dorfstraße", headers={"referer": "https://x.example/"}).json()["results"]
    )

    assert found == {"name": "Dorfstraße", "detail": "Bad Sassendorf", "lat": 51.6225, "lon": 8.17}
    (asked,) = maps.asked
    assert asked.query["q"] == ["Dorfstraße"]
    assert asked.query["lat"] == ["51.620833"]
    assert set(asked.headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_what_people_call_it_here_comes_first(weslarn, maps, anna, visit):
    plant(weslarn, anna, "Dorfteich")
    maps.answer = lambda asked: (200, photon(("dorfteich", "Soest", 51.6, 8.1), ("Dorfteichweg", "Soest", 51.6, 8.1)))

    assert names(visit(weslarn).get("/adresse/?q=Dorfteich")) == ["Dorfteich", "Dorfteichweg"]


def test_what_lies_far_away_is_left_out(weslarn, maps, visit):
    maps.answer = lambda asked: (200, photon(("Dorfstraße", "Berlin", 52.52, 13.4), ("Dorfstraße", "Soest", 51.6, 8.1)))

    assert [each["detail"] for each in visit(weslarn).get("/adresse/?q=Dorfstr").json()["results"]] == ["Soest"]


def test_the_same_question_is_asked_once(weslarn, maps, visit):
    maps.answer = lambda asked: (200, photon(("Dorfstraße", "Soest", 51.6, 8.1)))

    visit(weslarn).get("/adresse/?q=Dorfstr")
    visit(weslarn).get("/adresse/?q=DORFSTR")

    assert len(maps.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"42",
        b'{"features": 7}',
        b'{"features": [null, 1, {"geometry": null}, {"geometry": {"coordinates": "xy"}}]}',
        b'{"features": [{"geometry": {"coordinates": [NaN, Infinity]}, "properties": {"name": "x"}}]}',
        b'{"features": [{"geometry": {"coordinates": [8, 51]}, "properties": {"name": {"a": 1}}}]}',
        b"[" * 100_000,
    ],
)
def test_an_odd_answer_holds_nothing(body):
    assert read(body) == []


def test_nominatim_is_understood_as_well():
    row = {
        "lat": "51.6",
        "lon": "8.1",
        "display_name": "3, Dorfstraße, Weslarn",
        "address": {"road": "Dorfstraße", "house_number": "3", "postcode": "59505", "village": "Weslarn"},
    }

    assert read(json.dumps([row]).encode()) == [("Dorfstraße 3", "59505 Weslarn", (51.6, 8.1))]


def test_nominatim_is_asked_in_its_own_words(weslarn, maps, settings, visit):
    settings.GEOCODER_URL = f"{maps.url}/search"
    maps.answer = lambda asked: (200, b"[]")

    visit(weslarn).get("/adresse/?q=Dorfstr")

    assert maps.asked[0].query["format"] == ["jsonv2"]
    assert maps.asked[0].query["bounded"] == ["1"]


def test_when_the_address_search_fails_known_names_stay(weslarn, maps, anna, visit):
    plant(weslarn, anna, "Dorfteich")
    maps.answer = lambda asked: (500, b"")

    assert names(visit(weslarn).get("/adresse/?q=Dorfteich")) == ["Dorfteich"]


def test_too_many_questions_are_refused_kindly(adorf, bdorf, monkeypatch, visit):
    monkeypatch.setattr(addresses, "PER_VISITOR", 2)
    answers = [visit(adorf).get("/adresse/?q=Teich") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "etwas zu schnell" in answers[-1].json()["problem"]
    assert visit(bdorf).get("/adresse/?q=Teich").status_code == 200


def test_the_answer_is_kept_by_nobody(adorf, visit):
    assert visit(adorf).get("/adresse/?q=Teich").headers["Cache-Control"] == "private, no-cache"
