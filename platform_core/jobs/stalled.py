"""What brings the jobs of a killed worker back, within half a minute.

A worker says every few seconds that it lives. One that has not for a while is
dead, or its machine slept; a job of it waits again when it is seen so twice, so
that a worker that has just woken up can say first that it is there.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

if TYPE_CHECKING:
    from procrastinate import App

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
LOOK_EVERY_SECONDS = 5.0
#: A job that took down its worker this often, or failed, is not tried again.
MOST_TRIES = 10


async def look_after_stalled(app: App) -> None:
    """Look again and again, until cancelled; a database that is away is asked again."""
    seen: set[int] = set()
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        with suppress(ConnectorException):
            seen = await bring_back(app, seen)


async def bring_back(app: App, seen: set[int]) -> set[int]:
    """Have stalled jobs that were `seen` before wait again; the numbers of those that are stalled now."""
    manager: Any = app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS)
    for job in stalled:
        if job.id not in seen:
            continue
        with suppress(ConnectorException):  # another worker was quicker
            if job.attempts + 1 >= MOST_TRIES:
                logger.error("Job %s ended its worker again; it is given up: %s", job.id, job.task_kwargs)
                await manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                logger.warning("Job %s lost its worker; it waits again.", job.id)
                await manager.retry_job(job)
    return {job.id for job in stalled}
