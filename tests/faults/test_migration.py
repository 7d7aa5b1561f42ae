"""A migration goes wrong in one of many places: the others serve, that one is in maintenance, the next run ends complete."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings as real
from django.db import connection
from psycopg import sql

from platform_core.scope import platform_scope
from provisioning.repair import find
from provisioning.schema.drop import drop_place
from provisioning.schema.migrate import fingerprint
from provisioning.schema.waves import migrate_places
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login
from tests.faults.going_wrong import FAULTS
from tests.support.places import make_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from platform_core.place import Place

pytestmark = pytest.mark.django_db(transaction=True)
FEW, MANY = 3, 100
DICE = random.Random(11)
SAMPLE = sorted(DICE.sample(range(MANY), 4))


@pytest.fixture(scope="module")
def crowd(django_db_setup: dict[str, Place], django_db_blocker: Any) -> Iterator[Callable[[int], list[Place]]]:
    """`crowd(100)`: as many places with the toy module, made once."""
    made: list[Place] = []

    def gather(count: int) -> list[Place]:
        with ddl_login():
            agency = django_db_setup["adorf"].region_id
            while len(made) < count:
                number = len(made)
                made.append(make_place(agency, f"menge-{number:03}", f"Menge {number:03}", modules=("toy",)))
        return made[:count]

    yield gather
    with django_db_blocker.unblock(), ddl_login():
        for place in made:
            with platform_scope():
                drop_place(Tenant.objects.get(pk=place.id))


@pytest.fixture
def everybody(crowd: Callable[[int], list[Place]], request: pytest.FixtureRequest) -> list[Place]:
    """As many places as the case says, with the tables of today."""
    return crowd(request.node.callspec.params["count"])


@pytest.fixture
def newer(everybody: list[Place], settings: Any, tmp_path: Any) -> Iterator[None]:
    """The toy module has a migration more; afterwards no place has it."""
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {**before, "toy": "tests.faults.toy_migrations"}
    fingerprint.cache_clear()
    yield
    FAULTS.clear()
    settings.MIGRATION_MODULES = before
    fingerprint.cache_clear()
    for schema in with_shade():
        superuser("ALTER TABLE {}.toy_toy DROP COLUMN shade", schema)
        superuser("DELETE FROM {}.django_migrations WHERE name = '0002_shade'", schema)
    assert migrate_places().is_complete
    TenantDirectory.forget()


def superuser(statement: str, schema: str = "") -> list[Any]:
    database = real.DATABASES["default"]
    with psycopg.connect(host=database["HOST"], dbname=database["NAME"], user="postgres", autocommit=True) as line:
        cursor = line.execute(sql.SQL(statement).format(sql.Identifier(schema)))
        return cursor.fetchall() if cursor.description else []


def with_shade() -> set[str]:
    """The schemas in which the new column is."""
    found = superuser("SELECT table_schema FROM information_schema.columns WHERE column_name = 'shade'")
    return {row[0] for row in found}


def an_error() -> None:
    raise RuntimeError("Something is wrong with the rows of this place.")


def a_lost_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())")


def statuses(places: list[Place], visit: Callable[..., Any]) -> dict[str, int]:
    TenantDirectory.forget()
    return {place.slug: visit(place).get("/").status_code for place in places}


FAULTY = [an_error, a_lost_connection, an_error, a_lost_connection]
CASES = [
    pytest.param(FEW, 0, an_error, True, id="the first of few"),
    pytest.param(FEW, 1, a_lost_connection, True, id="the second of few, with its connection"),
    pytest.param(FEW, 1, an_error, False, id="the second of few, and the run stops"),
    *(
        pytest.param(MANY, at, fault, at % 2 == 0, id=f"number {at} of many", marks=pytest.mark.long)
        for at, fault in zip(SAMPLE, FAULTY, strict=True)
    ),
]


@pytest.mark.parametrize(("count", "at", "fault", "keep_going"), CASES)
def test_one_place_goes_wrong(everybody, newer, visit, count, at, fault, keep_going):
    unlucky = everybody[at]
    FAULTS[unlucky.schema] = fault

    run = migrate_places(keep_going=keep_going)

    assert list(run.failed) == [unlucky.name]
    assert unlucky.schema not in with_shade(), "all of its migration or nothing"
    assert bool(run.waiting) != keep_going or at == count - 1
    assert statuses(everybody, visit) == {place.slug: 503 if place is unlucky else 200 for place in everybody}
    assert [str(finding) for finding in find()] == []

    FAULTS.clear()
    again = migrate_places()

    assert again.is_complete
    assert unlucky.name in again.migrated
    assert {place.schema for place in everybody} <= with_shade()
    assert set(statuses(everybody, visit).values()) == {200}
    assert versions(everybody) == {fingerprint_of(unlucky)}
    assert [str(finding) for finding in find()] == []


def versions(places: list[Place]) -> set[tuple[str, str]]:
    keys = [place.id for place in places]
    with platform_scope():
        return set(Tenant.objects.filter(pk__in=keys).values_list("schema_version", "schema_problem"))


def fingerprint_of(place: Place) -> tuple[str, str]:
    from platform_core.scope import CORE_APPS

    with platform_scope():
        fresh = place_of(tenants().get(pk=place.id))
    return fingerprint(CORE_APPS | fresh.installed), ""
