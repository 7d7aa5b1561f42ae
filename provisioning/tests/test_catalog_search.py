"""Finding places in the real list: by what people type, however they spell it."""

from __future__ import annotations

import pytest

from platform_core.scope import platform_scope
from provisioning.catalog.parts import PartRefused, add_part
from provisioning.catalog.search import municipalities_of, search
from provisioning.models import CatalogEntry, Level
from tenants.models import Agency

pytestmark = pytest.mark.usefixtures("whole_catalog", "db")


def keys(words: str, **options: object) -> list[str]:
    with platform_scope():
        return [entry.key for entry in search(words, **options)]  # type: ignore[arg-type]


def entry(key: str) -> CatalogEntry:
    with platform_scope():
        return CatalogEntry.objects.select_related("municipality", "district", "association").get(key=key)


def test_it_holds_every_municipality_kreis_and_association():
    with platform_scope():
        counts = {level: CatalogEntry.objects.filter(level=level).count() for level in Level}

    assert counts == {Level.MUNICIPALITY: 10_944, Level.DISTRICT: 294, Level.ASSOCIATION: 1_202, Level.PART: 0}


def test_two_places_of_one_name_are_told_apart():
    assert keys("Preetz")[:2] == ["01057062", "13073066"]
    assert entry("01057062").where == "Kreis Plön, Schleswig-Holstein"
    assert entry("13073066").where == "Amt Altenpleen, Landkreis Vorpommern-Rügen, Mecklenburg-Vorpommern"


def test_a_city_and_the_kreis_around_it_are_two():
    assert keys("Kaiserslautern")[:2] == ["07312000", "07335"]
    assert [entry(key).name for key in ("07312000", "07335")] == ["Kaiserslautern", "Landkreis Kaiserslautern"]


def test_names_are_shown_without_their_titles():
    kiel = entry("01002000")

    assert (kiel.name, kiel.official_name, kiel.kind) == ("Kiel", "Kiel, Landeshauptstadt", "Kreisfreie Stadt")
    assert entry("13071107").name == "Neubrandenburg"
    assert [entry(key).name for key in keys("Kirchweidach", levels=[Level.ASSOCIATION])] == [
        "Verwaltungsgemeinschaft Kirchweidach"
    ]


SPELLINGS = {
    "without dots": ("Eckernforde", "01058043"),
    "in two letters": ("Eckernfoerde", "01058043"),
    "in capitals": ("ECKERNFÖRDE", "01058043"),
    "with a letter less": ("Ekernförde", "01058043"),
    "with letters turned": ("Neubrandenbrug", "13071107"),
    "a short name with letters turned": ("Trire", "07211000"),
    "with its first letters turned": ("Rpeetz", "01057062"),
    "only its beginning, with letters turned": ("Neubrnaden", "13071107"),
    "with a wrong letter in the word for its kind": ("Landkreiß Kaiserslautren", "07335"),
    "a kind with letters turned": ("Landkresi Goslar", "03153"),
    "ß as ss": ("Grossbarkau", "01057023"),
    "only its beginning": ("Rends", "01058135"),
    "with what it lies in": ("preetz mecklenburg", "13073066"),
    "with the word for its kind": ("Landkreis Kaisersl", "07335"),
    "an association": ("Amt Preetz", "010575747"),
    "a Kreis": ("Kreis Plön", "01057"),
    "its key": ("05974040", "05974040"),
    "its postal code": ("24211", "01057062"),
    "no umlaut inside": ("Neuenkirchen", "05566060"),
    "spaces and a comma": ("  Kiel,  Landeshauptstadt ", "01002000"),
}


@pytest.mark.parametrize(("words", "key"), SPELLINGS.values(), ids=SPELLINGS)
def test_it_is_found_however_it_is_spelt(words, key):
    assert keys(words)[0] == key


