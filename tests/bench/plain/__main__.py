"""Saves tenants the way django-tenants documents it, and writes how long each took."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time

import django
from django.core.management import call_command
from django.db import connection


def main(runs: int) -> None:
    django.setup()
    from tests.bench.plain.models import Client, Domain

    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate_schemas", shared=True, run_syncdb=True, verbosity=0)
        taken = []
        for number in range(runs + 1):
            begin = time.perf_counter()
            client = Client(schema_name=f"plain_{number}")
            client.save(verbosity=0)
            Domain.objects.create(domain=f"dorf-{number}.bk.test", tenant=client, is_primary=True)
            taken.append(time.perf_counter() - begin)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'plain_1'")
            tables = cursor.fetchone()[0]
    assert tables > 10, f"only {tables} tables: the tenant's apps were not migrated"
    print(json.dumps(taken[1:]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
