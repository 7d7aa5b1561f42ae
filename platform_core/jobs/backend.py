"""`django.tasks` on Procrastinate: jobs are rows in the public schema, each with the scope it belongs to.

A job is written in the caller's transaction (the platform's scope is opened for
that one insert), so a rolled-back act leaves no job behind.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskResult, TaskResultStatus
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from platform_core.generations import move_on
from platform_core.place import PlaceState, directory
from platform_core.scope import PUBLIC_SCHEMA, SCHEMA_NAME, Scope, current, place_scope, platform_scope

if TYPE_CHECKING:
    import contextlib

JOB_NAME = "baukasten.run"
#: Jobs that go on while a place takes nothing: they change no row of it.
WRITE_NOTHING = {"platform_core.jobs.mail.send_mail"}
WAIT = timedelta(minutes=15)


class JobRefused(Exception):
    """A job that names no scope, an unknown place or something that is no task."""


class ProcrastinateBackend(BaseTaskBackend):
    """Defers `django.tasks` tasks as Procrastinate jobs that carry their schema."""

    supports_get_result = False
    supports_async_task = False
    supports_defer = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        self.validate_task(task)
        schema = current().schema
        payload: Any = {"schema": schema, "task": task.module_path, "args": list(args), "kwargs": dict(kwargs)}
        job: Any = normalize_json(payload)
        with platform_scope():
            waiting = app.configure_task(JOB_NAME, allow_unknown=True, schedule_at=task.run_after)
            job_id = waiting.defer(**job)
        return TaskResult(
            task=task,
            id=str(job_id),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def run_job(*, schema: str = "", task: str = "", args: list[Any] | None = None, kwargs: Any = None) -> None:
    """Run one job in its scope. Raises JobRefused before anything is touched."""
    found = _task(task)
    with scope_of_job(schema) as scope:
        if scope.place is not None and scope.place.state == PlaceState.ERASED:
            return  # erased between being taken up and now: there is nothing left to do it for
        if has_to_wait(found, scope):
            later(found, scope, args or [], kwargs or {})
            return
        found.func(*(args or []), **(kwargs or {}))
        if schema != PUBLIC_SCHEMA:
            move_on()


def has_to_wait(task: Any, scope: Scope) -> bool:
    """Whether the job would write into a place that takes nothing at the moment."""
    return scope.place is not None and not scope.place.is_writable and task.module_path not in WRITE_NOTHING


def later(task: Any, scope: Scope, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Try again in a while; what a place that is gone for good still had to do is dropped."""
    if scope.place is not None and scope.place.state not in {PlaceState.ARCHIVED, PlaceState.ERASED}:
        task.using(run_after=timezone.now() + WAIT).enqueue(*args, **kwargs)


def _task(path: str) -> Any:
    try:
        found = import_string(path)
    except ImportError:
        found = None
    if not isinstance(found, Task):
        raise JobRefused(f"{path!r} is no task. Jobs name a function decorated with django.tasks.task.")
    return found


def scope_of_job(schema: str) -> contextlib.AbstractContextManager[Any]:
    """The scope a job must run in. Raises JobRefused without a schema or for an unknown place."""
    if schema == PUBLIC_SCHEMA:
        return platform_scope()
    if not SCHEMA_NAME.match(schema or ""):
        raise JobRefused(f"A job without a place is refused: schema is {schema!r}.")
    with platform_scope():
        place = directory().place_of_schema(schema)
    if place is None:
        raise JobRefused(f"There is no place with schema {schema!r}; it may have been erased.")
    return place_scope(place)


#: After 5 s, 25 s, 2 min, 10 min and 52 min: a mail server that is down for an hour loses nothing.
LATER = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name=JOB_NAME, retry=LATER, pass_context=False)
def run(schema: str = "", task: str = "", args: list[Any] | None = None, kwargs: Any = None) -> None:
    """The one Procrastinate task; gives its connection back when done."""
    try:
        run_job(schema=schema, task=task, args=args, kwargs=kwargs)
    finally:
        connections.close_all()
