"""What every operation of the API passes: language, address, token, rate, body, and what an error becomes."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelInvalid
from django.http import Http404
from django.utils import translation
from django.utils.cache import patch_vary_headers, set_response_etag
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.errors import HttpError
from ninja.errors import ValidationError as Invalid

from platform_core.audit.actor import acting_as
from platform_core.refusal import Refusal
from platform_core.web.guard import SAFE_METHODS
from provisioning.api import intake, rates
from provisioning.api.once import once
from provisioning.api.problem import NAMES, NotThere, Problem, answer, broken
from provisioning.api.reach import Reach
from provisioning.api.tokens import token_of
from provisioning.blueprints.content import BlueprintRefused
from provisioning.lifecycle.dns import Unreachable
from provisioning.regions.reader import RegionFileError
from provisioning.steps import OrderRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from provisioning.api.models import Token

    type View = Callable[..., HttpResponseBase]

log = logging.getLogger(__name__)


def gate(view: View) -> View:
    """The view behind the gate. Whatever happens inside, the answer is JSON."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        with translation.override(language_of(request)):
            try:
                response = _inside(request, view, arguments)
            except Exception as problem:  # noqa: BLE001  # every sort of error has its document
                response = answer(understood(problem), request)
            response.headers["Content-Language"] = translation.get_language() or "de"
        for name, value in getattr(request, "rate_headers", {}).items():
            response.headers[name] = value
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return response

    return guarded


def language_of(request: HttpRequest) -> str:
    """What `Accept-Language` asks for, German where it asks for nothing that we speak."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return "de"


def _inside(request: HttpRequest, view: View, arguments: dict[str, Any]) -> HttpResponseBase:
    intake.check_address(request)
    token = who(request)
    rate = rates.count(token)
    request.rate_headers = rate.headers  # type: ignore[attr-defined]
    rates.check(rate)
    if request.method not in SAFE_METHODS:
        may_write(request, token)
    request.json = intake.body_of(request)  # type: ignore[attr-defined]
    request.reach = reach = Reach(token)  # type: ignore[attr-defined]
    run = functools.partial(_run, request, view, arguments)
    with acting_as(lambda: reach.actor):
        return once(request, token, run) if request.method == "POST" else run()


def _run(request: HttpRequest, view: View, arguments: dict[str, Any]) -> HttpResponseBase:
    if request.method == "HEAD":
        request.method = "GET"  # what GET would answer; the server leaves out the body
    if request.method == "PATCH" and "If-Match" in request.headers:
        check_unchanged(request, view, arguments)
    response = view(request, **arguments)
    if response.status_code == 405:
        detail = _("It takes: %(methods)s.") % {"methods": response.headers["Allow"]}
        raise Problem("method-not-allowed", detail, headers={"Allow": response.headers["Allow"]})
    return response


def check_unchanged(request: HttpRequest, view: View, arguments: dict[str, Any]) -> None:
    """Raises Problem when what GET answers now has none of the ETags that the change was made for."""
    request.method = "GET"
    now = set_response_etag(view(request, **arguments)).headers.get("ETag", "")
    request.method = "PATCH"
    wanted = [tag.strip().removeprefix("W/") for tag in request.headers["If-Match"].split(",")]
    if "*" not in wanted and now not in wanted:
        raise Problem("precondition-failed", _("Read it again, and decide anew what to change."))


def who(request: HttpRequest) -> Token:
    """The token that the request carries. Raises Problem without a valid one, whatever is wrong with it."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_of(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        detail = _("Send a valid token as “Authorization: Bearer bk_…”. Your agency makes them in the control panel.")
        raise Problem("unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="Baukasten"'})
    return token


def may_write(request: HttpRequest, token: Token) -> None:
    """Raises Problem for a token that only reads, and for a browser: this host has no cookies, so none proves anything."""
    if request.COOKIES:
        raise Problem("forbidden", _("Requests with cookies change nothing here. Send the token alone."))
    if not token.may_write:
        raise Problem("forbidden", _("This access may read only. Make one that may change, too."))


def understood(problem: Exception) -> Problem:
    """The problem that an exception is."""
    if isinstance(problem, Problem):
        return problem
    for sort, meaning in MEANINGS:
        if isinstance(problem, sort):
            return meaning(problem)
    log.error("api: an operation failed", exc_info=problem)
    return broken()


def _sentence(problem: Exception) -> Problem:
    """What the domain refused, in its own words."""
    return Problem(NAMES.get(getattr(problem, "status", 409), "conflict"), str(problem))


def _invalid(problem: Any) -> Problem:
    return Problem("invalid", _("See the fields that are named."), errors=[_error(each) for each in problem.errors])


def _unfit(problem: Exception) -> Problem:
    """A document of the domain that is not right, in its own words."""
    return Problem("invalid", str(problem))


def _malformed(problem: Exception) -> Problem:
    return Problem("bad-request", _("The request is not well-formed."))


def _http(problem: Any) -> Problem:
    return Problem(NAMES.get(problem.status_code, "bad-request"), str(problem))


#: What exceptions mean, the first that fits.
MEANINGS: tuple[tuple[type[Exception], Callable[[Any], Problem]], ...] = (
    (Http404, lambda _missing: NotThere()),
    (Invalid, _invalid),
    (ModelInvalid, lambda problem: Problem("invalid", " ".join(problem.messages))),
    (BlueprintRefused, _unfit),
    (Refusal, _sentence),
    (OrderRefused, _sentence),
    (RegionFileError, _unfit),
    (Unreachable, lambda _silent: Problem("conflict", _("The name servers do not answer. Please try again later."))),
    (SuspiciousOperation, _malformed),
    (BadRequest, _malformed),
    (PermissionDenied, lambda _denied: Problem("forbidden")),
    (HttpError, _http),
)


def _error(found: dict[str, Any]) -> dict[str, str]:
    """One field: as a JSON pointer into the body, or the name of a parameter."""
    where, *path = [str(part) for part in found.get("loc", ())] or ["body"]
    said = {"detail": str(found.get("msg", ""))}
    if where == "body":
        inside = path[1:]  # the first is the name of the argument
        return {"pointer": "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in inside), **said}
    return {"parameter": ".".join(path), "in": where, **said}
