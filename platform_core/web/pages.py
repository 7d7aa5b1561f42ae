"""The micro-cache: whole pages for visitors without a session, per place, generation, language and look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse

from platform_core.contributions.generation import current_generation, move_on
from platform_core.place import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from platform_core.web.request import Request

SECONDS = 60  # pages say "3 days ago"; nothing else in them ages
LONGEST_ADDRESS = 200
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
KEPT_HEADERS = ("Content-Type", "Content-Language", "Vary", "X-Robots-Tag")


class PageCacheMiddleware:
    """Answers from memory where nobody in particular asks, and starts a new generation after every write."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        if request.place is None:
            return self.get_response(request)
        if request.method not in SAFE_METHODS:
            response = self.get_response(request)
            move_on()
            return response
        if not may_be_shared(request):
            return self.get_response(request)
        key = f"{current_generation()}:{address_of(request)}"
        known = caches["pages"].get(key)
        if known is not None:
            return HttpResponse(known[0], headers=known[1])
        response = self.get_response(request)
        if is_shareable(request, response):
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            caches["pages"].set(key, (response.content, headers), SECONDS)
        return response


def may_be_shared(request: Request) -> bool:
    """Whether nothing about this visitor could show in the page. A portal shows other places: never from here."""
    place = request.place
    return (
        request.method == "GET"
        and place is not None
        and place.kind != PlaceKind.REGION
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def address_of(request: Request) -> str:
    """Everything that changes the page of an unknown visitor. The place's own facts are part of it."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    parts = (
        request.get_full_path(),
        request.get_host(),
        request.LANGUAGE_CODE,
        theme[:8],
        request.headers.get("HX-Request", ""),
    )
    return f"{hash(request.place)}:{hash(parts)}"


def is_shareable(request: Request, response: HttpResponseBase) -> bool:
    """A plain page that says nothing else about caching and sets no cookie."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not response.streaming
        and not request.session.modified
        and "Cache-Control" not in response.headers
        and response.headers.get("Content-Type", "").startswith("text/html")
    )
