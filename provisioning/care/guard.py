"""In a place: who came from outside holds what they came with, for as long as it lasts, and not a request longer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.utils import timezone

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.web.visits import Visit
from provisioning.care.local import MARK
from provisioning.care.models import Purpose
from provisioning.care.options import visitors_write
from provisioning.care.passes import finish

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from platform_core.web.request import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
END = "/betreuung/ende/"
#: What even a visitor who only looks may send: the way out, and how they read.
ALWAYS = frozenset({END, "/konto/logout/", "/sprache/", "/darstellung/"})
#: What a visitor may be sent: pages and what pages are made of. Anything else would be an export.
SHOWN = ("text/html", "text/css", "text/javascript", "application/javascript", "image/", "font/", "text/event-stream")
NO_PERSON = ("/static/", "/thema-", "/gesicht/", "/favicon.ico", "/manifest.webmanifest", "/kacheln/")


class CareMiddleware:
    """Stands right behind the middleware that knows the person. Asks nothing for sessions that began here."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.visit = None
        mark = mark_of(request)
        if mark is None:
            return self.get_response(request)
        if mark["kind"] == Purpose.CARE:
            works_here(request, mark)
            return self.get_response(request)
        return self._visit(request, mark)

    def _visit(self, request: Request, mark: dict[str, Any]) -> HttpResponseBase:
        request.visit = looks_around(request, mark)
        if request.visit is None:
            return self.get_response(request)
        response = self.get_response(request)
        return refusal(request, "export") if is_export(response) else response

    def process_view(self, request: Request, view: object, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Decide once the URL is resolved: the page that says no needs addresses of this host."""
        if request.visit is None or may_send(request, request.visit):
            return None
        return refusal(request, "write")


def may_send(request: Request, visit: Visit) -> bool:
    """Whether this request may go on. A visitor has no account here, so there is none to change."""
    if request.method in SAFE_METHODS or request.path_info in ALWAYS:
        return True
    return visit.may_write and not request.path_info.startswith("/konto/")


def mark_of(request: Request) -> dict[str, Any] | None:
    """How the session came about, when it came from outside; reads no session of anybody without one."""
    known = request.place is not None and settings.SESSION_COOKIE_NAME in request.COOKIES
    if not known or request.path_info.startswith(NO_PERSON):
        return None
    mark: dict[str, Any] | None = request.session.get(MARK)
    return mark


def works_here(request: Request, mark: dict[str, Any]) -> None:
    """The roles of somebody who looks after several places. Without the role in this place the session is over."""
    person = request.user
    if isinstance(person, Person) and str(person.pk) == mark["person"]:
        held = list(person.held_roles.all())
        theirs = [row for row in held if row.care is None or str(row.care) == mark["care"]]
        if any(row.role == mark["role"] for row in theirs):
            person.roles = frozenset({Role(row.role) for row in theirs} | {Role.RESIDENT})
            return
    sign_out(request)


def looks_around(request: Request, mark: dict[str, Any]) -> Visit | None:
    """A visit that lasts: the visitor sees what a local admin sees. None, and signed out, when its time is over."""
    until = datetime.fromtimestamp(mark["until"], tz=UTC)
    if timezone.now() >= until:
        finish(mark["pass"])
        sign_out(request)
        return None
    person = request.user
    if not isinstance(person, Person) or str(person.pk) != mark["person"]:
        sign_out(request)
        return None
    person.roles = frozenset({Role.RESIDENT, Role.ADMIN})
    return Visit(until=until, reason=mark["reason"], may_write=visitors_write(), end_path=END)


def sign_out(request: Request) -> None:
    """From here on the request is a stranger's."""
    request.session.flush()
    request.user = AnonymousUser()


def is_export(response: HttpResponseBase) -> bool:
    """Whether an answer is something to be kept and not a page to be read."""
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return True
    kind = response.headers.get("Content-Type", "text/html")
    return response.status_code == 200 and not kind.startswith(SHOWN)  # OK


def refusal(request: Request, what: str) -> HttpResponseBase:
    """A page that says why not, and how it could be done."""
    return render(request, "care/visit_refused.html", {"what": what}, status=403)
