"""Which tables of a place belong into its export. A table that stands in neither list fails the export and a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection

from platform_core.scope import current

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Tables that stay behind, each with the reason.
LEFT_OUT = {
    "django_session": "signed-in devices: keys that open the place, and worth nothing elsewhere",
    "moderation_tally": "counters against too many acts, gone within the hour",
}
OF_DJANGO = ("django_migrations",)


class ExportIncomplete(Exception):
    """The schema holds a table that the export does not know."""


def known_tables() -> set[str]:
    """The tables of all models of the scope, those between models included."""
    found = set(OF_DJANGO)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in current().apps and model._meta.managed:
            found.add(model._meta.db_table)
    return found


def exported_tables() -> list[str]:
    """The tables that are there and go into the export, by name. Raises ExportIncomplete."""
    there = set(tables_here())
    strange = there - known_tables() - LEFT_OUT.keys()
    if strange:
        message = f"{current().schema}: the export knows no {', '.join(sorted(strange))}. Name it in tables.py."
        raise ExportIncomplete(message)
    return sorted(there - LEFT_OUT.keys())


def tables_here() -> list[str]:
    """The names of all tables of the schema in scope."""
    with connection.cursor() as cursor:
        return [table.name for table in connection.introspection.get_table_list(cursor) if table.type in "tp"]


def lines_of(table: str) -> Iterator[str]:
    """Each row as one line of JSON, read from a cursor on the server."""
    name = connection.ops.quote_name(table)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {name} AS t")  # noqa: S608  # a quoted name of the catalogue
        while rows := cursor.fetchmany(500):
            for (line,) in rows:
                yield line


def counts() -> dict[str, int]:
    """The number of rows of every table of the schema, those left out included."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables_here()):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # as above
            found[table] = int(cursor.fetchone()[0])
    return found
