"""Links in texts: where they lead, and whether everybody may go there. Nothing outside of the place is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from platform_core import registry
from platform_core.scope import current_place

if TYPE_CHECKING:
    from django.urls import ResolverMatch

PLACE_URLS = "platform_core.urls.place"
HOST = re.compile(r"[a-z0-9äöüß-]+(\.[a-z0-9äöüß-]+)+\Z", re.IGNORECASE)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
PHONE = re.compile(r"\+?[0-9 ()/.-]{3,30}\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads that we can judge: a path of this place, or nowhere at all."""

    path: str = ""
    is_malformed: bool = False


def target_of(address: str, *, base: str) -> Target | None:
    """What to check about a link in the text of the page `base`; None for a sound one that leads elsewhere."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return Target(is_malformed=True)
    if address.startswith("#"):
        return None
    if parts.scheme in {"mailto", "tel"}:
        pattern = MAIL if parts.scheme == "mailto" else PHONE
        return None if pattern.match(unquote(parts.path)) else Target(is_malformed=True)
    if host == current_place().host:
        return Target(path=parts.path or "/")
    if parts.scheme in {"http", "https"} or (parts.netloc and not parts.scheme):
        sound = HOST.match(host) and not re.search(r"\s", unquote(parts.netloc))
        return None if sound else Target(is_malformed=True)
    if parts.scheme or re.match(r"www\.", parts.path):
        return Target(is_malformed=True)
    return Target(path=unquote(urljoin(base, parts.path)))


def is_public(path: str) -> bool:
    """Whether somebody who is not signed in gets a page, a file or the way to sign in at this path of the place.

    The view itself is asked, since only it knows who may see what.
    """
    try:
        match = resolve(path, urlconf=PLACE_URLS)
    except Resolver404:
        return False
    namespace = match.namespaces[0] if match.namespaces else ""
    if namespace in registry.modules() and namespace not in current_place().modules:
        return False
    return _answers(path, match)


def _answers(path: str, match: ResolverMatch) -> bool:
    try:
        response = match.func(_visit(path, match), *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return False
    except Exception:  # noqa: BLE001 -- a page that fails today is no wrong link
        return True
    return int(response.status_code) < 400 or response.status_code == 405


def _visit(path: str, match: ResolverMatch) -> HttpRequest:
    """A request as a stranger would make it, with nothing kept."""
    request: Any = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {"HTTP_HOST": current_place().host, "SERVER_NAME": current_place().host, "SERVER_PORT": "443"}
    request.GET, request.POST = QueryDict(), QueryDict()
    request.place, request.user = current_place(), AnonymousUser()
    request.htmx, request.urlconf, request.resolver_match = False, PLACE_URLS, match
    request.session, request._messages = {}, []
    request.LANGUAGE_CODE = current_place().language
    return request
