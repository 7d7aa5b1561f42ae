"""A place in preparation: those who hold a role fill it, everybody else gets a friendly page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.place import PlaceState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, HttpResponseBase

    from platform_core.web.request import Request

#: What everybody reaches: the legal pages, the way to sign in, the switches of the footer, the face, health.
OPEN = (
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/rueckmeldung/",
    "/sprache/",
    "/darstellung/",
    "/thema-",
    "/healthz",
    "/robots.txt",
    "/konto/login/",
    "/konto/logout/",
    "/konto/password/reset/",
    "/konto/confirm-email/",
    "/konto/reauthenticate/",
    "/uebergabe/",
    "/einladung/",
    "/betreuung/ende/",
    "/postfach/",  # development only: the code to sign in with
)
A_DAY = "86400"


class PreparingMiddleware:
    """503 with a time to come back for strangers and residents, as long as the place is not public."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        response = self.get_response(request)
        if is_preparing(request):
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def process_view(self, request: Request, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        """Decide once the URL is resolved: the page needs addresses of this host."""
        if not is_preparing(request) or may_enter(request):
            return None
        response = render(request, "states/preparing.html", status=503)
        response.headers["Retry-After"] = A_DAY
        return response


def is_preparing(request: Request) -> bool:
    return request.place is not None and request.place.state == PlaceState.PREPARING


def may_enter(request: Request) -> bool:
    """Whether this request is for a page that everybody reaches, or by somebody who holds a role here."""
    if request.path_info.startswith(OPEN):
        return True
    return isinstance(request.user, Person) and bool(request.user.roles - {Role.RESIDENT})
