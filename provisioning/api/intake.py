"""Reading a request before anything looks at it: small enough, JSON, not too deep, texts that a database takes."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from django.http import UnreadablePostError
from django.utils.translation import gettext as _

from provisioning.api.problem import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest

LARGEST_BODY = 1_000_000  # bytes: a region of 300 places with all their texts is a third of it
DEEPEST = 12  # a plan has five levels
LONGEST_NUMBER = 18  # digits: what fits a bigint
LONGEST_QUERY = 4_000
JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})


def check_address(request: HttpRequest) -> None:
    """Raises Problem for an address that no text column could hold."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise Problem("bad-request", _("The address is too long: at most %(n)s signs.") % {"n": LONGEST_QUERY})
    values = [request.path, *request.GET, *(value for values in request.GET.lists() for value in values[1])]
    if any(not is_text(value) for value in values):
        raise Problem("bad-request", _("The address holds a sign that is no text, for example NUL."))


def is_text(value: str) -> bool:
    """Whether PostgreSQL takes it: no NUL, no half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


def body_of(request: HttpRequest) -> Any:
    """The JSON value of the body, or None when there is none. Raises Problem."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length[:19]) > LARGEST_BODY:
        raise too_large()
    try:
        raw = request.read(LARGEST_BODY + 1)
    except UnreadablePostError as lost:
        raise Problem("bad-request", _("The body did not arrive completely.")) from lost
    if len(raw) > LARGEST_BODY:
        raise too_large()
    request._body = raw  # noqa: SLF001  # as Django keeps it: others may ask for it again
    if not raw:
        return None
    if (request.content_type or "") not in JSON_TYPES:
        raise Problem("unsupported-media-type", _("Send the body as application/json."))
    return understood(raw)


def too_large() -> Problem:
    return Problem("too-large", _("The body is larger than %(n)s bytes.") % {"n": LARGEST_BODY})


def understood(raw: bytes) -> Any:
    """JSON with texts and numbers that can be kept. Raises Problem."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_int=_whole, parse_float=_fraction, parse_constant=_no_number)
    except UnicodeDecodeError as broken:
        raise Problem("bad-request", _("The body is not written in UTF-8.")) from broken
    except RecursionError as deep:
        raise too_deep() from deep
    except ValueError as broken:
        raise Problem("bad-request", _("The body is no JSON: %(why)s.") % {"why": str(broken)[:200]}) from broken
    _check(value, 1)
    return value


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > LONGEST_NUMBER:
        raise ValueError(_("a number has more than %(n)s digits") % {"n": LONGEST_NUMBER})
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(_("a number is too large"))
    return value


def _no_number(name: str) -> float:
    raise ValueError(_("%(name)s is no number of JSON") % {"name": name})


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise too_deep()
    if isinstance(value, str) and not is_text(value):
        raise Problem("bad-request", _("The body holds a sign that is no text, for example NUL."))
    if isinstance(value, dict):
        for key, each in value.items():
            _check(key, depth)
            _check(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check(each, depth + 1)


def too_deep() -> Problem:
    return Problem("bad-request", _("The body is nested too deeply: at most %(n)s levels.") % {"n": DEEPEST})
