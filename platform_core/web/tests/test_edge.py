from __future__ import annotations

import asyncio

import pytest
from django.db import connections
from django.db.backends.signals import connection_created

from modules.ideas.models import Idea
from platform_core.scope import place_scope, platform_scope
from platform_core.web.edge import Edge
from platform_core.web.handler import OneThreadHandler
from tenants.addresses import TenantDirectory
from tenants.models import Tenant
from tests.fixtures import make_person

pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """Asks the edge as gunicorn does, and counts what got through to Django."""

    def __init__(self) -> None:
        self.asked = 0
        self.edge = Edge(self.counted)
        self.django = OneThreadHandler()

    async def counted(self, scope, receive, send):
        self.asked += 1
        await self.django(scope, receive, send)

    def get(self, place, path="/ideen/", method="GET", **headers):
        return asyncio.run(self.ask(place, path, method, headers))

    async def ask(self, place, path, method, headers):
        raw = [(b"host", place.host.encode()), (b"sec-fetch-site", b"same-origin")]
        raw += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode()}
        scope |= {"query_string": b"", "headers": raw, "scheme": "https", "asgi": {"version": "3.0"}}
        answer = {"headers": [], "body": b""}

        waiting = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive():
            return waiting.pop() if waiting else await asyncio.Event().wait()

        async def send(message):
            if message["type"] == "http.response.start":
                answer.update(status=message["status"], headers=message["headers"])
            answer["body"] += message.get("body", b"")

        await self.edge(scope, receive, send)
        return answer


@pytest.fixture
def browser(adorf, bdorf):
    browser = Browser()
    for place in (adorf, bdorf):
        browser.get(place, "/robots.txt")  # from now on the edge knows both places
    browser.asked = 0
    yield browser
    connections.close_all()


@pytest.fixture
def idea(adorf):
    anna = make_person(adorf, "Anna Beispiel")
    with place_scope(adorf):
        return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


def test_a_second_stranger_costs_django_nothing(browser, adorf, idea):
    first, second = browser.get(adorf), browser.get(adorf)

    assert b"Bank am Teich" in second["body"]
    assert first["body"] == second["body"]
    assert browser.asked == 1


def test_what_is_hidden_is_gone_at_once(browser, adorf, idea, visit):
    browser.get(adorf)
    with place_scope(adorf):
        idea.hide()
    visit(adorf).post("/ideen/999/dafuer/")  # any write in the place

    assert b"Bank am Teich" not in browser.get(adorf)["body"]


def test_the_neighbour_never_gets_the_page(browser, adorf, bdorf, idea):
    browser.get(adorf)

    assert b"Bank am Teich" not in browser.get(bdorf)["body"]


def test_a_portal_is_kept_until_something_happens_in_one_of_its_villages(browser, portal, adorf, idea, visit):
    browser.get(portal, "/robots.txt")
    browser.asked = 0
    first, second = browser.get(portal, "/"), browser.get(portal, "/")
    assert b"Bank am Teich" in second["body"]
    assert (first["body"] == second["body"], browser.asked) == (True, 1)

    with place_scope(adorf):
        idea.hide()
    visit(adorf).post("/ideen/999/dafuer/")  # any write in the village

    assert b"Bank am Teich" not in browser.get(portal, "/")["body"]


def test_a_portal_hears_of_places_that_change(browser, portal, adorf, idea):
    browser.get(portal, "/robots.txt")
    assert b"Adorf" in browser.get(portal, "/")["body"]

    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state="suspended")
    TenantDirectory.forget()  # as the listener does in every process
    try:
        assert b"Adorf" not in browser.get(portal, "/")["body"]
    finally:
        with platform_scope():
            Tenant.objects.filter(pk=adorf.id).update(state="active")


def test_a_session_goes_past_the_memory_both_ways(browser, adorf, idea):
    browser.get(adorf, cookie="__Host-session=anything")
    browser.get(adorf)
    browser.get(adorf, cookie="__Host-session=anything")

    assert browser.asked == 3


def test_language_and_look_are_kept_apart(browser, adorf, idea):
    german = browser.get(adorf)
    english = browser.get(adorf, cookie="__Host-language=en")
    dark = browser.get(adorf, cookie="__Host-theme=dark")

    assert len({german["body"], english["body"], dark["body"]}) == 3
    assert browser.get(adorf, cookie="__Host-language=en")["body"] == english["body"]
    assert browser.asked == 3


def test_a_body_without_measure_is_refused_unread(browser, adorf):
    answer = browser.get(adorf, "/dateien/neu/", method="POST", content_length=str(10**10))

    assert (answer["status"], browser.asked) == (413, 0)


def test_our_own_mark_never_leaves(browser, adorf, idea):
    browser.get(adorf)
    names = [name.lower() for answer in (browser.get(adorf), browser.get(adorf)) for name, _value in answer["headers"]]

    assert b"x-baukasten-share" not in names


def test_who_has_the_page_already_gets_304(browser, adorf, idea):
    etag = dict(browser.get(adorf)["headers"])[b"ETag"].decode()

    again = browser.get(adorf, if_none_match=etag)

    assert (again["status"], again["body"], browser.asked) == (304, b"", 1)


def test_a_write_and_a_page_that_sets_a_cookie_are_never_kept(browser, adorf, idea):
    browser.get(adorf, "/sprache/", method="POST")
    browser.get(adorf, "/ich/")
    browser.get(adorf, "/ideen/999/")
    browser.get(adorf, "/ideen/", method="HEAD")

    assert not browser.edge.pages


@pytest.mark.parametrize(("path", "status"), [("/ideen/", 200), ("/ideen/999/", 404), ("/gibt-es-nicht/", 404)])
def test_no_answer_keeps_a_connection(browser, adorf, path, status):
    opened = []

    def note(connection, **more):
        opened.append(connection)

    connection_created.connect(note)
    try:
        assert browser.get(adorf, path)["status"] == status
    finally:
        connection_created.disconnect(note)

    assert opened
    assert [each for each in opened if each.connection is not None] == [], "the pool would run out of them"
