"""Who speaks in mails and page titles: the place in scope, or the platform."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from platform_core.place import absolute
from platform_core.scope import current


@dataclass(frozen=True, slots=True)
class Sender:
    """Name, home page and mail address of whoever speaks."""

    name: str
    url: str
    address: str


def sender() -> Sender:
    """The sender of the open scope. Raises NoScope outside of one."""
    place = current().place
    name = place.name if place else "Baukasten"
    host = place.host if place else settings.DOMAIN
    return Sender(name=name, url=absolute(host), address=f"keine-antwort@{host}")
