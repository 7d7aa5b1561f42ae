"""Scopes between threads and tasks, and two scopes in one transaction."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from platform_core.accounts.models import HeldRole
from platform_core.contributions.models import Counter
from platform_core.keys import uuid7
from platform_core.place import Place, PlaceKind
from platform_core.scope import NoScope, current, current_or_none, current_place, place_scope, platform_scope
from tenants.models import Agency
from tests.isolation.asking import outside, rows, who

if TYPE_CHECKING:
    from collections.abc import Callable

committing = pytest.mark.django_db(transaction=True)


def place_with(schema: str) -> Place:
    return Place(id=uuid7(), schema=schema, slug="x", name="X", kind=PlaceKind.VILLAGE, host="x.bk.test")


@pytest.mark.parametrize(
    "schema",
    [
        "",
        "public",
        "ext",
        "t_",
        "t_aaaaaaaaa",
        "t_aaaaaaaaaaa",
        "T_aaaaaaaaaa",
        "t_aaaaaaaaa1",
        "t_aaaaaaaaaa\n",
        't_aaaaaaaaaa"; RESET ROLE; --',
        "pg_catalog",
        "app_ddl",
    ],
)
def test_only_opaque_names_open_a_place(schema):
    with pytest.raises(ValueError, match="no schema name"):
        place_scope(place_with(schema))


def test_the_platform_is_no_place(places):
    with platform_scope(), pytest.raises(NoScope, match="needs a place"):
        current_place()


def test_an_error_closes_the_scope_it_happened_in(adorf, bdorf):
    with place_scope(adorf):
        with pytest.raises(KeyError), place_scope(bdorf):
            raise KeyError

        assert current_place() is adorf
    assert current_or_none() is None


def test_a_new_thread_has_no_scope(adorf):
    seen: list[object] = []
    with place_scope(adorf):
        thread = threading.Thread(target=lambda: seen.append(current_or_none()))
        thread.start()
        thread.join()
        with ThreadPoolExecutor(1) as executor:
            executor.submit(lambda: None).result()
            seen.append(executor.submit(current_or_none).result())

    assert seen == [None, None]


def test_tasks_and_threads_of_asyncio_keep_their_scope_apart(adorf, bdorf):
    async def look(place: Place) -> list[str]:
        with place_scope(place):
            await asyncio.sleep(0)
            mine = [current().schema, await asyncio.to_thread(lambda: current().schema)]
            await asyncio.sleep(0)
            return [*mine, await sync_to_async(lambda: current().schema)(), await asyncio.create_task(later())]

    async def later() -> str:
        await asyncio.sleep(0)
        return current().schema

    async def both() -> list[list[str]]:
        return await asyncio.gather(*(look(place) for place in (adorf, bdorf) * 5))

    seen = async_to_sync(both)()

    assert seen == [[place.schema] * 4 for place in (adorf, bdorf) * 5]


# --- two scopes in one transaction: both sides agree, whatever goes wrong ---------------------------


def write_both(place: Place, name: str) -> None:
    """One row in the place and one in the public schema, as `enqueue()` and `publish_entry()` do."""
    with place_scope(place):
        Counter.objects.create(kind=name)
        with platform_scope():
            Agency.objects.create(slug=name, name=name, region="R")


def found(place: Place, name: str) -> tuple[bool, bool]:
    with place_scope(place):
        inside = Counter.objects.filter(kind=name).exists()
    with platform_scope():
        return inside, Agency.objects.filter(slug=name).exists()


def fails_in_python(place: Place) -> None:
    with transaction.atomic():
        write_both(place, "gone")
        raise KeyError


def fails_in_the_database(place: Place) -> None:
    with transaction.atomic():
        write_both(place, "gone")
        with platform_scope():
            rows("SELECT 1/0")


def fails_at_the_commit(place: Place) -> None:
    """Foreign keys are checked at the commit, here one of the place after a row of the public schema."""
    with transaction.atomic():
        write_both(place, "gone")
        with place_scope(place):
            HeldRole.objects.create(person_id=uuid7(), role="editor")


@committing
@pytest.mark.parametrize(
    ("failing", "error"),
    [(fails_in_python, KeyError), (fails_in_the_database, DatabaseError), (fails_at_the_commit, IntegrityError)],
)
def test_both_sides_are_undone(adorf, failing: Callable[[Place], None], error):
    with pytest.raises(error):
        failing(adorf)

    assert found(adorf, "gone") == (False, False)
    with place_scope(adorf):
        assert who()[0] == adorf.schema


@committing
def test_both_sides_of_a_savepoint_are_undone_and_both_around_it_stay(adorf):
    with transaction.atomic():
        write_both(adorf, "kept")
        with pytest.raises(KeyError), transaction.atomic():
            write_both(adorf, "gone")
            raise KeyError
        write_both(adorf, "after")

    assert [found(adorf, name) for name in ("kept", "gone", "after")] == [(True, True), (False, False), (True, True)]
    with platform_scope():
        Agency.objects.filter(slug__in=("kept", "after")).delete()


@committing
def test_both_sides_are_undone_when_the_connection_dies(adorf):
    with pytest.raises(DatabaseError), transaction.atomic():
        write_both(adorf, "gone")
        with outside() as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    connections.close_all()

    assert found(adorf, "gone") == (False, False)
