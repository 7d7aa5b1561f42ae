"""The Atom feed: valid, absolute, without anything that is not public, and quick."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from modules.news.models import NewsItem
from modules.news.tests.conftest import TEXTS, picture
from platform_core.contributions.models import Audience
from platform_core.jobs.backend import run_job
from platform_core.scope import place_scope
from platform_core.web.edge import Edge
from platform_core.web.handler import OneThreadHandler

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")


def read(text):
    return ET.fromstring(text.encode())  # our own answer


def entries(feed):
    return feed.findall(f"{ATOM}entry")


def said(element, name):
    return element.findtext(f"{ATOM}{name}")


def test_it_is_atom(adorf, published, visit):
    published(title="Eins & zwei <drei>", lead='"Vier" & <fünf>', body="Ein [Verweis](/ideen/) und <b>Text</b>.")
    answer = visit(adorf).get("/aktuelles/feed.xml")
    feed = read(answer.text)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "de"
    for element in (feed, *entries(feed)):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ONCE] == [1, 1, 1]
        assert said(element, "id").startswith("urn:uuid:")
        assert datetime.fromisoformat(said(element, "updated")).tzinfo
        for link in element.findall(f"{ATOM}link"):
            assert link.attrib["href"].startswith(adorf.url)
    assert said(feed, "icon").startswith(adorf.url)
    [entry] = entries(feed)
    assert said(entry, "title") == "Eins & zwei <drei>"
    assert said(entry, "summary") == '"Vier" & <fünf>'
    assert f'href="{adorf.url}ideen/"' in said(entry, "content")
    assert "<b>" not in said(entry, "content")
    assert entry.find(f"{ATOM}content").attrib["type"] == "html"
    assert said(entry.find(f"{ATOM}author"), "name") == "Bernd Beispielmann"


def test_an_empty_feed_is_one_too(adorf, visit):
    feed = read(visit(adorf).get("/aktuelles/feed.xml").text)

    assert entries(feed) == []
    assert said(feed, "updated")


def test_names_stay_when_the_item_changes(adorf, bernd, published, visit):
    item = published()
    [before] = entries(read(visit(adorf).get("/aktuelles/feed.xml").text))
    item.revise(by=bernd, texts={**TEXTS, "title": "Ganz anders"})
    [after] = entries(read(visit(adorf).get("/aktuelles/feed.xml").text))

    assert said(before, "id") == said(after, "id")
    assert said(before, "published") == said(after, "published")
    assert said(before, "updated") < said(after, "updated")


def test_nothing_that_is_not_public_is_in_it_whoever_asks(adorf, bernd, published, draft, visit):
    published(title="Nur für Mitglieder", audience=Audience.MEMBERS)
    published(title="Nur für die Verwaltung", audience=Audience.STAFF)
    published(title="Versteckt").hide()
    published(title="Zurückgezogen").unpublish()
    published(title="Für alle")

    for reader in (visit(adorf), visit(adorf, bernd)):
        shown = [said(entry, "title") for entry in entries(read(reader.get("/aktuelles/feed.xml").text))]
        assert shown == ["Für alle"]


def test_signs_that_xml_cannot_hold_do_not_break_it(adorf, published, visit):
    published(title="Glocke \x07 Ende \ufffe", body="Vorschub \x0c \uffff 🎉")

    [entry] = entries(read(visit(adorf).get("/aktuelles/feed.xml").text))
    assert said(entry, "title") == "Glocke  Ende "
    assert "🎉" in said(entry, "content")


def test_a_picture_is_enclosed(adorf, bernd, visit):
    editor = visit(adorf, bernd)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture()]}).headers["Location"]
    editor.post(f"{address}veroeffentlichen/", {"without_words": "1"})

    [entry] = entries(read(visit(adorf).get("/aktuelles/feed.xml").text))
    [enclosed] = [link for link in entry.findall(f"{ATOM}link") if link.attrib["rel"] == "enclosure"]
    assert enclosed.attrib["type"] == "image/webp"
    assert int(enclosed.attrib["length"]) > 0
    assert visit(adorf).get(enclosed.attrib["href"].removeprefix(adorf.url.rstrip("/"))).status_code == 200


def test_who_has_it_already_gets_304(adorf, published, visit):
    published()
    reader = visit(adorf)
    tag = reader.get("/aktuelles/feed.xml").headers["ETag"]

    again = reader.get("/aktuelles/feed.xml", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    published(title="Noch eine")
    assert reader.get("/aktuelles/feed.xml", headers={"if-none-match": tag}).status_code == 200


def test_pages_lead_feed_readers_to_it(adorf, published, visit):
    for page in ("/aktuelles/", published().get_absolute_url()):
        assert '<link rel="alternate" type="application/atom+xml"' in visit(adorf).get(page).text


# --- at the edge ---------------------------------------------------------------------------------------


@pytest.fixture
def ask(transactional_db, adorf):
    """`ask(path)`: what the edge answers to somebody without a session."""
    edge = Edge(OneThreadHandler())

    def asking(path: str) -> str:
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https"}
        scope |= {
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"adorf.bk.test")],
        }
        return async_to_sync(answered)(edge, scope | {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 443)})

    asking.edge = edge
    asking("/robots.txt")  # only hosts that were met before have kept pages
    return asking


async def answered(edge: Edge, scope: dict[str, Any]) -> str:
    sent: list[dict[str, Any]] = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for request in requests:
            return request
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await edge(scope, receive, send)
    return "".join(each.get("body", b"").decode(errors="replace") for each in sent)


def test_pages_kept_at_the_edge_show_a_planned_item_after_its_time(ask, adorf, bernd):
    pages = ("/aktuelles/", "/", "/aktuelles/feed.xml")
    with place_scope(adorf):
        item = NewsItem.draft(by=bernd, texts=TEXTS)
        item.plan(timezone.now() + timedelta(days=1))
    for page in pages:
        assert TEXTS["title"] not in ask(page)
        assert TEXTS["title"] not in ask(page)
    assert len(ask.edge.pages) == len(pages), "all of them are kept"

    with place_scope(adorf):
        NewsItem.objects.filter(pk=item.pk).update(publish_at=timezone.now())
    run_job(schema=adorf.schema, task="modules.news.jobs.publish_due")

    for page in pages:
        assert TEXTS["title"] in ask(page)


def test_a_page_kept_at_the_edge_forgets_what_is_taken_back(ask, adorf, bernd, visit):
    with place_scope(adorf):
        item = NewsItem.draft(by=bernd, texts=TEXTS)
        item.publish()
    assert TEXTS["title"] in ask("/aktuelles/feed.xml")
    assert TEXTS["title"] in ask(item.get_absolute_url())
    public = item.get_absolute_url()

    visit(adorf, bernd).post(f"/aktuelles/{item.pk}/zuruecknehmen/")

    assert TEXTS["title"] not in ask("/aktuelles/feed.xml")
    assert TEXTS["title"] not in ask(public)


def test_the_feed_comes_from_memory_for_readers_without_a_session(ask, adorf, bernd):
    with place_scope(adorf):
        NewsItem.draft(by=bernd, texts=TEXTS).publish()
    ask("/aktuelles/feed.xml")
    began = time.perf_counter()
    for _each in range(100):
        ask("/aktuelles/feed.xml")

    assert time.perf_counter() - began < 5
