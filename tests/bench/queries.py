"""How many questions a page asks the database, made anew, for one thing and for three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from platform_core import registry
from platform_core.place import PlaceKind
from platform_core.scope import place_scope, platform_scope
from provisioning.schema import migrate_platform
from tenants.postgres.ddl import ddl_login
from tests.bench.figures import line
from tests.contract.rows import contribute
from tests.fixtures import make_person
from tests.support.database import fresh_database
from tests.support.places import make_agency, make_place
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.place import Place

NAMES = ("Karl Muster", "Lotte Probe", "Mara Beispiel")


def measure() -> None:
    with fresh_database():
        migrate_platform()
        agency = make_agency("agentur", "Region")
        with ddl_login():
            village = make_place(agency, "dorf", "Probedorf", modules=tuple(registry.modules()))
            portal = make_place(agency, "portal", "Portal", kind=PlaceKind.REGION, modules=("region",))
        compare(village, portal)
        connection.close()


def compare(village: Place, portal: Place) -> None:
    readers = {place: make_person(place, "Anna Beispiel") for place in (village, portal)}
    authors = [make_person(village, name) for name in NAMES]
    for module in registry.modules().values():
        for kind in module.kinds:
            with place_scope(village):
                path = contribute(kind.model, authors[0], "Bank Nummer 1").get_absolute_url()
            pages = pages_of(module, path, village, portal)
            one = count_all(pages, readers)
            with place_scope(village):
                for number, author in enumerate(authors[1:], 2):
                    contribute(kind.model, author, f"Bank Nummer {number}")
            three = count_all(pages, readers)
            for title in one:
                alike = "" if one[title] == three[title] else "   MORE FOR THREE"
                line(f"{module.name}: {title}", f"{one[title]:4} for one, {three[title]:3} for three{alike}")


def pages_of(module: registry.Module, path: str, village: Place, portal: Place) -> dict[str, tuple[Place, str]]:
    listed = reverse(module.nav[0].url_name, urlconf="platform_core.urls.place")
    return {
        "home": (village, "/"),
        "list": (village, listed),
        "detail": (village, path),
        "search": (village, "/suche/?q=Bank"),
        "portal, home": (portal, "/"),
        "portal, list": (portal, "/region/"),
    }


def count_all(pages: dict[str, tuple[Place, str]], readers: dict[Place, Person]) -> dict[str, int]:
    return {
        f"{title}, {'signed in' if signed_in else 'anonymous'}": count(
            place, path, readers[place] if signed_in else None
        )
        for title, (place, path) in pages.items()
        for signed_in in (False, True)
    }


def count(place: Place, path: str, person: Person | None) -> int:
    visitor = Visitor(place).sign_in(person) if person else Visitor(place)
    visitor.get(path)
    with platform_scope():
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(path).status_code == 200
    return len(queries)
