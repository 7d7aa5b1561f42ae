"""A region file for a whole Kreis or association, written from the catalogue: to look at, to complete, to apply."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from platform_core.legal.authorities import LANDS
from platform_core.place import PlaceKind
from provisioning.catalog.search import municipalities_of
from provisioning.catalog.slugs import slug_of, suggest
from provisioning.models import Level
from tenants.models import Agency, Domain, Tenant
from theming.presets import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioning.models import CatalogEntry

LARGEST_VILLAGE, LARGEST_TOWN = 5_000, 100_000  # people
HEAD = """\
# {name}: {count} places, written from the catalogue of municipalities (Statistisches Bundesamt, dl-de/by-2-0).
# Complete what is empty, here or later in each place; until then the places are in preparation.
# See what it would do with `baukasten plan`, do it with `baukasten apply`.
"""


class NothingToOrder(Exception):
    """An entry of the catalogue without municipalities that could become places."""


def region_file(larger: CatalogEntry, *, agency: str, agency_name: str = "") -> str:
    """The text of a region file for all municipalities of a Kreis or an association, with its portal.

    `agency` is the slug of an agency that is there or comes with the file. Places of ours keep their
    addresses; others get free ones. In the platform's scope. Raises NothingToOrder.
    """
    inside = list(municipalities_of(larger).select_related("association", "district", "municipality"))
    if larger.level not in {Level.DISTRICT, Level.ASSOCIATION} or not inside:
        raise NothingToOrder(f"{larger.key} {larger.name}: no Kreis and no association with municipalities.")
    known = Agency.objects.filter(slug=agency).first()
    ours = Tenant.objects.filter(agency=known) if known else Tenant.objects.none()
    own = dict(ours.exclude(ags="").values_list("ags", "slug"))
    portal_slug = ours.filter(kind=PlaceKind.REGION).values_list("slug", flat=True).first()
    taken = taken_labels()
    title = agency_name or (known.name if known else larger.name)
    data = {
        "agency": {"slug": agency, "name": title, "region": known.region if known else larger.name},
        "body": [body_of(larger), *(body_of(entry) for entry in inside)],
        "place": [
            portal_of(larger, portal_slug or suggest(larger, taken)),
            *(place_of_entry(entry, own.get(entry.key) or suggest(entry, taken)) for entry in inside),
        ],
    }
    return toml_of(data, HEAD.format(name=larger.name, count=len(inside)))


def toml_of(data: Mapping[str, Any], head: str = "") -> str:
    """A region file's data as its text."""
    tables = [("[agency]", data["agency"])]
    tables += [(f"[[{name}]]", table) for name in ("body", "place") for table in data.get(name, [])]
    return head + "".join(_toml(tables))


def taken_labels() -> set[str]:
    """Labels that belong to places already, whosesoever they are."""
    hosts = {host.split(".")[0] for host in Domain.objects.filter(is_default=True).values_list("host", flat=True)}
    return hosts | set(Tenant.objects.values_list("slug", flat=True))


def body_of(entry: CatalogEntry) -> dict[str, Any]:
    """Who answers for a place of the catalogue: the municipality, the Kreis, the association."""
    key = entry.key if entry.level == Level.MUNICIPALITY else slug_of(entry.key + " " + entry.name)
    land = LANDS[entry.key[:2]]
    kind = "Gemeinde" if entry.kind.startswith("Gemeinde") or not entry.kind else entry.kind
    kind = {"Kreisfreie Stadt": "Stadt", "Stadtkreis": "Stadt", "Große Kreisstadt": "Stadt"}.get(kind, kind)
    named = entry.name if entry.level != Level.MUNICIPALITY else f"{kind} {entry.name}"
    facts = {"key": key, "name": named, "legal_form": "Körperschaft des öffentlichen Rechts"}
    return facts | {
        "street": "",
        "postal_code": entry.postal_code,
        "city": entry.name if entry.level == Level.MUNICIPALITY else "",
        "representative": "",
        "email": "",
        "data_protection_officer": "",
        "supervisory_authority": land.privacy.name,
        "land": land.code,
    }


def portal_of(larger: CatalogEntry, slug: str) -> dict[str, Any]:
    """The portal of a whole Kreis or association."""
    facts = {"slug": slug, "name": larger.name, "kind": PlaceKind.REGION.value, **_point(larger)}
    return facts | {"body": body_of(larger)["key"]}


def place_of_entry(entry: CatalogEntry, slug: str) -> dict[str, Any]:
    """A municipality, or an Ortsteil, for which its municipality answers."""
    answering = entry.municipality or entry
    facts = {"slug": slug, "name": entry.name, "kind": _kind(entry).value}
    facts |= {"body": answering.key, "ags": answering.key}
    around = entry.municipality or entry.association or entry.district
    subtitle = f"{entry.kind or 'Gemeinde'}, {around.name if around else entry.land}"
    preset = (
        PRESETS[zlib.crc32(entry.key.encode()) % len(PRESETS)]
        if entry.municipality
        else PRESETS[int(entry.key) % len(PRESETS)]
    )
    look = {"accent": preset.accent, "second": preset.second}
    return facts | {"subtitle": subtitle[:120], "population": entry.population, **_point(entry), "look": look}


def _kind(entry: CatalogEntry) -> PlaceKind:
    people = entry.population
    if people is None:
        return PlaceKind.TOWN if "Stadt" in entry.kind else PlaceKind.VILLAGE
    if people < LARGEST_VILLAGE:
        return PlaceKind.VILLAGE
    return PlaceKind.TOWN if people < LARGEST_TOWN else PlaceKind.CITY


def _point(entry: CatalogEntry) -> dict[str, Any]:
    return {"lat": entry.lat, "lon": entry.lon}


def _toml(tables: list[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """What is unknown is left out."""
    for head, facts in tables:
        yield f"\n{head}\n"
        for name, value in facts.items():
            if value is not None:
                yield f"{name} = {_value(value)}\n"


def _value(value: Any) -> str:
    """Strings of JSON are strings of TOML, but for one sign that TOML wants written out."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items() if each is not None) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
