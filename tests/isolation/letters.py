"""Requests as plain values, the way they are sent, and what of an answer counts."""

from __future__ import annotations

import html
import json
import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.core.cache import cache, caches
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.client import ClientHandler
from psycopg.pq import TransactionStatus

from platform_core.jobs.backend import run_job
from platform_core.scope import Scope, platform_scope, reopened
from platform_core.web import mailbox

if TYPE_CHECKING:
    from pathlib import Path

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S{0,20}")
SAME_ORIGIN = (("sec-fetch-site", "same-origin"),)
type Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Letter:
    """One request. `words` are a stranger's values in it, which may come back as an echo."""

    method: str
    host: str
    path: str
    session: str = ""
    query: Pairs = ()
    body: Pairs = ()
    headers: Pairs = SAME_ORIGIN
    words: Pairs = ()
    warm: str = ""  # the schema of a neighbour whose cache is full


@dataclass
class Reply:
    """What came of a letter, as it was and as it is compared."""

    status: int
    raw: str
    parts: tuple[str, ...]
    jobs: list[dict[str, Any]] = field(default_factory=list)

    def compared(self, words: Pairs) -> tuple[str, ...]:
        return tuple(plain(part, words) for part in self.parts)


class Ear(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


class Post:
    """Sends letters through the whole application in this process, each in a savepoint that is undone."""

    def __init__(self, mails: Path) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.ear = Ear()
        self.mails = mails
        self.keys: set[str] = set()  # every key that anybody asked the cache for
        caches["default"].make_key = self._noting(caches["default"].make_key)

    def send(self, letter: Letter) -> Reply:
        self.ear.heard.clear()
        if letter.warm:
            self._warm(letter.warm)
        with transaction.atomic():
            before = self._last_job()
            response = self.handler(self._environ(letter))
            content = b"".join(response) if response.streaming else response.content
            failed = connection.connection.info.transaction_status == TransactionStatus.INERROR
            jobs = [] if failed else self._jobs_after(before)
            mails = self._mails_of(jobs)
            transaction.set_rollback(True)
        cache.clear()
        body = content.decode(errors="replace")
        head = "\n".join(f"{name}: {value}" for name, value in response.items())
        raw = "\n".join([head, str(response.cookies), body, *mails, *self.ear.heard])
        return Reply(response.status_code, raw, self._parts(response, body, mails), jobs)

    def _environ(self, letter: Letter) -> dict[str, Any]:
        factory = RequestFactory()
        if letter.session:
            factory.cookies["__Host-session"] = letter.session
        path = letter.path + (f"?{urlencode(letter.query)}" if letter.query else "")
        headers = {"host": letter.host, **dict(letter.headers)}
        captured: list[dict[str, Any]] = []
        factory.request = lambda **given: captured.append(factory._base_environ(**given))  # type: ignore[method-assign, assign]
        kind = "application/x-www-form-urlencoded" if letter.body else ""
        factory.generic(letter.method, path, urlencode(letter.body), kind, secure=True, headers=headers)
        return captured[0]

    @staticmethod
    def _parts(response: Any, body: str, mails: list[str]) -> tuple[str, ...]:
        """Everything of an answer that a visitor could notice."""
        cookies = sorted(f"{name} {cookie['path']} {cookie['domain']}" for name, cookie in response.cookies.items())
        heads = sorted(mail.split("\n\n", 1)[0] for mail in mails)
        named = (response.get(name, "") for name in ("Content-Type", "Location", "HX-Redirect", "Allow"))
        return (str(response.status_code), *cookies, *named, body, *heads)

    # --- a neighbour's cache, full of what everybody asks for ---------------------------------------
    def _noting(self, make_key: Any) -> Any:
        def noting(key: str, *args: Any, **kwargs: Any) -> str:
            self.keys.add(key)
            return str(make_key(key, *args, **kwargs))

        return noting

    def _warm(self, schema: str) -> None:
        with reopened(Scope(schema, schema, frozenset())):
            for key in tuple(self.keys):
                cache.set(key, 1_000_000)

    def close(self) -> None:
        del caches["default"].make_key

    # --- jobs run at once, so that their mails are looked at too ---------------------------------
    @staticmethod
    def _last_job() -> int:
        with platform_scope(), connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
            return int(cursor.fetchone()[0])

    @staticmethod
    def _jobs_after(last: int) -> list[dict[str, Any]]:
        with platform_scope(), connection.cursor() as cursor:
            cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE id > %s ORDER BY id", [last])
            found = cursor.fetchall()
        return [json.loads(row[0]) for row in found]

    def _mails_of(self, jobs: list[dict[str, Any]]) -> list[str]:
        known = set(self.mails.rglob("*.eml")) if jobs else set()
        for job in jobs:
            run_job(**job)
        new = sorted(set(self.mails.rglob("*.eml")) - known) if jobs else []
        texts = []
        for file in new:
            mail = mailbox._read(file)
            texts.append(f"{file.parent.name} {mail.to} {mail.subject}\n\n{mail.text}{mail.html}")
            file.unlink()
        return texts


def plain(text: str, words: Pairs) -> str:
    """A text without what differs by itself: echoes of the stranger's values, keys, times."""
    for name, word in sorted(words, key=lambda pair: -len(pair[1])):
        once = {word, quote(word), quote(word, safe="")}
        twice = {quote(form, safe="") for form in once}
        for form in sorted({*once, *twice, *map(html.escape, once)}, key=len, reverse=True):
            text = text.replace(form, f"«{name}»")
    return TIME.sub("«time»", UUID.sub("«uuid»", text))
