"""Which answers may be shared between visitors, and when a place's pages are outdated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from platform_core.generations import move_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from platform_core.web.request import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Says to our own edge (platform_core.web.edge) that it may keep this answer; never leaves it.
SHARE = "X-Baukasten-Share"
KEPT = ("text/html", "application/atom+xml")


class SharedPagesMiddleware:
    """Marks pages that show nothing of a visitor, and starts a new generation of the place after every write."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        response = self.get_response(request)
        if request.place is None:
            return response
        if request.method not in SAFE_METHODS:
            if not 400 <= response.status_code < 500:  # refused: nothing was written
                move_on()
        elif is_shareable(request, response):
            response.headers[SHARE] = "1"
        return response


def is_shareable(request: Request, response: HttpResponseBase) -> bool:
    """A whole page for somebody without a session."""
    return (
        isinstance(response, HttpResponse)
        and request.method == "GET"
        and response.status_code == 200
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.session.modified
        and not response.cookies
        and "Cache-Control" not in response.headers
        and response.headers.get("Content-Type", "").startswith(KEPT)
    )
