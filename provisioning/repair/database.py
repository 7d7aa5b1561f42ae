"""Schemas and roles that no place needs. Roles belong to the whole server: only those that are ours are touched."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.utils import InternalError, OperationalError
from psycopg import sql

from platform_core.place import PlaceState
from platform_core.scope import DDL_ROLE, platform_scope
from provisioning.repair.findings import Finding
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMAS = "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname ~ '^t_[a-z2-7]{10}$' ORDER BY nspname"
ROLES = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname ~ '^t_[a-z2-7]{10}$' ORDER BY rolname"
#: Roles that were made here say so in their comment (see provisioning.steps); older ones are known by their rights.
OUR_ROLES = """
    SELECT r.rolname FROM pg_catalog.pg_roles r
     WHERE r.rolname ~ '^t_[a-z2-7]{10}$'
       AND (pg_catalog.shobj_description(r.oid, 'pg_authid') = 'baukasten ' || pg_catalog.current_database()
            OR EXISTS (SELECT FROM pg_catalog.pg_shdepend d
                        WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = r.oid
                          AND d.dbid = (SELECT oid FROM pg_catalog.pg_database
                                         WHERE datname = pg_catalog.current_database())))
     ORDER BY r.rolname
"""


def names(question: str) -> list[str]:
    """The first column of an answer, asked in the platform's scope."""
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in cursor.fetchall()]


def known_schemas() -> set[str]:
    """The schema names of all places but the erased ones."""
    with platform_scope():
        gone = Tenant.objects.filter(state=PlaceState.ERASED, schema_version="").values_list("pk", flat=True)
        return set(Tenant.objects.exclude(pk__in=gone).values_list("schema_name", flat=True))


def schemas_of_nobody() -> Iterator[Finding]:
    """A schema and its place are written in one transaction: whoever sees a schema without place sees an orphan."""
    there = names(SCHEMAS)  # asked first: a place made in between is known by then
    for name in sorted(set(there) - known_schemas()):
        yield Finding(
            what="A schema without place",
            where=name,
            remedy="drops the schema with its tables, and its role",
            mend=functools.partial(drop_schema, name),
        )


def drop_schema(name: str) -> None:
    """Drop an orphaned schema and its role in one transaction. Raises ValueError when it has a place by now."""
    with ddl_login(), transaction.atomic():
        _check_unused(name)
        with platform_scope(ddl=True), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
        if name in names(OUR_ROLES):
            _drop_role(name)


def roles_of_nobody() -> Iterator[Finding]:
    """Roles of this database without place and schema."""
    ours = names(OUR_ROLES)
    for name in sorted(set(ours) - known_schemas() - set(names(SCHEMAS))):
        yield Finding(
            what="A database role without place",
            where=name,
            remedy="takes its rights in this database away and drops it, unless another database needs it",
            mend=functools.partial(drop_role, name),
        )


def drop_role(name: str) -> None:
    """Drop an orphaned role. Raises ValueError when it has a place by now, or rights in another database."""
    with ddl_login(), transaction.atomic():
        _check_unused(name)
        _drop_role(name)


def _drop_role(name: str) -> None:
    role, owner = sql.Identifier(name), sql.Identifier(DDL_ROLE)
    with platform_scope(ddl=True), connection.cursor() as cursor:
        # Whoever takes a role's rights away needs them; they go with the role.
        cursor.execute(sql.SQL("GRANT {} TO {} WITH INHERIT TRUE").format(role, owner))
        cursor.execute(sql.SQL("DROP OWNED BY {}").format(role))
        try:
            with transaction.atomic():
                cursor.execute(sql.SQL("DROP ROLE {}").format(role))
        except (InternalError, OperationalError) as needed:
            message = f"The role {name} has rights in another database of this server and stays: {needed}"
            raise ValueError(message) from needed


def _check_unused(name: str) -> None:
    if name in known_schemas():
        message = f"{name} belongs to a place by now. Nothing was changed."
        raise ValueError(message)
