"""host → place → scope: the first thing that happens to a request."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connections
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django_hosts.resolvers import get_host_patterns

from platform_core.place import PlaceState, directory
from platform_core.scope import place_scope, platform_scope
from tenants.addresses import normal_host
from tenants.archive import kept_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from django.http import HttpResponse

    from platform_core.place import Closure, Place
    from platform_core.web.request import Request

PLACE_URLS = "platform_core.urls.place"
#: Stylesheet, arms, pictures of a place: its closed pages wear them, and they ask no database.
FACE = ("/thema-", "/gesicht/", "/favicon.ico", "/manifest.webmanifest")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: What a place answers in each state, as status code; None lets the request through.
STATE_CODES: dict[PlaceState, int | None] = {
    PlaceState.ACTIVE: None,
    PlaceState.READ_ONLY: None,
    PlaceState.PREPARING: None,  # who may come in is decided once we know who it is
    PlaceState.REQUESTED: 503,
    PlaceState.PROVISIONING: 503,
    PlaceState.MOVING: 503,
    PlaceState.MAINTENANCE: 503,
    PlaceState.SUSPENDED: 503,
    PlaceState.ARCHIVED: 200,
    PlaceState.ERASED: 410,
}
#: What a read-only place still takes, so that people can leave and choose how they read.
READ_ONLY_WRITES = frozenset({"/konto/logout/", "/sprache/", "/darstellung/", "/betreuung/ende/"})
#: Coming in from the panel changes nothing that people wrote.
HANDOVER = "/uebergabe/"
#: Who watches the server asks here. A copy in the archive has no such page, and its place is served all the same.
HEALTH = "/healthz"
#: What every name of a place answers by itself; everything else is found under its primary name.
AT_EVERY_NAME = (HEALTH, "/robots.txt", "/.well-known/")
#: Where a request made inside of this process says which place it is for; no visitor can write into it.
INSIDE = "baukasten.place"


@functools.cache
def platform_hosts() -> dict[str, Any]:
    """The platform's own names, exact: django-hosts' patterns are not anchored at the end."""
    hosts = {}
    for host in get_host_patterns():
        name = f"{host.regex}.{settings.DOMAIN}" if host.regex else settings.DOMAIN
        hosts[name] = host
    hosts.pop(f"{settings.DEFAULT_HOST}.{settings.DOMAIN}", None)
    return hosts


def find(request: Request) -> contextlib.AbstractContextManager[Any] | None:
    """Set `request.place` and `request.urlconf`; the scope to work in, or None for an unknown host."""
    request.place = request.META.get(INSIDE)
    if request.place is not None:
        request.urlconf = PLACE_URLS
        return place_scope(request.place)
    try:
        name = normal_host(request.get_host())
    except DisallowedHost:
        return None
    if name in platform_hosts():
        request.urlconf = platform_hosts()[name].urlconf
        return platform_scope()
    place = directory().place_of_host(name) if name else None
    if place is None:
        return None
    request.place = place
    request.urlconf = PLACE_URLS
    return place_scope(place)


def moved(request: Request, place: Place) -> HttpResponse | None:
    """The way from another name of a place to its primary one, with path and query."""
    if request.method not in {"GET", "HEAD"} or request.path_info.startswith(AT_EVERY_NAME):
        return None
    if normal_host(request.get_host()) == place.host:
        return None
    response = HttpResponsePermanentRedirect(place.link(request.get_full_path()), preserve_request=True)
    response.headers["Cache-Control"] = "max-age=3600"  # a name can come back
    return response


def state_page(request: Request, place: Place) -> HttpResponse | None:
    """The page that stands in for a place that is not open, or refuses a write to a read-only one."""
    if place.state == PlaceState.ARCHIVED:
        if request.path_info == HEALTH:
            return None
        if kept := kept_answer(request, place):
            return kept
    if request.path_info.startswith(FACE):
        return None
    closure = place.closure_at(timezone.now()) if place.closures else None
    if closure is not None:
        return maintenance_page(request, place, closure)
    code = STATE_CODES[place.state]
    template = f"states/{place.state.value}.html"
    if place.state == PlaceState.READ_ONLY and request.method not in SAFE_METHODS:
        harmless = request.path_info in READ_ONLY_WRITES or request.path_info.startswith(HANDOVER)
        code = None if harmless else 403
    if code is None:
        return None
    response = render(request, template, {"place": place}, status=code)
    if code == 503:
        response["Retry-After"] = "600"
    return response


def maintenance_page(request: Request, place: Place, closure: Closure) -> HttpResponse:
    """The page of a maintenance window, with the moment when it ends; nothing is kept of it."""
    wait = max(1, int((closure.end - timezone.now()).total_seconds()))
    noted = replace(place, state_note=closure.note or place.state_note)
    response = render(request, "states/maintenance.html", {"place": noted, "closure": closure}, status=503)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def unknown_host(request: Request) -> HttpResponse:
    """404 without touching any schema."""
    return render(request, "unknown_host.html", {"place": None, "platform_domain": settings.DOMAIN}, status=404)


class PlaceMiddleware:
    """Opens the scope of the request's host around everything else."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: Request) -> Any:
        if iscoroutinefunction(self):
            return self.acall(request)
        scope = find(request)
        if scope is None:
            return unknown_host(request)
        with scope:
            return in_scope(self._closed(request) or self.get_response(request))

    async def acall(self, request: Request) -> Any:
        scope = await sync_to_async(find)(request)
        if scope is None:
            return await sync_to_async(unknown_host)(request)
        with scope:
            closed = await sync_to_async(self._closed)(request)
            response = in_scope(closed or await self.get_response(request))
            if response.streaming:
                # The stream must not hold a connection of the pool while it waits.
                await sync_to_async(connections.close_all)()
            return response

    @staticmethod
    def _closed(request: Request) -> HttpResponse | None:
        if not request.place or INSIDE in request.META:
            return None
        return moved(request, request.place) or state_page(request, request.place)


def in_scope(response: Any) -> Any:
    """A stream runs after the middleware has left: every step gets the context of the request."""
    if response.streaming:
        context = contextvars.copy_context()
        steps = _async_steps if response.is_async else _steps
        response.streaming_content = steps(response.streaming_content, context)
    return response


def _steps(content: Any, context: contextvars.Context) -> Iterator[bytes]:
    iterator = iter(content)
    while True:
        try:
            step = context.run(next, iterator)
        except StopIteration:
            return
        yield step


async def _async_steps(content: Any, context: contextvars.Context) -> AsyncIterator[bytes]:
    iterator = aiter(content)
    loop = asyncio.get_running_loop()

    async def following() -> Any:
        return await anext(iterator)

    async def closing() -> None:
        await iterator.aclose()

    try:
        while True:
            try:
                step = await loop.create_task(following(), context=context)
            except StopAsyncIteration:
                return
            yield step
    finally:
        if hasattr(iterator, "aclose"):
            await loop.create_task(closing(), context=context)
