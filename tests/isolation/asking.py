"""Plain questions to the database, through Django's connection or past it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from tests.support.database import server

if TYPE_CHECKING:
    from collections.abc import Sequence

WHO = "SELECT current_user::text, current_setting('search_path')"


def rows(statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
    """What a statement gives on Django's connection, in the open scope."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def ask(statement: str, parameters: Sequence[object] | None = None) -> Any:
    """The first value that a statement gives."""
    return rows(statement, parameters)[0][0]


def who() -> tuple[str, str]:
    """Role and schema that the next query would use."""
    role, path = rows(WHO)[0]
    return role, path.split(",")[0].strip('" ')


def attempt(statement: str) -> None:
    """Try a statement; its effects and its error end with a savepoint of its own."""
    with transaction.atomic():
        rows(statement)
        transaction.set_rollback(True)


def outside(role: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """A connection to the test database past Django, as one of the login roles."""
    return psycopg.connect(server().dsn(role, str(settings.DATABASES["default"]["NAME"])), autocommit=True)


def tables(schema: str) -> list[str]:
    """The names of a schema's tables."""
    with outside() as admin:
        found = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        return [row[0] for row in found]
