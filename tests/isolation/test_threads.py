"""Each query of 32 threads and of 32 tasks on a pool of few connections returns the canary of its own scope."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from platform_core.contributions.models import Counter
from platform_core.scope import place_scope, platform_scope
from tenants.models import Agency
from tenants.postgres.base import DatabaseWrapper
from tests.isolation.switching import Report, Wanderer, canary_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platform_core.place import Place

THREADS = 32
SWITCHES = 2_000

pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.contextmanager
def pool_of(size: int) -> Iterator[None]:
    """All threads share so many physical connections."""
    options = connections.settings["default"]["OPTIONS"]
    connections.close_all()
    options["pool"] = {"min_size": size, "max_size": size, "timeout": 60}
    try:
        yield
    finally:
        connections.close_all()
        connection.close_pool()
        del options["pool"]


@pytest.fixture
def canaries(adorf: Place, bdorf: Place) -> Iterator[list[Place]]:
    for place in (adorf, bdorf):
        with place_scope(place):
            Counter.objects.create(kind=canary_of(place.schema))
    with platform_scope():
        Agency.objects.create(slug=canary_of("public"), name="Kanarienvogel", region="R")
    yield [adorf, bdorf]
    with platform_scope():
        Agency.objects.filter(slug=canary_of("public")).delete()


def in_threads(places: list[Place], switches: int) -> Report:
    report = Report()
    wanderers = [Wanderer(seed, places, report, switches) for seed in range(THREADS)]
    threads = [threading.Thread(target=wanderer.wander) for wanderer in wanderers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


def in_tasks(places: list[Place], switches: int) -> Report:
    report = Report()

    async def together() -> None:
        with ThreadPoolExecutor(8) as executor:
            asyncio.get_running_loop().set_default_executor(executor)
            async with asyncio.TaskGroup() as group:
                for seed in range(THREADS):
                    group.create_task(Wanderer(seed, places, report, switches).wander_async())
            await sync_to_async(connections.close_all)()

    asyncio.run(together())
    return report


def test_threads_get_their_own_canary(canaries):
    with pool_of(2):
        report = in_threads(canaries, SWITCHES)

    assert report.wrong == []
    assert report.answers > THREADS * SWITCHES / 10


def test_tasks_get_their_own_canary(canaries):
    with pool_of(4):
        report = in_tasks(canaries, SWITCHES)

    assert report.wrong == []
    assert report.answers > THREADS * SWITCHES / 10


@pytest.mark.parametrize("run", [in_threads, in_tasks])
def test_a_connection_that_is_moved_only_once_is_caught(canaries, monkeypatch, run):
    """The positive control: without our remedy the same wanderers see the neighbour's canary."""
    follow = DatabaseWrapper.follow

    def only_once(self: DatabaseWrapper) -> None:
        if not getattr(self.connection, "was_moved", False):
            follow(self)
            self.connection.was_moved = True

    monkeypatch.setattr(DatabaseWrapper, "follow", only_once)
    with pool_of(2):
        report = run(canaries, 40)

    assert len(report.wrong) > 50
