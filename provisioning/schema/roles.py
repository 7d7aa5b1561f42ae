"""The role and the schema of a place: made on the DDL login, in the open transaction."""

from __future__ import annotations

from django.db import connection
from psycopg import sql

from platform_core.scope import DDL_ROLE, platform_scope

ROLE = (
    "CREATE ROLE {name} NOLOGIN",
    "COMMENT ON ROLE {name} IS {home}",  # roles belong to the whole server: this says to which database
    "GRANT {name} TO app WITH INHERIT FALSE, SET TRUE",
)
SCHEMA = ("CREATE SCHEMA {name}",)
RIGHTS = (
    "GRANT USAGE ON SCHEMA {name} TO {name}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {name}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {ddl} IN SCHEMA {name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
)


def create_role(name: str) -> None:
    """The role of a place, which `app` can become; its comment names this database."""
    _execute(ROLE, name)


def create_schema(name: str) -> None:
    """The schema of a place, still without tables and rights."""
    _execute(SCHEMA, name)


def give_rights(name: str) -> None:
    """Let a place's role use its schema, and all tables that are there or will be."""
    _execute(RIGHTS, name)


def _execute(statements: tuple[str, ...], name: str) -> None:
    home = f"baukasten {connection.settings_dict['NAME']}"
    parts = {"name": sql.Identifier(name), "ddl": sql.Identifier(DDL_ROLE), "home": sql.Literal(home)}
    with platform_scope(ddl=True), connection.cursor() as cursor:
        cursor.execute(sql.SQL("; ").join(sql.SQL(statement).format(**parts) for statement in statements))
