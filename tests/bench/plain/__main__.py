"""Saves tenants the way django-tenants documents it, and writes how long each took.

With few and with many tenants that are there already; by migrations and by its clone.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def main(runs: int, counts: list[int]) -> None:
    django.setup()
    figures: dict[str, dict[int, list[float]]] = {"migrate": {}, "clone": {}}
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate_schemas", shared=True, run_syncdb=True, verbosity=0)
        saved("original")
        for count in counts:
            for number in range(existing(), count):
                fill(f"fill_{number}")
            for way, base in (("migrate", None), ("clone", "original")):
                settings.TENANT_BASE_SCHEMA = base
                figures[way][count] = [saved(f"{way}_{count}_{number}") for number in range(runs + 1)][1:]
    check("original", "migrate_10_1", "clone_10_1")
    print(json.dumps(figures))


def existing() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT schemaname) FROM pg_tables WHERE tablename = 'ideas_idea'")
        return int(cursor.fetchone()[0])


def fill(name: str) -> None:
    """One tenant more that is only there: its tables and indexes, made as quickly as PostgreSQL can."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'original'")
        tables = [row[0] for row in cursor.fetchall()]
        copies = (f'CREATE TABLE {name}."{table}" (LIKE original."{table}" INCLUDING ALL)' for table in tables)
        cursor.execute(f"CREATE SCHEMA {name}; {'; '.join(copies)}")


def saved(name: str) -> float:
    """How long one tenant with its address takes."""
    from tests.bench.plain.models import Client, Domain

    begin = time.perf_counter()
    client = Client(schema_name=name)
    client.save(verbosity=0)
    Domain.objects.create(domain=f"{name.replace('_', '-')}.bk.test", tenant=client, is_primary=True)
    return time.perf_counter() - begin


def check(*schemas: str) -> None:
    """The figures compare nothing unless the tables are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, count(*) FROM pg_tables WHERE schemaname = ANY(%s) GROUP BY 1", [list(schemas)]
        )
        counts = dict(cursor.fetchall())
    assert min(counts.get(schema, 0) for schema in schemas) > 25, counts
    print(f"tables: {counts}", file=sys.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(count) for count in sys.argv[2:]])
