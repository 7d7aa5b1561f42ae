"""The way back: a place's schema, role, rows and files go, and nothing else."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from platform_core.scope import SCHEMA_NAME, platform_scope

if TYPE_CHECKING:
    from tenants.models import Tenant

NO_MORE_JOBS = "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND args->>'schema' = %s"


def drop_place(tenant: Tenant) -> None:
    """Remove everything there is of a place, in the open transaction, its files after the commit. On the DDL login.

    Whoever calls has made sure that nobody misses it.
    """
    name = tenant.schema_name
    drop_schema_and_role(name)
    with platform_scope():
        with connection.cursor() as cursor:
            cursor.execute(NO_MORE_JOBS, [name])
        tenant.delete()
    transaction.on_commit(functools.partial(_remove_files, name))


def drop_schema_and_role(name: str) -> None:
    """Schema and role of a place, as far as they are there. Raises ValueError for any other name."""
    if not SCHEMA_NAME.match(name):
        message = f"{name!r} is no schema of a place."
        raise ValueError(message)
    with platform_scope(ddl=True), connection.cursor() as cursor:
        for statement in ("DROP SCHEMA IF EXISTS {} CASCADE", "DROP ROLE IF EXISTS {}"):
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _remove_files(schema: str) -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT) / schema, ignore_errors=True)
