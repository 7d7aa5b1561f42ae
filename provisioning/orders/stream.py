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

PAUSE = 0.5  # seconds between two looks
LONGEST = 30  # seconds; the browser connects again by itself, and no server waits for its streams when it stops
RETRY = "retry: 1000\n\n"


async def events(key: UUID, language: str) -> AsyncIterator[str]:
    """Fragments of the page as they change, then `end`."""
    yield RETRY
    seen: dict[str, str] = {}
    for _look in range(round(LONGEST / PAUSE)):
        fragments, is_over = await sync_to_async(look)(key, language)
        for name, html in fragments.items():
            if seen.get(name) != html:
                seen[name] = html
                yield event("part", json.dumps({"id": name, "html": html}))
        if is_over:
            yield event("end", "")
            return
        await asyncio.sleep(PAUSE)


def event(name: str, data: str) -> str:
    """One event; JSON keeps its data on one line."""
    return f"event: {name}\ndata: {data}\n\n"


def look(key: UUID, language: str) -> tuple[dict[str, str], bool]:
    """Every fragment by the id it has on the page, and whether the order is over; gives its connection back."""
    try:
        order = Order.objects.filter(pk=key).first()
        if order is None:
            return {}, True
        progress = progress_of(order)
        with translation.override(language):
            stand = render_to_string("orders/stand.html", {"order": order, "progress": progress})
            fragments: dict[str, str] = {"stand": stand}
            for place in progress.places:
                words = {"order": order, "place": place}
                fragments[f"p-{place.pk}"] = render_to_string("orders/place.html", words)
        return fragments, progress.is_over
    finally:
        if not connection.in_atomic_block:
            connection.close()
