"""The progress of an order as server-sent events: only what changed, and no connection kept between two looks."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation

from provisioning.orders.models import Order
from provisioning.orders.progress import progress_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from provisioning.orders.progress import Progress

PAUSE = 0.5  # seconds between two looks
LONGEST = 10  # seconds; the browser connects again by itself, and no server waits long for its streams when it stops
RETRY = "retry: 1000\n\n"


async def events(key: UUID, language: str) -> AsyncIterator[str]:
    """Fragments of the page as they change, then `end`."""
    yield RETRY
    seen: dict[str, object] = {}
    for _look in range(round(LONGEST / PAUSE)):
        fragments, is_over = await sync_to_async(look)(key, language, seen)
        for name, html in fragments.items():
            yield event("part", json.dumps({"id": name, "html": html}))
        if is_over:
            yield event("end", "")
            return
        await asyncio.sleep(PAUSE)


def event(name: str, data: str) -> str:
    """One event; JSON keeps its data on one line."""
    return f"event: {name}\ndata: {data}\n\n"


def look(key: UUID, language: str, seen: dict[str, object]) -> tuple[dict[str, str], bool]:
    """What changed since `seen`, by the id it has on the page, and whether the order is over.

    Gives its connection back.
    """
    try:
        order = Order.objects.filter(pk=key).first()
        if order is None:
            return {}, True
        progress = progress_of(order)
        with translation.override(language):
            return _changed(order, progress, seen), progress.is_over
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _changed(order: Order, progress: Progress, seen: dict[str, object]) -> dict[str, str]:
    """Only what is different is rendered: an order may have hundreds of places."""
    fragments: dict[str, str] = {}
    counts = (progress.state, progress.ended, progress.done, progress.failed, progress.seconds)
    if seen.get("stand") != counts:
        seen["stand"] = counts
        fragments["stand"] = render_to_string("orders/stand.html", {"order": order, "progress": progress})
    for place in progress.places:
        name, facts = f"p-{place.pk}", (place.state, place.attempt, place.took_ms, place.error, order.state)
        if seen.get(name) != facts:
            seen[name] = facts
            fragments[name] = render_to_string("orders/place.html", {"order": order, "place": place})
    return fragments
