"""The memory of pages keeps places apart, and visitors with a session from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync

from modules.ideas.models import Idea
from platform_core.scope import place_scope
from platform_core.web.edge import Edge
from platform_core.web.handler import OneThreadHandler
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    type Ask = Callable[..., str]

SESSION = "__Host-session"
pytestmark = pytest.mark.django_db(transaction=True)  # the end of a request closes its connection


@pytest.fixture
def ask(adorf, bdorf, anna, carla) -> Ask:
    """`ask(host, cookie, more…)` gives the page that the edge answers with; both places have an idea."""
    for place, person in ((adorf, anna), (bdorf, carla)):
        with place_scope(place):
            Idea.submit(by=person, title=f"Bank in {place.name}", body="Sitzen.")
    edge = Edge(OneThreadHandler())

    def asking(host: str, cookie: str = "", *more: tuple[bytes, bytes], path: str = "/ideen/") -> str:
        headers = [(b"host", host.encode()), *([(b"cookie", cookie.encode())] if cookie else []), *more]
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https"}
        scope |= {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers}
        return async_to_sync(answer)(edge, scope | {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 443)})

    asking.edge = edge  # type: ignore[attr-defined]
    for place in (adorf, bdorf):
        asking(place.host, path="/robots.txt")  # only hosts that were met before have kept pages
    return asking


async def answer(edge: Edge, scope: dict[str, Any]) -> str:
    sent: list[dict[str, Any]] = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        try:
            return next(requests)
        except StopIteration:
            import asyncio

            await asyncio.sleep(3600)
            raise

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await edge(scope, receive, send)
    heads = [f"{name!r}: {value!r}" for name, value in sent[0].get("headers", [])]
    return "\n".join(
        [str(sent[0]["status"]), *heads, *(each.get("body", b"").decode(errors="replace") for each in sent)]
    )


def test_a_page_is_kept_and_says_nothing_of_it(ask):
    first = ask("adorf.bk.test")
    ask("adorf.bk.test")

    assert len(ask.edge.pages) == 1
    assert "baukasten-share" not in first.lower()


def test_the_kept_page_of_one_place_is_not_the_neighbours(ask):
    for _ in range(3):
        assert "Bank in Adorf" in ask("adorf.bk.test")
        assert "Bank in Adorf" not in ask("bdorf.bk.test")
        assert "Bank in" not in ask("cdorf.bk.test")
        assert "Bank in Adorf" not in ask("bk.test")


def test_ways_to_write_a_host_lead_to_no_other_place(ask):
    for _ in range(2):
        for host in ("ADORF.bk.test", "adorf.bk.test.", "adorf.bk.test:443"):
            assert "Bank in Bdorf" not in ask(host)
        for host in ("adorf.bk.test, bdorf.bk.test", "xadorf.bk.test", "adorf.bk.test@bdorf.bk.test"):
            assert "Bank in" not in ask(host)


def test_a_host_that_comes_twice_is_nobodys(ask):
    ask("adorf.bk.test")

    assert "Bank in" not in ask("bdorf.bk.test", "", (b"host", b"adorf.bk.test"))


def test_the_page_of_somebody_signed_in_is_never_kept(ask, adorf, anna):
    session = Visitor(adorf).sign_in(anna).cookies[SESSION].value

    assert anna.name in ask("adorf.bk.test", f"{SESSION}={session}", path="/ich/")
    assert anna.name.split()[0] in ask("adorf.bk.test", f"{SESSION}={session}")
    assert ask.edge.pages == {}


@pytest.mark.parametrize("name", [f"{SESSION} ", f" {SESSION}", f"a=b; {SESSION} "])
def test_however_a_session_is_written_its_page_is_not_kept(ask, adorf, anna, name):
    session = Visitor(adorf).sign_in(anna).cookies[SESSION].value
    ask("adorf.bk.test", f"{name}={session}")

    assert ask.edge.pages == {}


@pytest.mark.parametrize(
    ("cookie", "more"),
    [
        ("__Host-language =en", ()),
        ("__Host-language=en", ((b"cookie", b"a=b"),)),
        ("a=b", ((b"cookie", b"__Host-language=en"),)),
        ('__Host-language="en"', ()),
    ],
)
def test_nobody_chooses_the_language_of_the_others(ask, cookie, more):
    ask("adorf.bk.test", cookie, *more)

    assert '<html lang="de"' in ask("adorf.bk.test")


def test_a_write_outdates_the_pages_of_its_own_place(ask, adorf, anna):
    ask("adorf.bk.test")
    typed = {"title": "Noch eine Bank", "body": "am Teich"}
    Visitor(adorf).sign_in(anna).post("/ideen/neu/", typed)

    assert "Noch eine Bank" in ask("adorf.bk.test")
    assert "Noch eine Bank" not in ask("bdorf.bk.test")
