"""`baukasten migrate`: all places in waves. One that fails is closed alone, and the next run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError
from django.db import connection

from platform_core.place import PlaceState
from platform_core.scope import current, platform_scope
from provisioning.schema import waves
from provisioning.schema.migrate import migrate_place
from tenants.addresses import TenantDirectory
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture(autouse=True)
def _up_to_date_again(run: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    waves.migrate_places()
    with platform_scope():
        assert not Tenant.objects.exclude(schema_problem="").exists()


def fall_behind(**which: object) -> None:
    with platform_scope():
        Tenant.objects.filter(**which).update(schema_version="older")
    TenantDirectory.forget()


def state_of(slug: str) -> tuple[str, str]:
    with platform_scope():
        return Tenant.objects.values_list("state", "schema_problem").get(slug=slug)


@pytest.fixture
def order(monkeypatch):
    """The slugs in the order in which they were tried."""
    tried = []

    def noting(tenant):
        tried.append(tenant.slug)
        return migrate_place(tenant)

    monkeypatch.setattr(waves, "migrate_place", noting)
    return tried


@pytest.fixture
def broken(monkeypatch):
    """`broken["bdorf"] = error`: migrating this place makes a table and then raises."""
    errors: dict[str, Exception] = {}

    def failing(tenant):
        applied = migrate_place(tenant)
        if error := errors.get(tenant.slug):
            with platform_scope(ddl=True), connection.cursor() as cursor:
                cursor.execute(f'CREATE TABLE "{tenant.schema_name}".half (id int)')
            raise error
        return applied

    monkeypatch.setattr(waves, "migrate_place", failing)
    return errors


def has_half_a_table(slug: str) -> bool:
    with platform_scope(), connection.cursor() as cursor:
        schema = Tenant.objects.get(slug=slug).schema_name
        cursor.execute(
            "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'half'", [schema]
        )
        return bool(cursor.fetchone()[0])


def test_nothing_to_do_is_said(run):
    assert "Every place is up to date; 0 were behind." in run("migrate")
    assert "Every place is up to date." in run("migrate", "--check")


def test_one_place_goes_first_then_the_others(run, order):
    fall_behind()

    said = run("migrate", "--waves", "1", "1")

    assert order == ["adorf", "bdorf", "xregion"]
    assert [line for line in said.splitlines() if line.startswith("Wave")] == [
        "Wave 1: 1 of 3 places",
        "Wave 2: 1 of 3 places",
        "Wave 3: 1 of 3 places",
    ]
    assert "3 were behind" in said


def test_places_that_are_behind_are_listed_for_automation(run):
    fall_behind(slug="bdorf")

    with pytest.raises(SystemExit) as ended:
        run("migrate", "--check")

    assert ended.value.code == 2


def test_a_failure_stops_the_run_and_closes_only_its_place(run, broken, visit, places):
    fall_behind()
    broken["bdorf"] = RuntimeError("column is too small")

    with pytest.raises(
        CommandError, match=r"Bdorf: see above; in maintenance .* 1 are up to date\. 1 wait as they were"
    ):
        run("migrate")

    assert state_of("bdorf") == (PlaceState.ACTIVE, "RuntimeError: column is too small")
    assert not has_half_a_table("bdorf"), "what the failed migration had made is gone"
    assert visit(places["bdorf"]).get("/").status_code == 503
    assert visit(places["adorf"]).get("/").status_code == 200
    assert visit(places["portal"]).get("/").status_code == 200


def test_the_next_run_goes_on_and_opens_the_place(run, broken, visit, places):
    fall_behind()
    broken["bdorf"] = RuntimeError("column is too small")
    with pytest.raises(CommandError):
        run("migrate")
    broken.clear()

    said = run("migrate")

    assert "2 were behind" in said
    assert state_of("bdorf") == (PlaceState.ACTIVE, "")
    assert visit(places["bdorf"]).get("/").status_code == 200


def test_it_can_leave_the_failing_place_behind(run, broken):
    fall_behind()
    broken["adorf"] = RuntimeError("no")

    with pytest.raises(CommandError, match=r"Adorf: see above.* 2 are up to date\. Mend"):
        run("migrate", "--keep-going")


@pytest.mark.parametrize("state", [PlaceState.SUSPENDED, PlaceState.READ_ONLY, PlaceState.ARCHIVED])
def test_closed_places_migrate_too(run, order, state):
    with platform_scope():
        Tenant.objects.filter(slug="bdorf").update(state=state)
    fall_behind(slug="bdorf")
    try:
        run("migrate")
    finally:
        with platform_scope():
            Tenant.objects.filter(slug="bdorf").update(state=PlaceState.ACTIVE)

    assert order == ["bdorf"]


def test_a_closed_place_keeps_its_own_page_when_it_fails(run, broken, visit, places):
    with platform_scope():
        Tenant.objects.filter(slug="bdorf").update(state=PlaceState.ERASED)
    fall_behind(slug="bdorf")
    try:
        assert "0 were behind" in run("migrate")
        assert visit(places["bdorf"]).get("/").status_code == 410
    finally:
        with platform_scope():
            Tenant.objects.filter(slug="bdorf").update(state=PlaceState.ACTIVE)


def test_a_place_in_use_is_tried_again(run, monkeypatch, order):
    fall_behind(slug="bdorf")
    waited = []
    monkeypatch.setattr(waves.time, "sleep", waited.append)
    monkeypatch.setattr(waves, "LOCK_WAIT", "20ms")
    monkeypatch.setattr(waves, "migrate_place", _locked_twice(order))

    assert "1 were behind" in run("migrate")
    assert waited == [1.0, 2.0]


def _locked_twice(order):
    """Waits for a lock that another connection holds, twice; then it is free."""
    import psycopg

    from provisioning.up import _app_dsn

    holder = psycopg.connect(_app_dsn(), autocommit=False)
    holder.execute("SELECT pg_advisory_xact_lock(4711)")

    def migrating(tenant):
        order.append(tenant.slug)
        if len(order) == 3:
            holder.rollback()
            holder.close()
        with platform_scope(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4711)")
        return migrate_place(tenant)

    return migrating


def test_two_runs_at_once_do_not_meet(run):
    import psycopg

    from provisioning.up import _app_dsn

    with psycopg.connect(_app_dsn()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [waves.ONE_RUN])
        with pytest.raises(CommandError, match="Somebody else is migrating"):
            run("migrate")


def test_a_wave_has_places(run):
    with pytest.raises(CommandError, match="0 is no number of places"):
        run("migrate", "--waves", "0")


def test_no_scope_is_left_open(run):
    run("migrate")
    with platform_scope():
        assert current().place is None
