"""The job worker: one process, its own connections, fixed to the public schema."""

from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from platform_core.jobs import stalled
from platform_core.scope import PUBLIC_ROLE

#: The worker's own connections read and write the queue only; each job opens its scope on Django's connection.
OPTIONS = f"-c role={PUBLIC_ROLE} -c search_path=public,ext"


def connector() -> PsycopgConnector:
    """Connections for the queue, as the login role `app` acting as `app_public`."""
    database = settings.DATABASES["default"]
    given: dict[str, Any] = {
        "host": database.get("HOST"),
        "port": database.get("PORT"),
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database.get("PASSWORD"),
    }
    return PsycopgConnector(kwargs={"options": OPTIONS, **{key: value for key, value in given.items() if value}})


def work(*, wait: bool = True, concurrency: int = 4) -> None:
    """Run jobs until stopped, or until there are none left (`wait=False`)."""
    import platform_core.jobs.backend  # registers the one task
    import platform_core.jobs.hourly  # noqa: F401  # and the clock

    async def forever() -> None:
        async with worker_app.open_async():
            watch = asyncio.create_task(stalled.look_after_stalled(worker_app))
            try:
                await worker_app.run_worker_async(
                    wait=wait,
                    concurrency=concurrency,
                    install_signal_handlers=wait,
                    delete_jobs="successful",
                    update_heartbeat_interval=stalled.HEARTBEAT_SECONDS,
                    stalled_worker_timeout=stalled.DEAD_AFTER_SECONDS,
                )
            finally:
                watch.cancel()

    with app.replace_connector(connector()) as worker_app:
        asyncio.run(forever())
