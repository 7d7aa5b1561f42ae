"""Pages of the stream tests: each says again and again whose canary it sees. A urlconf in a place's stead."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from platform_core.scope import current
from tests.isolation.asking import rows
from tests.isolation.switching import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from django.http import HttpRequest

STEPS = 4


def look() -> str:
    """One line: the canary, and the scope it was seen in. Gives the connection back, as a stream has to."""
    try:
        return f"{rows(QUESTIONS[True])[0][0]} {current().schema}\n"
    finally:
        if not connection.in_atomic_block:
            connection.close()


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(look() for _ in range(STEPS)))


async def awaited(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join([await sync_to_async(look)() for _ in range(STEPS)]))


async def gathered(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(await asyncio.gather(*(sync_to_async(look)() for _ in range(STEPS)))))


async def _events() -> AsyncIterator[str]:
    for _ in range(STEPS):
        yield await sync_to_async(look)()
        await asyncio.sleep(0.001)


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_events(), content_type="text/event-stream")


def _lines() -> Iterator[str]:
    for _ in range(STEPS):
        yield look()
        time.sleep(0.001)


def sync_stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_lines(), content_type="text/plain")


VIEWS = {"plain": plain, "awaited": awaited, "gathered": gathered, "stream": stream, "sync-stream": sync_stream}
urlpatterns = [path(f"{name}/", view, name=name) for name, view in VIEWS.items()]