@pytest.mark.parametrize("words", ["", "  ", "\x00", "%", "_", "99999999", "Xyzzyqwertz", "'; DROP TABLE", "ß" * 5000])
def test_what_means_no_place_finds_none(words):
    assert keys(words) == []


def test_only_the_wanted_levels_are_found():
    assert keys("Kaiserslautern", levels=[Level.DISTRICT]) == ["07335"]


def test_a_kreis_gives_the_municipalities_that_can_become_places():
    with platform_scope():
        in_kreis = list(municipalities_of(entry("01058")).values_list("key", flat=True))
        in_celle = list(municipalities_of(entry("03351")).values_list("name", flat=True))
        in_amt = set(municipalities_of(entry("010575747")).values_list("name", flat=True))

    assert len(in_kreis) == 165
    assert "Celle" in in_celle
    assert "Lohheide" not in in_celle, "nobody answers for an unincorporated area"
    assert {"Schellhorn", "Rastorf"} <= in_amt


def test_an_unincorporated_area_is_found_and_cannot_become_a_place():
    assert keys("Lohheide") == ["03351501"]
    assert not entry("03351501").can_be_provisioned
    assert entry("05974040").can_be_provisioned


def test_rows_without_point_or_postal_code_do_no_harm():
    hanau = entry(keys("Hanau")[0])

    assert (hanau.name, hanau.lat, hanau.population, hanau.postal_code) == ("Hanau", None, None, "")
    assert keys("Gemeinsames deutsch-luxemburgisches Hoheitsgebiet") == ["07000999"]


@pytest.fixture
def two_agencies():
    with platform_scope():
        return [Agency.objects.create(slug=slug, name=slug, region=slug) for slug in ("hellweg", "nordlicht")]


def test_an_ortsteil_belongs_to_the_agency_that_added_it(two_agencies):
    hellweg, nordlicht = two_agencies
    with platform_scope():
        weslarn = add_part(hellweg, "05974008", "Weslarn", population=887, lat=51.62, lon=8.165)

    assert weslarn.where == "Bad Sassendorf, Kreis Soest, Nordrhein-Westfalen"
    assert keys("Weslarn", agency=hellweg.pk) == [weslarn.key]
    assert weslarn.key not in [*keys("Weslarn", agency=nordlicht.pk), *keys("Weslarn"), *keys("Bad Sassendorf")]
    assert weslarn.key in keys("Bad Sassendorf", agency=hellweg.pk)


def test_the_same_village_can_be_in_the_hands_of_two(two_agencies):
    with platform_scope():
        one, other = (add_part(agency, "05974008", "Weslarn", population=887) for agency in two_agencies)
        again = add_part(two_agencies[0], "05974008", "Weslarn", population=900)

        assert one.key == again.key != other.key
        assert sorted(CatalogEntry.objects.filter(level=Level.PART).values_list("population", flat=True)) == [887, 900]


WRONG_PARTS = {
    "no municipality": ("05974999", "Weslarn", {}, "there is no municipality"),
    "a Kreis": ("05974", "Weslarn", {}, "there is no municipality"),
    "unincorporated": ("03351501", "Weslarn", {}, "there is no municipality"),
    "no name": ("05974008", " – ", {}, "is no name of an Ortsteil"),
    "a long name": ("05974008", "W" * 121, {}, "is no name of an Ortsteil"),
    "not on earth": ("05974008", "Weslarn", {"lat": 91.0}, "is not on earth"),
    "no number": ("05974008", "Weslarn", {"lat": float("nan")}, "is not on earth"),
}


@pytest.mark.parametrize(("key", "name", "facts", "said"), WRONG_PARTS.values(), ids=WRONG_PARTS)
def test_an_ortsteil_that_cannot_be_is_refused(two_agencies, key, name, facts, said):
    with platform_scope(), pytest.raises(PartRefused, match=said):
        add_part(two_agencies[0], key, name, **facts)

    with platform_scope():
        assert not CatalogEntry.objects.filter(level=Level.PART).exists()
