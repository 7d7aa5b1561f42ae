"""All places to the newest migrations: one first, then ten, then the rest; a failure stops it and closes one place."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction
from django.db.utils import OperationalError

from platform_core.place import WITHOUT_TABLES
from platform_core.scope import current, place_scope, platform_scope
from provisioning.schema.migrate import fingerprint, migrate_place
from tenants.addresses import place_of, tenants
from tenants.log import record_on
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from platform_core.place import Place

WAVES = (1, 10)
#: A place that is being used holds its tables for moments. Whoever waits longer than this makes its people wait, too.
LOCK_WAIT = "3s"
TRIES = 4
PAUSE_SECONDS = 1.0
LOCKED = "55P03"
ONE_RUN = 7_225_389  # an advisory lock: of two runs at once the second says so


class AlreadyRunning(Exception):
    """Somebody else is migrating the places of this database right now."""


@dataclass(slots=True)
class Run:
    """What a run did: names of places by how they ended, and the problem of each that failed."""

    migrated: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not (self.failed or self.waiting)


def behind() -> list[Tenant]:
    """The places whose tables are older than this code: demonstrations first, then the oldest."""
    with platform_scope():
        here = tenants().exclude(state__in=WITHOUT_TABLES).order_by("-is_demo", "created_at")
        places = [(tenant, place_of(tenant)) for tenant in here]
    return [tenant for tenant, place in places if tenant.schema_version != _wanted(place)]


def _wanted(place: Place) -> str:
    with place_scope(place, ddl=True):
        return fingerprint(current().apps)


def migrate_places(
    say: Callable[[str], None] = lambda _line: None, *, waves: Sequence[int] = WAVES, keep_going: bool = False
) -> Run:
    """Bring every place to the newest migrations, each in one transaction; parked modules and closed places too.

    A place that fails is left as it was and shows maintenance; the others serve. The
    run stops there, or goes on with `keep_going`. The next run does what is left over.
    Raises AlreadyRunning.
    """
    run = Run()
    with ddl_login(), _one_run():
        left = behind()
        for number, wave in enumerate(_in_waves(left, waves), 1):
            say(f"Wave {number}: {len(wave)} of {len(left)} places")
            for tenant in wave:
                if run.failed and not keep_going:
                    run.waiting.append(tenant.name)
                else:
                    migrate_one(tenant, run, say)
    return run


def _in_waves(left: list[Tenant], waves: Sequence[int]) -> Iterator[list[Tenant]]:
    begin = 0
    for size in (*waves, len(left)):
        if wave := left[begin : begin + size]:
            yield wave
        begin += size


def migrate_one(tenant: Tenant, run: Run, say: Callable[[str], None] = lambda _line: None) -> None:
    """One place to the newest migrations, noted in `run`; a place that fails shows maintenance. On the DDL login."""
    begin = time.monotonic()
    try:
        applied = _migrate(tenant)
    except Exception as problem:  # noqa: BLE001  # whatever a migration raises: this place is named, the others serve
        text = f"{type(problem).__name__}: {problem}".strip()
        with platform_scope():
            Tenant.objects.filter(pk=tenant.pk).update(schema_problem=text[:2000])
        run.failed[tenant.name] = text
        say(f"  ✗ {tenant.name}: {text}")
    else:
        run.migrated.append(tenant.name)
        took = round(1000 * (time.monotonic() - begin))
        say(f"  ✓ {tenant.name}: {', '.join(applied) or 'nothing to do'} ({took} ms)")


def _migrate(tenant: Tenant) -> list[str]:
    """One place, again after a pause while its people hold the tables."""
    for turn in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                with platform_scope(), connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
                applied = migrate_place(tenant)
                if applied:
                    with platform_scope():
                        place = place_of(tenants().get(pk=tenant.pk))
                    record_on(place, "place.migrated", after={"migrations": applied})
                return applied
        except OperationalError as busy:
            if turn == TRIES or getattr(busy.__cause__, "sqlstate", "") != LOCKED:
                raise
            time.sleep(PAUSE_SECONDS * turn)
    raise AssertionError("unreachable")


@contextlib.contextmanager
def _one_run() -> Iterator[None]:
    """Hold the advisory lock of this database; it belongs to the connection and ends with it."""
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.pg_try_advisory_lock(%s)", [ONE_RUN])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning("Somebody else is migrating the places right now. Wait until that has ended.")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), platform_scope(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_catalog.pg_advisory_unlock(%s)", [ONE_RUN])
