"""A newer list: what it changes is reported, before or after; a wrong one changes nothing."""

from __future__ import annotations

import pytest

from platform_core.scope import platform_scope
from provisioning.catalog.load import load, load_once
from provisioning.catalog.parts import add_part
from provisioning.catalog.reader import CatalogFileError
from provisioning.catalog.search import search
from provisioning.models import CatalogEntry, Level
from provisioning.tests.conftest import municipality
from tenants.models import Agency, Tenant

pytestmark = pytest.mark.usefixtures("no_catalog")
ADORF, BDORF = municipality("01990001", "Adorf"), municipality("01990002", "Bdorf")
MANY = [municipality(f"019900{number:02}", f"Ort {number}") for number in range(10, 40)]


def rows() -> list[dict[str, object]]:
    with platform_scope():
        return list(CatalogEntry.objects.order_by("key").values())


def test_loading_again_changes_nothing(list_of):
    file = list_of(ADORF, BDORF)
    first = load(file)
    before = rows()

    again = load(file)

    assert sorted(first.added) == ["01990", "01990001", "01990002"]
    assert again.is_empty
    assert rows() == before


def test_a_list_is_loaded_once(list_of):
    file = list_of(ADORF, BDORF)

    assert load_once(file)
    assert not load_once(file)
    assert load_once(list_of(ADORF, BDORF, MANY[0], name="newer.csv"))


def test_renamed_places_are_reported_and_keep_their_key(list_of):
    load(list_of(ADORF, BDORF))

    report = load(list_of(ADORF | {"name": "Adorf am See, Stadt", "kind": "Stadt"}, BDORF))

    assert report.renamed == [("01990001", "Adorf", "Adorf am See")]
    with platform_scope():
        assert [entry.key for entry in search("adorf am see")] == ["01990001"]


def test_a_merged_place_is_gone_and_the_report_says_where_it_went(list_of):
    load(list_of(ADORF, BDORF, *MANY))

    report = load(list_of(ADORF | {"area_km2": "20"}, *MANY))

    assert report.gone == [("01990002", "Bdorf", "Adorf")]
    with platform_scope():
        assert search("Bdorf") == []
        gone = CatalogEntry.objects.get(key="01990002")
        assert gone.went_into.key == "01990001"
        assert not gone.can_be_provisioned


def test_a_vanished_place_without_a_heir_is_reported_as_such(list_of):
    load(list_of(ADORF, BDORF, *MANY))

    assert load(list_of(ADORF, *MANY)).gone == [("01990002", "Bdorf", "")]


def test_a_place_can_come_back(list_of):
    load(list_of(ADORF, BDORF, *MANY))
    load(list_of(ADORF, *MANY))

    report = load(list_of(ADORF, BDORF, *MANY))

    assert report.came_back == ["01990002"]
    with platform_scope():
        assert CatalogEntry.objects.get(key="01990002").can_be_provisioned


def test_places_of_ours_whose_municipality_is_gone_are_named(list_of, adorf):
    load(list_of(ADORF, BDORF, *MANY))
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(ags="01990002")

    assert load(list_of(ADORF, *MANY)).affected == [adorf.name]


def test_ortsteile_stay(list_of):
    load(list_of(ADORF, BDORF))
    with platform_scope():
        agency = Agency.objects.create(slug="hellweg", name="Hellweg", region="Hellweg")
        part = add_part(agency, "01990001", "Klein Adorf")

    report = load(list_of(ADORF, BDORF, MANY[0]))

    assert report.gone == []
    with platform_scope():
        assert search("Klein Adorf", agency=agency.pk) == [part]


def test_a_dry_run_only_says_it(list_of):
    load(list_of(ADORF, BDORF))
    before = rows()

    report = load(list_of(ADORF | {"name": "Cdorf"}, BDORF, MANY[0]), dry_run=True)

    assert (report.added, [new for _key, _old, new in report.renamed]) == (["01990010"], ["Cdorf"])
    assert rows() == before


def test_half_a_list_is_refused_unless_it_is_meant(list_of):
    load(list_of(*MANY))
    before, half = rows(), list_of(*MANY[:15])

    with pytest.raises(CatalogFileError, match="15 of 31 known places are not in this list"):
        load(half)

    assert rows() == before
    assert len(load(half, may_shrink=True).gone) == 15


WRONG = {
    "key with a letter": (ADORF | {"ags": "0199000a"}, r"list.csv, line 2: ags '0199000a' is no key. It has 8 digits"),
    "short regional key": (ADORF | {"ars": "01990"}, "ars '01990' is no key. It has 12 digits"),
    "no name": (ADORF | {"name": " "}, "line 2: name is empty"),
    "no Land": (ADORF | {"state": ""}, "line 2: state is empty"),
    "people in words": (ADORF | {"population": "viele"}, "population 'viele' is no number from 0 to"),
    "people below nothing": (ADORF | {"population": "-1"}, "population '-1' is no number"),
    "not a number": (ADORF | {"lat": "nan"}, "lat 'nan' is no number from -90 to 90"),
    "infinite": (ADORF | {"area_km2": "inf"}, "area_km2 'inf' is no number"),
    "not on earth": (ADORF | {"lon": "200"}, "lon '200' is no number from -180 to 180"),
    "wrong postal code": (ADORF | {"postal_code": "2499"}, "postal_code '2499' is none"),
    "a NUL": (ADORF | {"name": "A\x00dorf"}, "is no text of at most 150 signs"),
    "a novel": (ADORF | {"name": "A" * 151}, "is no text of at most 150 signs"),
}


@pytest.mark.parametrize(("row", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_line_is_named_and_nothing_is_written(list_of, row, said):
    with pytest.raises(CatalogFileError, match=said):
        load(list_of(row, BDORF))

    assert rows() == []


def test_a_key_stands_once(list_of):
    with pytest.raises(CatalogFileError, match="line 3: ags 01990001 is in line 2 already"):
        load(list_of(ADORF, ADORF))


@pytest.mark.parametrize("content", [b"", b"ags,name\n1,2\n", b"\xff\xfe\x00", b'ags,"ars\n'])
def test_a_file_that_is_no_list_is_refused(tmp_path, content):
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    with pytest.raises(CatalogFileError, match=r"list\.csv: (column .* missing|cannot be read as a CSV file)"):
        load(file)


def test_levels_and_middles_follow_from_the_lines(list_of):
    in_amt = {"association": "Musterland", "state": "Schleswig-Holstein"}
    one = municipality("01990003", "Cdorf", ars="019905501003", lat="54.0", population="3000", **in_amt)
    two = municipality("01990004", "Ddorf", ars="019905501004", lat="55.0", population="1000", **in_amt)
    load(list_of(one, two))

    with platform_scope():
        amt = CatalogEntry.objects.select_related("district").get(level=Level.ASSOCIATION)
        assert (amt.key, amt.name, amt.kind, amt.population) == ("019905501", "Amt Musterland", "Amt", 4000)
        assert amt.lat == 54.25
        assert amt.district.name == "Kreis Musterkreis"
