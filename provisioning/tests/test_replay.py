"""Places whose migrations come from memory have exactly the tables of one whose migrations Django worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from platform_core.scope import platform_scope
from provisioning.schema import migrate, replay
from provisioning.schema.drop import drop_place
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login
from tests.support.places import make_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platform_core.place import Place

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = """
    SELECT 'column', c.table_name, c.column_name, c.data_type || c.is_nullable || coalesce(c.column_default, '')
      FROM information_schema.columns c WHERE c.table_schema = %(schema)s
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = to_regnamespace(%(schema)s)
    UNION ALL
    SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s
    UNION ALL
    SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t
      JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = to_regnamespace(%(schema)s) AND NOT t.tgisinternal
    ORDER BY 1, 2, 3, 4
"""


class Thinking(MigrationExecutor):
    """As Django does it, for every place anew."""

    def replay(self, plan: Any) -> None:
        self.migrate(None, plan=plan)


@pytest.fixture
def three(adorf: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Place]]:
    """The first worked out by Django, the second remembered while it was made, the third from memory."""
    replay._remembered.clear()
    made = []
    with ddl_login():
        for number, executor in enumerate((Thinking, replay.ReplayingExecutor, replay.ReplayingExecutor)):
            monkeypatch.setattr(migrate, "ReplayingExecutor", executor)
            slug = f"gleich-{number}"
            made.append(make_place(adorf.region_id, slug, "Gleich", modules=("ideas", "news", "pages", "toy")))
    yield made
    with ddl_login(), platform_scope():
        for place in made:
            drop_place(Tenant.objects.get(pk=place.id))


def everything_in(place: Place) -> list[tuple[str, ...]]:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(EVERYTHING, {"schema": place.schema})
        return [tuple(str(cell).replace(place.schema, "here") for cell in row) for row in cursor.fetchall()]


def test_it_makes_the_same_tables(three):
    worked_out, first, again = (everything_in(place) for place in three)

    assert len(worked_out) > 300
    assert first == worked_out
    assert again == worked_out


def test_only_some_plans_are_kept(three, adorf):
    assert 1 <= len(replay._remembered) <= replay.MOST_PLANS
