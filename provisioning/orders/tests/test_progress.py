"""Progress comes as a stream that holds no connection, and pages ask no more for many places than for one."""

from __future__ import annotations

import asyncio
import json

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.scope import platform_scope
from provisioning.orders import actions, stream
from provisioning.orders.models import Order, State
from tests.isolation.test_streams import HostClient

pytestmark = pytest.mark.django_db(transaction=True)
PANEL = f"panel.{settings.DOMAIN}"


@pytest.fixture
def cookie(at_panel, agnes):
    return at_panel(agnes).cookies[settings.SESSION_COOKIE_NAME].value


def heard(path: str, cookie: str) -> tuple[int, list[str]]:
    """Status and events of a stream, to its end."""

    async def listening() -> tuple[int, list[str]]:
        client = HostClient(PANEL)
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        answer = await client.get(path, secure=True)
        if not answer.streaming:
            return answer.status_code, []
        return answer.status_code, [part.decode() async for part in answer]

    return async_to_sync(listening)()


def test_a_stream_tells_what_changed_and_ends_with_the_order(order_of, done, cookie):
    order = done(order_of("neudorf"))

    status, events = heard(f"/auftraege/{order.pk}/verlauf/", cookie)

    assert status == 200
    assert events[0] == "retry: 1000\n\n"
    parts = [json.loads(each.split("data: ")[1]) for each in events[1:-1]]
    with platform_scope():
        assert [part["id"] for part in parts] == ["stand", f"p-{order.places.get().pk}"]
    assert "neudorf" in parts[1]["html"]
    assert events[-1] == "event: end\ndata: \n\n"


def test_a_stream_of_an_order_that_runs_goes_on_and_tells_nothing_twice(order_of, cookie, monkeypatch):
    with platform_scope():
        order = actions.submit(order_of("neudorf"))
    monkeypatch.setattr(stream, "PAUSE", 0.02)
    monkeypatch.setattr(stream, "LONGEST", 0.2)

    _status, events = heard(f"/auftraege/{order.pk}/verlauf/", cookie)

    assert sum("stand" in each for each in events) == 1
    assert "end" not in events[-1]


def test_streams_hold_no_connection_while_they_wait(order_of, cookie, monkeypatch):
    with platform_scope():
        order = actions.submit(order_of("neudorf"))
    held = []

    async def looking(_seconds: float) -> None:
        from asgiref.sync import sync_to_async

        held.append(await sync_to_async(lambda: connection.connection is not None)())

    monkeypatch.setattr(stream, "LONGEST", 1.5)
    monkeypatch.setattr(asyncio, "sleep", looking)
    heard(f"/auftraege/{order.pk}/verlauf/", cookie)

    assert held == [False] * 3


def test_another_agency_hears_nothing(order_of, at_panel, otto):
    with platform_scope():
        order = actions.submit(order_of("neudorf"))
    theirs = at_panel(otto).cookies[settings.SESSION_COOKIE_NAME].value

    assert heard(f"/auftraege/{order.pk}/verlauf/", theirs) == (404, [])
    assert heard(f"/auftraege/{order.pk}/verlauf/", "")[0] == 302


def queries_of(visitor, path: str) -> int:
    assert visitor.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        visitor.get(path)
    return len(asked)


def test_pages_ask_as_much_for_many_places_as_for_one(order_of, at_panel, agnes, small_catalog):
    visitor = at_panel(agnes)
    counts = []
    for keys in (["01099001"], ["01099001", "01099002", "01099003"]):
        with platform_scope():
            places = [{"key": key, "name": key} for key in keys]
            draft = actions.answer(order_of("x"), answers={"places": places}, step=5)
            submitted = actions.submit(order_of(*(f"a{key}" for key in keys)))
        base = f"/neue-orte/{draft.pk}"
        pages = [f"{base}/orte/?q=Musterkreis&open=01099", f"{base}/vorlage/", f"{base}/aussehen/"]
        pages += [f"{base}/adressen/", f"{base}/plan/", f"/auftraege/{submitted.pk}/"]
        counts.append([queries_of(visitor, page) for page in pages])
    assert counts[0] == counts[1]


def test_the_list_asks_as_much_for_many_orders_as_for_one(order_of, at_panel, agnes):
    visitor, counts = at_panel(agnes), []
    for number in range(3):
        with platform_scope():
            actions.submit(order_of(f"ort{number}"))
        counts.append(queries_of(visitor, "/auftraege/"))
    assert len(set(counts)) == 1
    with platform_scope():
        assert Order.objects.filter(state=State.WAITING).count() == 3
