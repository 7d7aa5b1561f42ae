"""The edge: pages for visitors without a session, answered from memory before any thread or database is asked.

Wraps the ASGI application. A page is kept per place, generation, address,
language, look and encoding; a write anywhere in the place outdates all of them
at once. What may be kept is decided inside (`platform_core.web.pages`).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http.cookie import parse_cookie
from django.utils import timezone

from platform_core.generations import generation_of
from platform_core.place import Place, PlaceKind, directory
from platform_core.web.pages import SHARE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    type Message = dict[str, Any]
    type Send = Callable[[Message], Awaitable[None]]
    type Key = tuple[Any, ...]

SECONDS = 60  # pages say "3 days ago"; nothing else in them ages
MOST_PAGES = 500
LARGEST_PAGE = 200_000
LONGEST_ADDRESS = 300
LARGEST_BODY = 180_000_000  # eight files of the largest size, and the form; Django would spool any length to disk
_share = SHARE.lower().encode()


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent, and until when (monotonic seconds) it may be sent again."""

    headers: list[tuple[bytes, bytes]]
    etag: bytes
    body: bytes
    until: float


class Edge:
    """The ASGI application with its memory of pages."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.pages: OrderedDict[Key, Kept] = OrderedDict()

    async def __call__(self, scope: Message, receive: Any, send: Send) -> None:
        if scope["type"] == "http" and length_of(scope) > LARGEST_BODY:
            await refuse(send)
            return
        key, headers = key_of(scope) if scope["type"] == "http" and scope["method"] == "GET" else (None, {})
        kept = self.pages.get(key) if key else None
        if kept is not None and kept.until > time.monotonic():
            await answer(kept, headers.get(b"if-none-match", b""), send)
        elif scope["type"] == "http":
            await self.application(scope, receive, self._keeping(key, send))
        else:
            await self.application(scope, receive, send)

    def _keeping(self, key: Key | None, send: Send) -> Send:
        """Pass everything on, without our own mark; keep the page when it is marked and came in one piece."""
        start: Message = {}

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                start["marked"] = any(name.lower() == _share for name, _value in message["headers"])
                clean = [(name, value) for name, value in message["headers"] if name.lower() != _share]
                message = {**message, "headers": clean}
                start["headers"] = clean
            elif key and start.get("marked") and not message.get("more_body"):
                self._keep(key, start["headers"], message.get("body", b""))
                start["marked"] = False
            await send(message)

        return keeping

    def _keep(self, key: Key, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        if 0 < len(body) <= LARGEST_PAGE:
            etag = next((value for name, value in headers if name.lower() == b"etag"), b"")
            self.pages[key] = Kept(headers, etag, body, time.monotonic() + SECONDS)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)


def key_of(scope: Message) -> tuple[Key | None, dict[bytes, bytes]]:
    """What decides about a page for somebody without a session; None when it must be asked for."""
    headers = dict(scope["headers"])
    if len(headers) != len(scope["headers"]):
        return None, headers  # a header that comes twice: Django joins what we would overwrite
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))  # as Django will read them
    place = known_place(headers.get(b"host", b""))
    address = scope["path"], scope["query_string"]
    if place is None or settings.SESSION_COOKIE_NAME in cookies or sum(map(len, address)) > LONGEST_ADDRESS:
        return None, headers
    return (
        place,
        place.moment(timezone.now()) if place.notices or place.closures else (),
        generation_of(place.schema),
        # A portal shows what is new in its places, and which places there are.
        generation_of(str(place.region_id)) if place.kind == PlaceKind.REGION else b"",
        directory().generation if place.kind == PlaceKind.REGION else 0,
        address,
        scope.get("scheme"),
        headers[b"host"],
        headers.get(b"x-forwarded-proto"),
        headers.get(b"hx-request"),
        b"gzip" in headers.get(b"accept-encoding", b""),
        cookies.get(settings.LANGUAGE_COOKIE_NAME),
        cookies.get(settings.THEME_COOKIE_NAME),
        cookies.get(settings.MY_PLACE_COOKIE_NAME),
    ), headers


def known_place(host: bytes) -> Place | None:
    """The place of a host name that this process has met before; asks nobody."""
    return directory().remembered(host.decode("latin-1"))


def length_of(scope: Message) -> int:
    """What the visitor says the body's length is, in bytes; 0 when it is not said."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0


async def refuse(send: Send) -> None:
    """413 before a byte of the body is read."""
    text = "Zu viel auf einmal: höchstens acht Dateien zu je 20 MB. / Too much at once: eight files of 20 MB each.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


async def answer(kept: Kept, wanted: bytes, send: Send) -> None:
    """Send a kept page, or 304 when the visitor has it already."""
    if kept.etag and kept.etag in (tag.strip() for tag in wanted.split(b",")):
        headers = [(name, value) for name, value in kept.headers if name.lower() != b"content-length"]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    await send({"type": "http.response.body", "body": kept.body})
