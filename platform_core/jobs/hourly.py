"""What is looked at every hour, for every open place.

The clock is the worker's: Procrastinate defers each tick once, however many
workers there are. `due(place, now)` decides by the place's own clock and
enqueues; it runs outside of every place and must be quick.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import connections
from procrastinate.contrib.django import app

from platform_core import registry
from platform_core.place import directory
from platform_core.scope import place_scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.place import Place

    type Due = Callable[[Place, datetime], None]

NIGHT = 3  # an hour that every day has once, also when the clocks change


def in_the_night(place: Place, now: datetime) -> None:
    """Enqueue what the place's modules want done regularly; each task is a job of its own."""
    if now.astimezone(place.zone).hour != NIGHT:
        return
    with place_scope(place):
        wanted = (task for module in registry.modules_of(place) for task in module.nightly)
        for task in dict.fromkeys(wanted):  # what several modules ask for is done once
            task.enqueue()


HOURLY: list[Due] = [in_the_night]


def every_hour(due: Due) -> None:
    """Have `due` called for every open place at every full hour; call it in `AppConfig.ready()`."""
    HOURLY.append(due)


def strike(now: datetime) -> None:
    """The clock strikes: everything registered is asked, for every open place."""
    places = [place for region in directory().regions() for place in region.places if place.is_writable]
    for due in HOURLY:
        for place in places:
            due(place, now)


@app.periodic(cron="0 * * * *")
@app.task(name="baukasten.hourly", queueing_lock="baukasten.hourly", retry=3)
def hourly(timestamp: int) -> None:
    try:
        strike(datetime.fromtimestamp(timestamp, tz=UTC))
    finally:
        connections.close_all()
