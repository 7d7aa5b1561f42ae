"""The copy that stays of an archived place: its public pages, the files they show, and what they look like.

Asks for the pages as a stranger would, inside of this process, and follows every
link of them. What a stranger cannot see is not in the copy.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections import deque
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from platform_core import registry
from platform_core.place import PlaceState
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.lifecycle.pages import Page, addresses_in_style
from tenants.addresses import place_of, tenants
from tenants.archive import CONTENTS, folder_of
from tenants.middleware import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platform_core.place import Place
    from tenants.models import Tenant

MOST_PAGES = 20_000
#: What is no page of the past: signing in, writing, the desk, searching, feeds of the day, development.
PASSED_OVER = ("/konto/", "/verwalten/", "/ich/", "/suche/", "/postfach/", "/rueckmeldung/", "/melden/", "/gespraech/")
START = ("/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/favicon.ico", "/robots.txt")


class ArchiveFailed(Refusal):
    """The copy could not be made; the message says at which page."""


@dataclass
class Copy:
    """One copy in the making: what was kept, and what has to be asked for."""

    place: Place
    folder: Path
    note: str = ""
    contents: dict[str, dict[str, str]] = field(default_factory=dict)
    waiting: deque[str] = field(default_factory=lambda: deque(START))
    seen: set[str] = field(default_factory=lambda: set(START))
    pages: dict[str, str] = field(default_factory=dict)  # address → HTML as it came
    count: int = 0

    @property
    def ended(self) -> tuple[str, ...]:
        """Paths that are no page of the past: of the platform, and where the place's modules take something new."""
        urls = "platform_core.urls.place"
        actions = (action for module in registry.modules_of(self.place) for action in module.actions if action.is_new)
        return (*PASSED_OVER, *(reverse(action.url_name, urlconf=urls) for action in actions))

    def run(self) -> Copy:
        """Ask for everything that can be reached; then write the pages, knowing which links lead on."""
        self.handler = BaseHandler()
        self.handler.load_middleware(is_async=False)
        while self.waiting:
            if len(self.seen) > MOST_PAGES:
                raise ArchiveFailed(
                    _("%(place)s has more than %(most)s addresses. Is there a calendar without end?")
                    % {"place": self.place.name, "most": MOST_PAGES}
                )
            self._visit(self.waiting.popleft())
        known = set(self.contents) | set(self.pages)
        with translation.override(self.place.language):
            gone = _("Until the place was archived, you could write or choose something here.")
        for address, text in self.pages.items():
            page = Page(text, address, known, explanation=gone, gone=self.ended).rewritten()
            self._keep(address, page.encode(), "text/html; charset=utf-8")
        self._keep("404", self._missing(known), "text/html; charset=utf-8")
        return self

    def _visit(self, address: str) -> None:
        if address.startswith(settings.STATIC_URL):
            self._static(address)
            return
        status, headers, content = self.ask(address)
        kind = headers.get("Content-Type", "application/octet-stream")
        if status >= 500:
            raise ArchiveFailed(
                _("%(place)s: the page %(address)s cannot be shown (%(status)s), so no copy was made.")
                % {"place": self.place.name, "address": address, "status": status}
            )
        if status != 200:
            return
        if kind.startswith("text/html"):
            self.pages[address] = content.decode()
            self._follow(Page(self.pages[address], address, set()).addresses())
        else:
            self._keep(address, content, kind, headers.get("Content-Disposition", ""))
            if kind.startswith("text/css"):
                self._follow(addresses_in_style(content.decode(), address))

    def ask(self, address: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content for a stranger; nothing of it goes through the network."""
        parts = urlsplit(address)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path.encode().decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": self.place.host,
            "SERVER_PORT": str(settings.PUBLIC_PORT),
            "HTTP_HOST": self.place.host,
            "wsgi.url_scheme": settings.SCHEME,
            "wsgi.input": BytesIO(),
            INSIDE: self.place,
        }
        response: Any = self.handler.get_response(WSGIRequest(environ))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return response.status_code, dict(response.items()), content

    def _static(self, address: str) -> None:
        name = address.removeprefix(settings.STATIC_URL)
        found = Path(settings.STATIC_ROOT) / name
        file = found if found.is_file() else Path(str(finders.find(name) or ""))
        if ".." in name or not file.is_file():
            return
        content = file.read_bytes()
        self._keep(address, content, KINDS.get(file.suffix, "application/octet-stream"))
        if file.suffix == ".css":
            self._follow(addresses_in_style(content.decode(), address))

    def _follow(self, addresses: Iterator[str]) -> None:
        for address in addresses:
            path = urldefrag(address)[0]
            if path.startswith("/") and path not in self.seen and not path.startswith(self.ended):
                self.seen.add(path)
                self.waiting.append(path)

    def _keep(self, address: str, content: bytes, kind: str, disposition: str = "") -> None:
        self.count += 1
        name = f"{self.count:05d}"
        (self.folder / name).write_bytes(content)
        self.contents[address] = {"file": name, "type": kind}
        if disposition:
            self.contents[address]["disposition"] = disposition

    def _missing(self, known: set[str]) -> bytes:
        _status, _headers, content = self.ask("/gibt-es-nicht/")
        return Page(content.decode(), "/gibt-es-nicht/", known, gone=self.ended).rewritten().encode()


KINDS = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def make(tenant: Tenant, *, note: str = "") -> Path:
    """Make the copy of a place; its folder. An older copy stays until this one is complete.

    Raises ArchiveFailed; then nothing is left of the attempt.
    """
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
    target = folder_of(place.schema)
    torso = target.with_name(f"{place.schema}.{secrets.token_hex(4)}")
    torso.mkdir(parents=True, mode=0o700)
    try:
        copy = Copy(replace(place, state=PlaceState.ARCHIVED, state_note=note), torso).run()
        (torso / CONTENTS).write_text(json.dumps(copy.contents, ensure_ascii=False), encoding="utf-8")
        former = target.with_name(f"{torso.name}.old")
        if target.exists():
            target.rename(former)
        torso.rename(target)
        shutil.rmtree(former, ignore_errors=True)
    except OSError as problem:
        raise ArchiveFailed(
            _("%(place)s: the copy could not be written: %(problem)s. Make room and try again.")
            % {"place": place.name, "problem": problem.strerror}
        ) from problem
    finally:
        shutil.rmtree(torso, ignore_errors=True)
    return target
