"""The test cluster: an embedded PostgreSQL of its own, a fresh database per run, places to test with."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from psycopg import sql

from tenants.addresses import TenantDirectory
from tenants.postgres.embedded import Embedded
from tenants.postgres.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Rows that the migrations wrote and that every test needs: never truncated.
KEPT_PUBLIC = frozenset(
    [
        "django_migrations",
        "tenants_agency",
        "tenants_responsiblebody",
        "tenants_tenant",
        "tenants_domain",
        "tenants_installedmodule",
        "procrastinate_workers",
    ]
)


def server() -> Embedded:
    """The embedded PostgreSQL of the tests; it may lose data in a power cut and is quick for it."""
    return Embedded(Path(settings.DATA_FOLDER) / "postgres", durable=False)


@contextlib.contextmanager
def fresh_database() -> Iterator[None]:
    """The database named in the settings, prepared; dropped afterwards with the roles of its places."""
    cluster = server()
    cluster.start()
    name = str(settings.DATABASES["default"]["NAME"])
    prepare(cluster.dsn("postgres"), name, app_password=None, ddl_password=None)
    remove_folders(cluster)
    TenantDirectory.forget()  # places of an earlier database of this process
    try:
        with psycopg.connect(cluster.dsn("postgres", name), autocommit=True):  # says that the cluster is in use
            yield
    finally:
        drop_database(cluster, name)
        if not is_in_use(cluster):
            cluster.stop()


def is_in_use(cluster: Embedded) -> bool:
    """Whether another test run works in the cluster at the moment."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as admin:
        row = admin.execute("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'test%'").fetchone()
    return bool(row and row[0])


def drop_database(cluster: Embedded, name: str) -> None:
    """Drop a test database and every place role that nothing else in the cluster needs."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as admin:
        roles = _roles_of(cluster, name)
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        for role in roles:
            admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def remove_folders(cluster: Embedded) -> None:
    """Delete files and mails that earlier runs left: those of places of which no role is in the cluster any more."""
    rooms = (Path(settings.DATA_FOLDER) / name for name in ("files", "mailbox", "archive"))
    folders = [folder for room in rooms for folder in room.glob("t_*")]
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as admin:
        roles = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles WHERE rolname ~ '^t_'")}
    for folder in folders:
        if folder.name not in roles:
            shutil.rmtree(folder, ignore_errors=True)


def _roles_of(cluster: Embedded, name: str) -> list[str]:
    with psycopg.connect(cluster.dsn("postgres", name)) as admin:
        rows = admin.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[a-z2-7]{10}$'").fetchall()
    return [row[0] for row in rows]


def truncate_all() -> None:
    """Empty every table of every schema, except what makes the test places."""
    name = str(settings.DATABASES["default"]["NAME"])
    with psycopg.connect(server().dsn("app_ddl", name), autocommit=True) as connection:
        connection.execute("SET ROLE app_ddl")
        rows = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname ~ '^t_' AND tablename <> 'django_migrations'"
            " OR schemaname = 'public' AND NOT tablename = ANY(%s)",
            [list(KEPT_PUBLIC)],
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(*row) for row in rows)
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
