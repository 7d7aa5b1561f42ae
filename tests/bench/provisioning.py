"""One place with the village's set of modules: our steps beside what django-tenants does by itself.

Both run on the same server, in a prepared database each, as the same login, and
end with the same tables: sessions, accounts, contributions, comments, ideas.
Ours also makes the database role of the place and its rights. django-tenants
makes the schema and runs its migrate_schemas when the tenant is saved.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from uuid import UUID

from django.conf import settings
from django.db import connection

from provisioning.schema import migrate_platform
from tenants.postgres.ddl import ddl_login
from tenants.postgres.prepare import prepare
from tests.bench.figures import milliseconds, ratio
from tests.support.database import drop_database, fresh_database, server
from tests.support.places import make_agency, make_place

RUNS = 7
VILLAGE = ("ideas",)


def measure() -> None:
    with fresh_database():
        migrate_platform()
        agency = make_agency("agentur", "Region")
        ours = seconds_of(agency, VILLAGE, "dorf")
        portal = seconds_of(agency, ("region",), "portal")
        connection.close()
    own = milliseconds("our steps, village (row, role, schema, tables, address)", ours)
    milliseconds("our steps, portal of a region", portal)
    plain = milliseconds("plain django-tenants, the same tables", plain_seconds())
    ratio("plain django-tenants takes", own, plain)


def seconds_of(agency: UUID, modules: tuple[str, ...], slug: str) -> list[float]:
    """How long each of some new places takes, after one to warm up."""
    taken = []
    with ddl_login():
        for number in range(RUNS + 1):
            begin = time.perf_counter()
            make_place(agency, f"{slug}-{number}", "Probedorf", modules=modules)
            taken.append(time.perf_counter() - begin)
    return taken[1:]


def plain_seconds() -> list[float]:
    """The same by django-tenants alone, in a process with settings of its own."""
    cluster, name = server(), f"test_{secrets.token_hex(4)}"
    cluster.start()
    prepare(cluster.dsn("postgres"), name)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings",
        "PLAIN_SOCKET": str(cluster.socket_folder),
        "PLAIN_DATABASE": name,
    }
    command = [sys.executable, "-m", "tests.bench.plain", str(RUNS)]
    try:
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
    finally:
        drop_database(cluster, name)
        cluster.stop()
    if done.returncode:
        raise SystemExit(done.stderr)
    taken: list[float] = json.loads(done.stdout.splitlines()[-1])
    return taken
