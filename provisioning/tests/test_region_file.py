"""A whole Kreis as a region file: every municipality once, with an address of its own, ready to plan."""

from __future__ import annotations

import tomllib

import pytest
from django.core.management import CommandError

from platform_core.scope import platform_scope
from provisioning.catalog.slugs import slug_of, suggest
from provisioning.models import CatalogEntry
from provisioning.regions.apply import check
from provisioning.regions.plan import ADD, plan_file
from provisioning.regions.reader import read
from provisioning.regions.writer import region_file
from tenants.models import RESERVED_LABELS, Agency, ResponsibleBody, Tenant
from tests.commands.conftest import baukasten

pytestmark = pytest.mark.usefixtures("whole_catalog", "db")

ADDRESSES = {
    "Eckernförde": "eckernfoerde",
    "Groß Wittensee": "gross-wittensee",
    "Bad Münster a. Stein-Ebernburg": "bad-muenster-a-stein-ebernburg",
    "Cottbus/Chóśebuz": "cottbus-chosebuz",
    "St. Peter-Ording": "st-peter-ording",
    "Å": "a",
    "–": "",
}


def entry(key: str) -> CatalogEntry:
    return CatalogEntry.objects.select_related("municipality", "district", "association").get(key=key)


@pytest.fixture
def written(tmp_path):
    """`written("01058")`: the file for this Kreis, and its path."""

    def write(key, **options):
        with platform_scope():
            text = region_file(entry(key), agency="probe", **options)
        path = tmp_path / "region.toml"
        path.write_text(text, encoding="utf-8")
        return tomllib.loads(text), path

    return write


@pytest.mark.parametrize(("name", "address"), ADDRESSES.items())
def test_names_become_addresses(name, address):
    assert slug_of(name) == address


def test_every_place_in_germany_gets_an_address_of_its_own():
    taken: set[str] = set()
    with platform_scope():
        every = CatalogEntry.objects.select_related("municipality", "district", "association")
        slugs = [suggest(each, taken) for each in every.order_by("key")]
        for slug in slugs:
            Tenant(slug=slug).clean_fields(exclude=[f.name for f in Tenant._meta.fields if f.name != "slug"])

    assert len(set(slugs)) == len(slugs) == 12_440
    assert not set(slugs) & RESERVED_LABELS


def test_a_kreis_has_all_its_municipalities_and_a_portal(written):
    data, path = written("01058", agency_name="Agentur Probe")

    assert len(data["place"]) == 166
    assert [place["name"] for place in data["place"] if place["kind"] == "region"] == ["Kreis Rendsburg-Eckernförde"]
    assert {place["slug"] for place in data["place"]} >= {"eckernfoerde", "rendsburg", "gross-wittensee"}
    kinds = {place["name"]: place["kind"] for place in data["place"]}
    assert (kinds["Rendsburg"], kinds["Schinkel"]) == ("town", "village")
    check(read(path))


def test_the_plan_of_it_makes_every_place(written):
    _data, path = written("010575747")

    steps = plan_file(path)

    assert {step.sign for step in steps} == {ADD}
    assert sum(bool(step.slug) for step in steps) == 18


def test_an_address_that_somebody_has_is_not_suggested(written, adorf):
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(slug="schellhorn")

    data, _path = written("010575747")

    assert "schellhorn-preetz-land" in {place["slug"] for place in data["place"]}


def test_places_of_the_agency_keep_their_addresses(written):
    with platform_scope():
        agency = Agency.objects.create(slug="probe", name="Probe", region="Probeland")
        body = ResponsibleBody.objects.create(agency=agency, key="amt", name="Amt", land="SH")
        for slug, kind, ags in (("alte-adresse", "village", "01057070"), ("probeland", "region", "")):
            Tenant.objects.create(agency=agency, body=body, slug=slug, name=slug, kind=kind, ags=ags)

    data, _path = written("010575747")

    slugs = {place["name"]: place["slug"] for place in data["place"]}
    assert (slugs["Schellhorn"], slugs["Amt Preetz-Land"]) == ("alte-adresse", "probeland")
    assert data["agency"]["region"] == "Probeland"


@pytest.mark.parametrize(("key", "said"), [("99999", "no place has this key"), ("01057062", "no Kreis and no assoc")])
def test_what_is_no_kreis_is_named(key, said):
    with pytest.raises(CommandError, match=said):
        baukasten("catalog", "region", key, "--agency", "probe")
