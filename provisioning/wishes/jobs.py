"""Wishes that nobody needs any more go at night."""

from __future__ import annotations

from django.db import connections
from procrastinate.contrib.django import app

from platform_core.scope import platform_scope
from provisioning.wishes.actions import forget_old_wishes


@app.periodic(cron="20 2 * * *")
@app.task(name="baukasten.wishes", queueing_lock="baukasten.wishes")
def sweep_wishes(timestamp: int) -> None:
    """Unconfirmed ones after a week, declined ones after half a year."""
    try:
        with platform_scope():
            forget_old_wishes()
    finally:
        connections.close_all()
