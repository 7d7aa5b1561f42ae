"""The list of the control panel with 1,000 places of ten agencies, as an operator sees it: searched, filtered, sorted."""

from __future__ import annotations

import random
import statistics
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from platform_core.place import PlaceKind, PlaceState
from platform_core.scope import CORE_APPS, platform_scope
from provisioning.care.attention import TITLES
from provisioning.care.models import Figures
from provisioning.catalog.load import load
from provisioning.models import CatalogEntry, Level
from provisioning.schema import migrate_platform
from provisioning.schema.migrate import fingerprint
from tenants.models import Agency, Domain, InstalledModule, ResponsibleBody, Tenant
from tests.bench.figures import line
from tests.fixtures import make_staff
from tests.support.database import fresh_database
from tests.support.places import make_agency
from tests.support.visitor import Visitor

PLACES, AGENCIES, ASKED = 1_000, 10, 40
MODULES = ("ideas", "news", "pages")
STATES = [PlaceState.ACTIVE] * 8 + [PlaceState.PREPARING, PlaceState.SUSPENDED]


def measure() -> None:
    with fresh_database():
        migrate_platform()
        load()
        dice = random.Random(1)
        plant(dice)
        with platform_scope():
            names = list(Tenant.objects.order_by("slug").values_list("name", flat=True))
        visitor = Visitor(host=f"panel.{settings.DOMAIN}").sign_in(make_staff("Olga Ordnung"))
        for title, queries in asked(dice, names).items():
            report(visitor, title, queries)
        connection.close()


def plant(dice: random.Random) -> None:
    """Rows of places as they are in the public schema, where the list is made; without schemas of their own."""
    agencies = [make_agency(f"agentur-{number}", f"Region {number}") for number in range(AGENCIES)]
    with platform_scope():
        bodies = dict(ResponsibleBody.objects.values_list("agency_id", "pk"))
        every = CatalogEntry.objects.filter(level=Level.MUNICIPALITY, is_unincorporated=False).order_by("key")
        tenants = []
        for number, entry in enumerate(dice.sample(list(every), PLACES)):
            agency = agencies[number % AGENCIES]
            facts = {"name": entry.name, "ags": entry.key, "population": entry.population or 0, "lat": entry.lat}
            facts |= {"lon": entry.lon, "state": dice.choice(STATES), "kind": dice.choice(list(PlaceKind)[:3])}
            version = fingerprint(CORE_APPS | set(MODULES))
            tenants.append(
                Tenant(slug=f"ort-{number}", agency_id=agency, body_id=bodies[agency], schema_version=version, **facts)
            )
        Tenant.objects.bulk_create(tenants)
        Domain.objects.bulk_create(
            Domain(tenant=each, host=each.default_host, is_primary=True, is_default=True) for each in tenants
        )
        InstalledModule.objects.bulk_create(
            InstalledModule(tenant=each, name=name) for each in tenants for name in MODULES
        )
        Figures.objects.bulk_create(figures_of(each, dice) for each in tenants)
        assert Agency.objects.count() == AGENCIES


def figures_of(tenant: Tenant, dice: random.Random) -> Figures:
    marks = dice.sample(list(TITLES), dice.choice([0, 0, 0, 1, 2]))
    days = timedelta(days=dice.randrange(200))
    numbers = {name: dice.randrange(50) for name in ("people", "contributions", "open_promises", "overdue", "admins")}
    return Figures(tenant=tenant, attention=marks, urgency=len(marks), last_answer_at=timezone.now() - days, **numbers)


def asked(dice: random.Random, names: list[str]) -> dict[str, list[str]]:
    """What somebody types and chooses."""
    sorts = ["name", "agency", "state", "people", "new", "answer", "attention"]
    return {
        "the list": [""] * ASKED,
        "searched by the first letters": [f"q={dice.choice(names)[:3]}" for _each in range(ASKED)],
        "searched by name": [f"q={dice.choice(names)}" for _each in range(ASKED)],
        "of one agency": [f"agentur=agentur-{dice.randrange(AGENCIES)}" for _each in range(ASKED)],
        "those that need somebody": ["achtung=any"] * ASKED,
        "in each order": [f"nach={dice.choice(sorts)}" for _each in range(ASKED)],
        "on a later page": [f"seite={dice.randrange(2, 8)}" for _each in range(ASKED)],
    }


def report(visitor: Visitor, title: str, queries: list[str]) -> None:
    """Median and 95th percentile of the table alone, as htmx asks for it, and the number of questions."""
    taken = []
    for query in ["", *queries]:
        begin = time.perf_counter()
        answer = visitor.get(f"/orte/?{query}", headers={"hx-request": "true"})
        taken.append(time.perf_counter() - begin)
        assert answer.status_code == 200, (query, answer.status_code)
    with platform_scope(), CaptureQueriesContext(connection) as questions:
        visitor.get(f"/orte/?{queries[0]}", headers={"hx-request": "true"})
    p95 = statistics.quantiles(taken[1:], n=20)[-1]
    median = statistics.median(taken[1:])
    line(title, f"median {median * 1000:5.0f} ms, p95 {p95 * 1000:5.0f} ms, {len(questions)} questions")
