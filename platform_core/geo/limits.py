"""Not too many questions from one visitor, and not too many from one place."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from platform_core.web.request import Request

MINUTE = 60


class TooOften(Refusal):
    """More questions in a minute than anybody types."""


def count(name: str, *, most: int) -> bool:
    """Count one more of this minute in the present place; False when there were enough already."""
    if cache.add(name, 1, MINUTE):
        return True
    with contextlib.suppress(ValueError):  # the minute ended just now
        return cache.incr(name) <= most
    return True


def refuse_flood(request: Request, *, action: str, most: int) -> None:
    """Raises TooOften for a visitor's question too many. The address is kept as a hash, for a minute."""
    visitor = salted_hmac("geo.limits", get_adapter(request).get_client_ip(request), algorithm="sha256").hexdigest()[
        :32
    ]
    if not count(f"{action}:{visitor}", most=most):
        raise TooOften(_("That was a little too fast. Please wait a moment and try again."))
