"""What is counted again by the worker's clock, for closed places too."""

from __future__ import annotations

from django.db import connections
from procrastinate.contrib.django import app

from provisioning.care.figures import collect_all
from provisioning.care.passes import finish_overdue, forget_old


@app.periodic(cron="7 * * * *")
@app.task(name="baukasten.figures", queueing_lock="baukasten.figures")
def figures(timestamp: int) -> None:
    """Every hour, a little after the other things that are done then."""
    try:
        collect_all()
    finally:
        connections.close_all()


@app.periodic(cron="*/5 * * * *")
@app.task(name="baukasten.visits", queueing_lock="baukasten.visits")
def visits(timestamp: int) -> None:
    """Visits that nobody ended by hand stand in the logs as ended, too; the sessions themselves end by the minute."""
    try:
        finish_overdue()
        forget_old()
    finally:
        connections.close_all()
