"""The scope is the truth: which schema and role the database work of this context uses.

`with place_scope(place):` and `with platform_scope():` are the only two doors.
The scope lives in a context variable, so threads, tasks and coroutines each
have their own; the connection (tenants.postgres) follows it at every cursor.
Never `yield` to foreign code inside a scope from a generator: the consumer
would inherit it.
"""

from __future__ import annotations

import contextlib
import contextvars
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platform_core.place import Place

SCHEMA_NAME = re.compile(r"t_[a-z2-7]{10}\Z")
PUBLIC_SCHEMA = "public"
PUBLIC_ROLE = "app_public"
DDL_ROLE = "app_ddl"

#: Apps whose tables every tenant has, and apps whose tables the public schema has.
CORE_APPS = frozenset(
    {
        "sessions",
        "account",
        "mfa",
        "accounts",
        "contributions",
        "comments",
        "files",
        "options",
        "moderation",
        "inbox",
        "notify",
        "audit",
    }
)
PUBLIC_APPS = frozenset(
    {
        "sessions",
        "account",
        "mfa",
        "accounts",
        "tenants",
        "provisioning",
        "blueprints",
        "wishes",
        "orders",
        "lifecycle",
        "care",
        "panel",
        "api",
        "audit",
        "portal",
        "procrastinate",
    }
)


class NoScope(RuntimeError):
    """Database work was tried outside of both scopes."""


class TenantMismatch(RuntimeError):
    """The connection or a cursor is not where the scope is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Schema, role and the apps whose tables exist there; `place` is None in the public schema."""

    schema: str
    role: str
    apps: frozenset[str]
    place: Place | None = None


_scope: contextvars.ContextVar[Scope | None] = contextvars.ContextVar("scope", default=None)


def current_or_none() -> Scope | None:
    return _scope.get()


def current() -> Scope:
    """The open scope. Raises NoScope when there is none."""
    scope = _scope.get()
    if scope is None:
        message = "No scope is open. Use `with place_scope(place):` or `with platform_scope():` around this."
        raise NoScope(message)
    return scope


def current_place() -> Place:
    """The place we are in. Raises NoScope in the public schema and outside of scopes."""
    place = current().place
    if place is None:
        message = "This needs a place, but the platform's scope is open."
        raise NoScope(message)
    return place


@contextlib.contextmanager
def reopened(scope: Scope | None) -> Iterator[Scope | None]:
    """Open a scope captured before. For the backend and the two doors, not for features."""
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)


def place_scope(place: Place, *, ddl: bool = False) -> contextlib.AbstractContextManager[Scope | None]:
    """Work in one place. `ddl` uses the role that owns the tables and needs its login.

    Raises ValueError for a schema name that the database would not accept.
    """
    if not SCHEMA_NAME.match(place.schema):
        message = f"{place.schema!r} is no schema name: expected t_ and 10 characters of a-z, 2-7."
        raise ValueError(message)
    role = DDL_ROLE if ddl else place.schema
    return reopened(Scope(place.schema, role, CORE_APPS | place.installed, place))


def platform_scope(*, ddl: bool = False) -> contextlib.AbstractContextManager[Scope | None]:
    """Work in the public schema: who exists, where, with what."""
    return reopened(Scope(PUBLIC_SCHEMA, DDL_ROLE if ddl else PUBLIC_ROLE, PUBLIC_APPS))
