"""From answers to what is wanted: the data that a region file would hold, made from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core.place import PlaceKind
from provisioning.blueprints import Blueprint, NoBlueprint, blueprint
from provisioning.catalog.names import plain
from provisioning.catalog.search import there
from provisioning.catalog.slugs import suggest
from provisioning.models import Level
from provisioning.regions.reader import BODY_KEYS
from provisioning.regions.writer import body_of, place_of_entry, portal_of, taken_labels
from provisioning.steps import LOOK_KEYS, ORDERED
from tenants.models import ModuleState, Tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioning.models import CatalogEntry
    from tenants.models import Agency, ResponsibleBody

LARGER = (Level.DISTRICT, Level.ASSOCIATION)
FOLLOWS_SIZE = ""  # the answer "as fits the size" for blueprints


@dataclass(frozen=True, slots=True)
class Wish:
    """One place of the answers: its entry in the catalogue, what was typed for it, and the place it already is."""

    entry: CatalogEntry
    typed: dict[str, Any]
    tenant: Tenant | None
    slug: str

    @property
    def is_portal(self) -> bool:
        return self.entry.level in LARGER

    @property
    def kind(self) -> str:
        """How large it is, in our words."""
        if self.tenant is not None:
            return self.tenant.kind
        return PlaceKind.REGION.value if self.is_portal else str(place_of_entry(self.entry, "x")["kind"])


def wishes(agency: Agency, answers: Mapping[str, Any]) -> list[Wish]:
    """The chosen places, each with its address; in the platform's scope.

    Places that are there keep their address, the others have what was typed, or a suggestion nobody has.
    """
    chosen = [dict(each) for each in answers.get("places", [])]
    keys = [each["key"] for each in chosen]
    entries = there(agency.pk).select_related("municipality", "association", "district").in_bulk(keys)
    ours = _ours(agency)
    taken = taken_labels() | {each.get("slug", "") for each in chosen}
    found = []
    for typed in chosen:
        if (entry := entries.get(typed["key"])) is None:
            continue  # gone from the catalogue since it was chosen
        tenant = ours.get(sign_of(entry))
        slug = tenant.slug if tenant else typed.get("slug") or suggest(entry, taken)
        found.append(Wish(entry, typed, tenant, slug))
    return found


def sign_of(entry: CatalogEntry) -> tuple[str, str]:
    """By what a place of ours is known to be this entry: key and name; a portal by its name alone."""
    key = "" if entry.level in LARGER else (entry.municipality or entry).key
    return key, plain(entry.name)


def _ours(agency: Agency) -> dict[tuple[str, str], Tenant]:
    here = Tenant.objects.filter(agency=agency).select_related("body").prefetch_related("installed_modules")
    return {("" if each.kind == PlaceKind.REGION else each.ags, plain(each.name)): each for each in here}


def wanted_of(agency: Agency, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The region file's data for the answers, in the platform's scope."""
    bodies: dict[str, dict[str, Any]] = {}
    places = []
    for wish in wishes(agency, answers):
        body = _body_row(wish.tenant.body) if wish.tenant else body_of(wish.entry.municipality or wish.entry)
        bodies.setdefault(body["key"], body)
        places.append(
            _there(wish, wish.tenant, agency.slug, answers) if wish.tenant else _new(wish, agency.slug, answers)
        )
    head = {"slug": agency.slug, "name": agency.name, "region": agency.region}
    return {"agency": head, "body": list(bodies.values()), "place": places}


def _new(wish: Wish, agency: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    make = portal_of if wish.is_portal else place_of_entry
    place = make(wish.entry, wish.slug)
    name = blueprint_of(wish, answers)
    if name:
        place["blueprint"] = name
    if name and _blueprint(name, agency).look:
        place.pop("look", None)  # the blueprint's own
    if chosen := answers.get("look"):
        place["look"] = {key: chosen[key] for key in LOOK_KEYS if chosen.get(key)}
    return place | _admins(wish)


def _there(wish: Wish, tenant: Tenant, agency: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A place that is there stays as it is and gets the modules of the blueprint."""
    place = {name: getattr(tenant, name) for name in ("slug", *ORDERED)}
    on = {each.name for each in tenant.installed_modules.all() if each.state == ModuleState.ON}
    place |= {
        "body": tenant.body.key,
        "demo": tenant.is_demo,
        "modules": sorted(on | set(_blueprint(blueprint_of(wish, answers) or wish.kind, agency).modules)),
    }
    place["look"] = {key: str(getattr(tenant, key)) for key in LOOK_KEYS}
    return {key: value for key, value in place.items() if value is not None} | _admins(wish)


def _blueprint(name: str, agency: str) -> Blueprint:
    """The blueprint; one that has gone since it was chosen is named when the order is read."""
    try:
        return blueprint(name, agency)
    except NoBlueprint:
        return Blueprint(name, name, (), ())


def blueprint_of(wish: Wish, answers: Mapping[str, Any]) -> str:
    """Its own, else that of all; a portal always begins as one. Empty where the size decides."""
    if wish.is_portal:
        return PlaceKind.REGION.value
    return str(wish.typed.get("blueprint") or answers.get("blueprint") or FOLLOWS_SIZE)


def _admins(wish: Wish) -> dict[str, Any]:
    admins = [{"email": each["email"], "name": each["name"]} for each in wish.typed.get("admins", [])]
    return {"admins": admins} if admins else {}


def _body_row(body: ResponsibleBody) -> dict[str, Any]:
    return {key: getattr(body, key) for key in BODY_KEYS}
