"""Places for tests that switch modules: made for one test or one file, and taken away afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from platform_core import registry
from platform_core.scope import platform_scope
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login
from tests.support.database import server
from tests.support.places import make_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from platform_core.place import Place


def with_required(name: str) -> tuple[str, ...]:
    """A module's name after the names of all it requires."""
    before = [each for required in registry.modules()[name].requires for each in with_required(required)]
    return tuple(dict.fromkeys([*before, name]))


def build(region: UUID, slug: str, modules: tuple[str, ...], **wishes: object) -> Place:
    with ddl_login():
        return make_place(region, slug, slug.capitalize(), modules=modules, **wishes)


def remove(place: Place) -> None:
    """Take a place away with its role, schema and rows."""
    with psycopg.connect(server().dsn("postgres", settings.DATABASES["default"]["NAME"]), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(place.schema)))
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(place.schema)))
    with ddl_login(), platform_scope():
        Tenant.objects.filter(pk=place.id).delete()


@pytest.fixture(scope="module")
def full(django_db_setup: dict[str, Place], django_db_blocker: pytest.FixtureRequest) -> Iterator[Place]:
    """Vollstadt, which uses every module there is."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        place = build(django_db_setup["adorf"].region_id, "vollstadt", tuple(registry.modules()))
    yield place
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        remove(place)


@pytest.fixture
def make_village(transactional_db: None, places: dict[str, Place]) -> Iterator[Callable[..., Place]]:
    """`make_village(*modules)`: a village of this test alone, committed, so that it can be switched and migrated.

    Named arguments are wishes of its order, for example `starter=True`.
    """
    made: list[Place] = []

    def village(*modules: str, **wishes: object) -> Place:
        made.append(build(places["adorf"].region_id, f"cdorf-{len(made)}", modules, **wishes))
        return made[-1]

    yield village
    for place in made:
        remove(place)


def tables_of(schema: str) -> set[str]:
    """The tables that are really there, asked as superuser."""
    with psycopg.connect(server().dsn("postgres", settings.DATABASES["default"]["NAME"])) as admin:
        rows = admin.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [schema])
        return {row[0] for row in rows}


def rows_of(schema: str, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Every row of every table of a schema, as text; without the tables that are named."""
    with psycopg.connect(server().dsn("postgres", settings.DATABASES["default"]["NAME"])) as admin:
        return {
            table: [
                str(row[0])
                for row in admin.execute(
                    sql.SQL("SELECT row_to_json(t)::text FROM {} t ORDER BY 1").format(sql.Identifier(schema, table))
                )
            ]
            for table in sorted(tables_of(schema) - without)
        }
