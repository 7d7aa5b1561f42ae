"""How often one token may ask. Counted in PostgreSQL, so that all processes agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from provisioning.api.problem import Problem

if TYPE_CHECKING:
    from provisioning.api.models import Token

MOST = 600  # requests of one token in one window
WINDOW = 60  # seconds

COUNT = """
INSERT INTO api_tally AS t (token_id, count, until) VALUES (%s, 1, now() + make_interval(secs => %s))
ON CONFLICT (token_id) DO UPDATE SET
  count = CASE WHEN t.until <= now() THEN 1 ELSE t.count + 1 END,
  until = CASE WHEN t.until <= now() THEN excluded.until ELSE t.until END
RETURNING count, greatest(1, ceil(extract(epoch FROM until - now())))::int
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """Where a token stands: how many requests are left, and the seconds until all are there again."""

    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers names them."""
        return {
            "RateLimit-Policy": f'"token";q={MOST};w={WINDOW}',
            "RateLimit": f'"token";r={max(0, self.left)};t={self.seconds}',
        }


def count(token: Token) -> Rate:
    """Count one request."""
    if not settings.LIMITS:
        return Rate(MOST, WINDOW)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [token.pk, WINDOW])
        counted, seconds = cursor.fetchone()
    return Rate(MOST - counted, seconds)


def check(rate: Rate) -> None:
    """Raises Problem when it is one request too many."""
    if rate.left < 0:
        detail = _("At most %(most)s requests in %(window)s seconds. Ask again in %(seconds)s seconds.")
        said = detail % {"most": MOST, "window": WINDOW, "seconds": rate.seconds}
        raise Problem("too-many-requests", said, headers={"Retry-After": str(rate.seconds)})
