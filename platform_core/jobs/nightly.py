"""Once a night each open place gets the tasks that its modules want done regularly."""

from __future__ import annotations

from procrastinate.contrib.django import app

from platform_core import registry
from platform_core.place import directory
from platform_core.scope import place_scope


@app.periodic(cron="23 2 * * *")
@app.task(name="baukasten.nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """Enqueue every nightly task of every open place; each runs as a job of its own."""
    for region in directory().regions():
        for place in region.places:
            with place_scope(place):
                for task in (task for module in registry.modules_of(place) for task in module.nightly):
                    task.enqueue()
