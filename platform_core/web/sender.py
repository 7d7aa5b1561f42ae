"""Who speaks in mails and page titles: the place in scope, or the platform."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from platform_core.place import absolute
from platform_core.scope import current


@dataclass(frozen=True, slots=True)
class Sender:
    """Name, home page and mail address of whoever speaks; `reply_to` where answers are read elsewhere."""

    name: str
    url: str
    address: str
    reply_to: str = ""


def sender() -> Sender:
    """The sender of the open scope. Raises NoScope outside of one."""
    place = current().place
    if place is None:
        return Sender("Baukasten", absolute(settings.DOMAIN), f"keine-antwort@{settings.DOMAIN}")
    # A domain of the place's own says itself who may send for it; the platform's own names are ours.
    is_ours = place.host.endswith(f".{settings.DOMAIN}")
    given = f"keine-antwort@{place.host if is_ours else f'{place.slug}.{settings.DOMAIN}'}"
    return Sender(place.name, absolute(place.host), place.sender or given, reply_to=place.reply_to)
