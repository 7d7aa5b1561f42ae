"""A database of its own, a process whose children work in it, and what is there afterwards."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings

from tenants.postgres.embedded import Embedded
from tenants.postgres.prepare import prepare
from tests.support.database import drop_database, server

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(settings.BASE_DIR)
AGENCY = "agentur"
WELL = [{"signal": 0, "code": 0}]
FACTS = """
    SELECT (SELECT count(*) FROM tenants_tenant WHERE slug = %(slug)s),
           (SELECT count(*) FROM tenants_tenant WHERE slug = %(slug)s AND state = 'active' AND schema_version <> ''),
           (SELECT count(*) FROM tenants_domain WHERE host = %(slug)s || '.bk.test' AND is_primary),
           (SELECT count(*) FROM tenants_installedmodule m JOIN tenants_tenant t ON t.id = m.tenant_id
             WHERE t.slug = %(slug)s AND m.state = 'on'),
           (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%(schemas)s)),
           (SELECT count(*) FROM pg_namespace WHERE nspname = ANY(%(schemas)s)),
           (SELECT count(*) FROM pg_tables WHERE schemaname = ANY(%(schemas)s))
"""


@dataclass(frozen=True)
class Found:
    """What there is of a place, counted as superuser."""

    rows: int
    active: int
    addresses: int
    modules: int
    roles: int
    schemas: int
    tables: int


NOTHING = Found(0, 0, 0, 0, 0, 0, 0)


class Forge:
    """A database of its own and a process whose children provision in it."""

    def __init__(self, database: str, folder: Path, cluster: Embedded, **environment: str) -> None:
        self.database, self.folder, self.cluster = database, folder, cluster
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "BAUKASTEN_TEST_DATABASE": database,
            "FAULTS_FILES": str(folder),
            **environment,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.provision_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=self.environment,
            text=True,
        )
        assert self._line() == "ready"

    def wish(self, do: str, *schemas: str, **more: Any) -> list[dict[str, int]]:
        """How each child ended, one per schema name."""
        assert self.process.stdin is not None
        wish = {"do": do, "schemas": schemas, "agency": AGENCY, "kill": None, **more}
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def order(self, *slugs: str, agency: str = AGENCY) -> str:
        """Submit an order; its key."""
        to = self.folder / "key"
        assert self.wish("order", "public", slugs=slugs, agency=agency, to=str(to)) == WELL
        return to.read_text()

    def findings(self) -> list[str]:
        """What `baukasten doctor --repair` would mend."""
        to = self.folder / "findings"
        assert self.wish("find", "public", to=str(to)) == WELL
        return to.read_text().splitlines()

    def rows(self, question: str, *values: object) -> list[Any]:
        """Asked as superuser."""
        with psycopg.connect(self.cluster.dsn("postgres", self.database), autocommit=True) as admin:
            return admin.execute(question.encode(), values).fetchall()

    def states(self, key: str) -> dict[str, str]:
        """The state of each place of an order."""
        return dict(self.rows("SELECT slug, state FROM orders_orderplace WHERE order_id = %s ORDER BY position", key))

    def found(self, slug: str, *schemas: str) -> Found:
        """What is there, once no child's connection is left on the server."""
        with psycopg.connect(self.cluster.dsn("postgres", self.database), autocommit=True) as admin:
            deadline = time.monotonic() + 10
            while _count(admin, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app_ddl' AND datname = %s"):
                assert time.monotonic() < deadline, "a killed child's connection outlives it"
                time.sleep(0.01)
            row = admin.execute(FACTS, {"slug": slug, "schemas": list(schemas)}).fetchone()
        assert row is not None
        return Found(*row)

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def _count(admin: psycopg.Connection[Any], question: str) -> int:
    row = admin.execute(question.encode(), [admin.info.dbname]).fetchone()
    return row[0] if row else 0


@contextmanager
def forging(folder: Path, *agencies: str) -> Iterator[Forge]:
    """A forge with a fresh platform and its agency; `folder` is for files and answers."""
    cluster, name = server(), f"test_{secrets.token_hex(4)}"
    cluster.start()
    prepare(cluster.dsn("postgres"), name)
    forge = Forge(name, folder, cluster)
    try:
        assert forge.wish("migrate", "public", agencies=agencies) == WELL
        yield forge
    finally:
        forge.close()
        drop_database(cluster, name)


@contextmanager
def forging_apart(folder: Path) -> Iterator[Forge]:
    """A forge on a PostgreSQL of its own, which may come to harm. Its folder must be open to other accounts."""
    cluster, name = Embedded(folder / "postgres", durable=False), "test_apart"
    cluster.start()
    try:
        prepare(cluster.dsn("postgres"), name)
        forge = Forge(name, folder, cluster, BAUKASTEN_TEST_DATA=str(folder), PYTEST_XDIST_WORKER="")
        try:
            assert forge.wish("migrate", "public") == WELL
            yield forge
        finally:
            forge.close()
    finally:
        cluster.stop()
