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
    from urllib.parse import SplitResult

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


MALFORMED = Target(is_malformed=True)


def target_of(address: str, *, base: str) -> Target | None:
    """What to check about a link in the text of the page `base`; None for a sound one that leads elsewhere."""
    if address.startswith("#"):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return MALFORMED
    if host == current_place().host:
        return Target(path=parts.path or "/")
    if parts.scheme or parts.netloc or parts.path.startswith("www."):
        return None if _is_sound(parts, host) else MALFORMED
    return Target(path=unquote(urljoin(base, parts.path)))


def _is_sound(parts: SplitResult, host: str) -> bool:
    """Whether an address elsewhere is complete; it is not asked for."""
    if parts.scheme in {"mailto", "tel"}:
        pattern = MAIL if parts.scheme == "mailto" else PHONE
        return bool(pattern.match(unquote(parts.path)))
    is_web = parts.scheme in {"http", "https"} or (parts.netloc and not parts.scheme)
    return bool(is_web and HOST.match(host) and not re.search(r"\s", unquote(parts.netloc)))


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


def _visit(path: str, match: ResolverMatch) -> Any:
    """A request as a stranger would make it, with nothing kept."""
    request: Any = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {"HTTP_HOST": current_place().host, "SERVER_NAME": current_place().host, "SERVER_PORT": "443"}
    request.GET, request.POST = QueryDict(), QueryDict()
    request.place, request.user = current_place(), AnonymousUser()
    request.htmx, request.urlconf, request.resolver_match = False, PLACE_URLS, match
    request.session = {}
    request._messages = []  # noqa: SLF001 -- where Django looks for messages
    request.LANGUAGE_CODE = current_place().language
    return request
