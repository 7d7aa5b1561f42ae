"""The database backend: role and search path follow the scope, checked at every cursor.

Django imports `DatabaseWrapper` from here (`ENGINE = "tenants.postgres"`). The
traps behind each method are written down in the design's kernel page; the tests
in tests/isolation/test_kernel.py hold them.
"""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

# First: Django's own introspection module can only be imported after its base module.
from django_tenants.postgresql_backend import base as django_tenants_backend  # isort: skip

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql.introspection import DatabaseIntrospection, TableInfo
from django.db.backends.postgresql.psycopg_any import sql
from psycopg.pq import TransactionStatus

from platform_core.scope import Scope, TenantMismatch, current, current_or_none, reopened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TABLES_OF_SCHEMA = """
    SELECT c.relname,
           CASE WHEN c.relispartition THEN 'p' WHEN c.relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
           obj_description(c.oid, 'pg_class')
      FROM pg_catalog.pg_class c
     WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v')
       AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %s)
"""


class SchemaIntrospection(DatabaseIntrospection):
    """Tables of the schema in scope only: looking at all of pg_class makes migrating N places quadratic."""

    def get_table_list(self, cursor: Any) -> list[Any]:
        cursor.execute(_TABLES_OF_SCHEMA, [current().schema])
        return [TableInfo(*row) for row in cursor.fetchall() if row[0] not in self.ignored_tables]


def _identity(scope: Scope | None) -> tuple[str, str] | None:
    return (scope.schema, scope.role) if scope else None


class DatabaseWrapper(django_tenants_backend.DatabaseWrapper):  # type: ignore[misc]  # untyped base
    """django-tenants' backend with its own idea of "the current tenant" replaced by our scope."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._applied: tuple[str, str] | None = None
        self._reported: str | None = None
        self._raw = 0
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)

    # --- django-tenants' attributes become views on the scope --------------------------------
    @property
    def schema_name(self) -> str | None:
        scope = current_or_none()
        return scope.schema if scope else None

    @schema_name.setter
    def schema_name(self, value: object) -> None:
        """Assigned in the base's constructor only; the scope decides."""

    @property
    def tenant(self) -> object:
        scope = current_or_none()
        return scope.place if scope else None

    @tenant.setter
    def tenant(self, value: object) -> None:
        """As above."""

    def set_schema_to_public(self) -> None:
        """Called by the base's constructor; there is nothing to set."""

    def set_tenant(self, *args: Any, **kwargs: Any) -> None:
        """Refused: a connection that is moved by hand leaks between threads."""
        message = "Use `with place_scope(place):` or `with platform_scope():`, never the connection."
        raise TenantMismatch(message)

    set_schema = set_tenant

    # --- the connection follows the scope -----------------------------------------------------
    @contextlib.contextmanager
    def raw(self) -> Iterator[None]:
        """Statements of Django itself that belong to no scope: connecting, savepoints, constraint checks."""
        self._raw += 1
        try:
            yield
        finally:
            self._raw -= 1

    def _cursor(self, name: str | None = None) -> Any:
        if not self._raw and self.alias != NO_DB_ALIAS:
            current()  # first: without a scope nothing is opened, hence nothing left open
        return super()._cursor(name)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if not self._raw and self.alias != NO_DB_ALIAS:
            self.follow()

    def follow(self) -> None:
        """Bring role and search path to the scope. Raises NoScope, and TenantMismatch if somebody moved them."""
        scope = current()
        wanted = (scope.schema, scope.role)
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            # The server has reverted our SETs already and takes nothing but ROLLBACK.
            self._applied = None
            return
        if self._applied == wanted:
            self._check_unmoved(scope)
            return
        self._applied = None
        statement = sql.SQL('RESET ROLE; SET ROLE {}; SET search_path = {}, "ext"').format(
            sql.Identifier(scope.role), sql.Identifier(scope.schema)
        )
        # Wrapped, so that Django learns of a dead connection.
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(statement)
        self._applied = wanted
        self._reported = self.connection.info.parameter_status("search_path")

    def _check_unmoved(self, scope: Scope) -> None:
        """PostgreSQL >= 18 reports every change of the search path: a check that costs no query."""
        reported = self.connection.info.parameter_status("search_path")
        if reported is not None and reported != self._reported:
            self._applied = None
            message = f"The connection is at {reported!r}, but the scope is {scope.schema!r}."
            raise TenantMismatch(message)

    def forget(self) -> None:
        """The server's settings are unknown from here on; the next cursor sets them."""
        self._applied = None

    # --- whatever reverts SET on the server makes us forget ------------------------------------
    def close(self) -> None:
        self.forget()
        super().close()

    def connect(self) -> None:
        self.forget()
        with self.raw():
            super().connect()

    def _rollback(self) -> Any:
        self.forget()
        return super()._rollback()

    def _commit(self) -> Any:
        if self.connection is not None and self.connection.info.transaction_status == TransactionStatus.INERROR:
            self.forget()  # COMMIT of a failed transaction is a ROLLBACK
        return super()._commit()

    def _savepoint(self, sid: str) -> None:
        with self.raw():
            super()._savepoint(sid)

    def _savepoint_commit(self, sid: str) -> None:
        with self.raw():
            super()._savepoint_commit(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        try:
            with self.raw():
                super()._savepoint_rollback(sid)
        finally:
            self.forget()

    def check_constraints(self, table_names: Any = None) -> None:
        with self.raw():
            super().check_constraints(table_names)

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Runs `func` in the scope that was open when it was registered, whatever is open at the commit."""
        scope = current_or_none()

        @functools.wraps(func)
        def in_scope() -> None:
            with reopened(scope):
                func()

        super().on_commit(in_scope, robust)

    # --- Django's own set-up of a connection, without scope and without set_config() -----------
    @property
    def pg_version(self) -> int:
        if self.connection is None:
            self.ensure_connection()
        return int(self.connection.info.server_version)

    def _configure_timezone(self, connection: Any) -> bool:
        zone = self.timezone_name
        if not zone or connection.info.parameter_status("TimeZone") == zone:
            return False
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SET TIME ZONE {}").format(sql.Literal(zone)))
        return True

    # --- a cursor of one scope must not run in another ------------------------------------------
    def make_cursor(self, cursor: Any) -> Any:
        return self._guarded(super().make_cursor(cursor))

    def make_debug_cursor(self, cursor: Any) -> Any:
        return self._guarded(super().make_debug_cursor(cursor))

    def _guarded(self, wrapper: Any) -> Any:
        if self._raw or self.alias == NO_DB_ALIAS:
            return wrapper
        born = _identity(current_or_none())
        execute = wrapper._execute_with_wrappers  # noqa: SLF001  # the one place all statements pass

        def run(*args: Any, **kwargs: Any) -> Any:
            if _identity(current_or_none()) != born:
                message = "A cursor that was opened in one scope was used in another."
                raise TenantMismatch(message)
            self.follow()
            return execute(*args, **kwargs)

        wrapper._execute_with_wrappers = run  # noqa: SLF001  # as above
        return wrapper
