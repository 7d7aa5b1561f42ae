"""A worker is killed in the middle of a job: another one does the job once more, within a minute."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from platform_core.jobs import stalled
from platform_core.jobs.worker import connector
from platform_core.scope import platform_scope
from tests.faults.jobs import BEGUN, DONE, dawdle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("places")]


@contextmanager
def worker(**faster: float) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of its own on the test database; `faster` are shorter waits of `stalled`."""
    changes = "".join(f"stalled.{name} = {seconds}; " for name, seconds in faster.items())
    code = f"import django; django.setup(); from platform_core.jobs import stalled, worker; {changes}worker.work()"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "BAUKASTEN_TEST_DATABASE": str(settings.DATABASES["default"]["NAME"]),
    }
    process = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(condition: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def words_of(diary: Path) -> list[str]:
    return diary.read_text(encoding="ascii").split() if diary.exists() else []


def jobs() -> list[tuple[str, int]]:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs")
        return cursor.fetchall()


QUICK = {"HEARTBEAT_SECONDS": 0.3, "DEAD_AFTER_SECONDS": 1.5, "LOOK_EVERY_SECONDS": 0.5}


@pytest.mark.parametrize(
    "faster", [pytest.param(QUICK, id="with short waits"), pytest.param({}, id="as it is", marks=pytest.mark.long)]
)
def test_a_job_whose_worker_was_killed_is_done_by_another_within_a_minute(tmp_path, faster):
    diary = tmp_path / "diary"
    with platform_scope():
        dawdle.enqueue(str(diary))
    with worker(**faster) as killed:
        wait_until(lambda: words_of(diary), 30)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    begin = time.monotonic()
    with worker(**faster):
        wait_until(lambda: DONE in words_of(diary), 60)
        print(f"done {time.monotonic() - begin:.1f} s after the kill")
        wait_until(lambda: jobs() == [], 10)
        time.sleep(3 if faster else 30)  # nobody does it a third time

    assert words_of(diary) == [BEGUN, BEGUN, DONE]
    assert jobs() == []


@pytest.fixture
def stalled_job() -> Callable[..., int]:
    """A job as a killed worker leaves it."""

    def left_over(*, attempts: int = 0) -> int:
        with platform_scope(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, attempts)"
                " VALUES ('baukasten.run', 'default', '{}', 'doing', %s) RETURNING id",
                [attempts],
            )
            return int(cursor.fetchone()[0])

    return left_over


def look(seen: set[int]) -> set[int]:
    async def looking() -> set[int]:
        with app.replace_connector(connector()) as own:
            async with own.open_async():
                return await stalled.bring_back(own, seen)

    return asyncio.run(looking())


def test_a_job_comes_back_when_it_is_seen_stalled_twice(stalled_job):
    number = stalled_job()

    seen = look(set())
    assert seen == {number}
    assert jobs() == [("doing", 0)]

    look(seen)
    assert jobs() == [("todo", 1)]
    assert look(seen) == set()


def test_two_workers_who_look_at_once_bring_it_back_once(stalled_job, monkeypatch):
    number = stalled_job()
    real = type(app.job_manager).get_stalled_jobs

    async def other_is_quicker(manager: Any, **wishes: Any) -> Any:
        found = await real(manager, **wishes)
        monkeypatch.setattr(type(manager), "get_stalled_jobs", real)
        await stalled.bring_back(manager_app(manager), {number})
        return found

    def manager_app(manager: Any) -> Any:
        return type("Own", (), {"job_manager": manager})

    monkeypatch.setattr(type(app.job_manager), "get_stalled_jobs", other_is_quicker)
    look({number})

    assert jobs() == [("todo", 1)]


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(stalled_job):
    number = stalled_job(attempts=stalled.MOST_TRIES - 1)

    look({number})

    assert jobs() == [("failed", stalled.MOST_TRIES)]
