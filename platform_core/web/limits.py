"""How often one person, one address and one place may do something.

Counted in PostgreSQL, in the place's own schema, so that all processes agree:
one statement per act, exact when many come at once. An address is kept as a
keyed digest until its window is over; of IPv6 the /64 counts, which is what
one household has. What is refused to a person or an address does not use up
what the place may take. When the count itself fails, people may go on: a
counter that is down must not close the place.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from platform_core.accounts.models import Person
from platform_core.refusal import Refusal
from platform_core.scope import current_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, HttpResponseBase

    from platform_core.web.request import Request

HOUR = 3600
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a window (seconds), by one person (or typed address), from one network address, in the place."""

    person: int
    address: int
    place: int
    window: int = HOUR


RATES = {
    "idea": Rate(person=10, address=40, place=300),
    "comment": Rate(person=40, address=150, place=2_000),
    "support": Rate(person=200, address=1_000, place=20_000),
    "upload": Rate(person=80, address=300, place=2_000),
    "stranger_upload": Rate(person=80, address=120, place=1_000),
    "keep": Rate(person=120, address=120, place=2_000),
    "report": Rate(person=20, address=30, place=200),
    "feedback": Rate(person=5, address=10, place=60),
    "code": Rate(person=6, address=30, place=600, window=900),
}


class TooOften(Refusal):
    """The limit is reached; `seconds` until the next try makes sense."""

    status = 429

    def __init__(self, seconds: int) -> None:
        minutes = max(1, -(-seconds // 60))
        wait = ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
        super().__init__(_("That was a bit too often. Please try again %(wait)s.") % {"wait": wait})
        self.seconds = seconds


# Own counts first; the place is counted only when none of them is too high. Keys come sorted, the
# place last, so that statements that run at once wait for each other in one order.
COUNT = """
INSERT INTO moderation_tally AS t (key, count, until)
SELECT k, 1, now() + make_interval(secs => %(window)s) FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS w(k, n) ORDER BY n
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN t.until <= now() THEN 1 ELSE t.count + 1 END,
  until = CASE WHEN t.until <= now() THEN excluded.until ELSE t.until END
RETURNING key, count, ceil(extract(epoch FROM until - now()))::int AS wait
"""
COUNT_PLACE = """
INSERT INTO moderation_tally AS t (key, count, until)
SELECT %(place)s, 1, now() + make_interval(secs => %(window)s)
 WHERE NOT EXISTS (SELECT FROM own JOIN unnest(%(keys)s::text[], %(most)s::int[]) AS m(k, most) ON m.k = own.key
                    WHERE own.count > m.most)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN t.until <= now() THEN 1 ELSE t.count + 1 END,
  until = CASE WHEN t.until <= now() THEN excluded.until ELSE t.until END
RETURNING key, count, ceil(extract(epoch FROM until - now()))::int AS wait
"""
SWEEP = """
DELETE FROM moderation_tally WHERE key IN
  (SELECT key FROM moderation_tally WHERE until < now() ORDER BY key FOR UPDATE SKIP LOCKED)
"""
STATEMENT = f"WITH own AS ({COUNT}), whole AS ({COUNT_PLACE}) TABLE own UNION ALL TABLE whole"


def limit(request: Request, act: str, *, typed: str = "") -> None:
    """Count one act of this visitor. Raises TooOften when it is one too many.

    `typed` is an address that somebody typed and that stands for a person.
    """
    if not settings.LIMITS or request.place is None:
        return
    rate = RATES[act]
    most = _keys(request, act, rate, typed)
    place = f"{act} place"
    parameters: dict[str, Any] = {
        "keys": list(most),
        "most": list(most.values()),
        "place": place,
        "window": rate.window,
    }
    counted = _count(parameters)
    most[place] = rate.place
    over = [wait for key, count, wait in counted if count > most[key]]
    if over:
        raise TooOften(max(over))
    if any(key == place and count == 1 for key, count, _wait in counted):
        _sweep()


def _keys(request: Request, act: str, rate: Rate, typed: str) -> dict[str, int]:
    """The own keys of this visitor in a fixed order, with the most that each may do."""
    person = str(request.user.pk) if isinstance(getattr(request, "user", None), Person) else typed.strip().lower()
    address = network_of(request)
    keys = {f"{act} {digest(person)}": rate.person} if person else {}
    if address:
        keys[f"{act} {digest(address)}"] = rate.address
    return dict(sorted(keys.items()))


def _count(parameters: dict[str, Any]) -> list[tuple[str, int, int]]:
    try:
        with _unharmed(), connection.cursor() as cursor:
            cursor.execute(STATEMENT, parameters)
            return list(cursor.fetchall())
    except DatabaseError:
        log.exception("limits: could not count, so everybody may go on")
        return []


def _unharmed() -> contextlib.AbstractContextManager[object]:
    """Where a transaction is open, a count that fails must not spoil it."""
    return transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext()


def _sweep() -> None:
    """Forget what is over; once per act and window. Rows that somebody counts in just now are left alone."""
    with connection.cursor() as cursor:
        cursor.execute(SWEEP)


def network_of(request: Request) -> str:
    """The visitor's IPv4 address, or the /64 of an IPv6 one; empty when it is unknown."""
    given = str(request.META.get("REMOTE_ADDR") or "")
    if settings.TRUST_PROXY:  # our proxy wrote the last one; those before it say what they like
        given = request.headers.get("X-Forwarded-For", given).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(given.split("%", 1)[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def digest(name: str) -> str:
    """A name that only this place can recognise again."""
    return salted_hmac(f"limits {current_place().schema}", name, algorithm="sha256").hexdigest()[:40]


class TooOftenMiddleware:
    """Answers 429 with the sentence where a view has no form to say it in."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooOften):
            return None
        response = render(request, "429.html", {"problem": exception}, status=429)
        response.headers["Retry-After"] = str(exception.seconds)
        return response
