"""Who is acting: known for the length of a request or a command, so that no verb has to be told."""

from __future__ import annotations

import contextlib
import contextvars
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from django.http import HttpResponseBase

    from platform_core.web.request import Request


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (with their key), the command line, or the platform by itself."""

    kind: str
    name: str = ""
    key: UUID | None = None


SYSTEM, COMMAND = Actor("system"), Actor("command")
KINDS = {
    "person": "",
    "token": _("An access to the API"),
    "system": _("The platform by itself"),
    "command": _("Command line"),
}
_acting: contextvars.ContextVar[Callable[[], Actor]] = contextvars.ContextVar("acting", default=lambda: SYSTEM)


def acting() -> Actor:
    """Who acts right now; the platform by itself in jobs and before anybody is known."""
    return _acting.get()()


@contextlib.contextmanager
def acting_as(who: Callable[[], Actor]) -> Iterator[None]:
    """Everything inside is done by them; asked only when something is written down."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def actor_of(user: Any) -> Actor:
    """The actor for `request.user`."""
    return Actor("person", user.public_name, user.pk) if user.is_authenticated else SYSTEM


class ActingMiddleware:
    """During a request its person acts."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        with acting_as(lambda: actor_of(request.user)):
            return self.get_response(request)
