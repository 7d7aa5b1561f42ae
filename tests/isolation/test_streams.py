"""Many answers at once, streams among them, each in its own place to the last line, on three connections."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from tenants import middleware
from tests.isolation import streams
from tests.isolation.switching import canary_of
from tests.isolation.test_threads import canaries, pool_of  # noqa: F401  # a fixture

if TYPE_CHECKING:
    from platform_core.place import Place

pytestmark = pytest.mark.django_db(transaction=True)
REQUESTS = 300
AT_ONCE = 40


class HostClient(AsyncClient):
    """Django's async client sends a Host of its own beside ours; a browser sends one."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self.host = host

    def _base_scope(self, **request: Any) -> dict[str, Any]:
        scope = super()._base_scope(**request)
        scope["headers"] = [each for each in scope["headers"] if each[0] != b"host"] + [(b"host", self.host.encode())]
        return scope


async def lines(place: Place, name: str) -> list[str]:
    response = await HostClient(place.host).get(f"/{name}/")
    if not response.streaming:
        return response.text.splitlines()
    return b"".join([part async for part in response]).decode().splitlines()  # as the server does


async def many(places: list[Place]) -> list[tuple[Place, str, list[str]]]:
    chance, room = random.Random(1), asyncio.Semaphore(AT_ONCE)

    async def one(place: Place, name: str) -> tuple[Place, str, list[str]]:
        async with room:
            return place, name, await lines(place, name)

    wishes = [(chance.choice(places), chance.choice(list(streams.VIEWS))) for _ in range(REQUESTS)]
    return await asyncio.gather(*(one(*wish) for wish in wishes))


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_every_line_of_every_stream_comes_from_its_own_place(canaries, monkeypatch):  # noqa: F811  # a fixture
    monkeypatch.setattr(middleware, "PLACE_URLS", "tests.isolation.streams")
    with pool_of(3):
        answers = async_to_sync(many)(canaries)

    wrong = [
        (place.slug, name, said)
        for place, name, said in answers
        if said != [f"{canary_of(place.schema)} {place.schema}"] * streams.STEPS
    ]
    assert wrong == []


def test_a_stream_without_our_middleware_has_no_scope(canaries, monkeypatch):  # noqa: F811  # a fixture
    """The positive control: a stream runs after the middleware has left."""
    from platform_core.scope import NoScope

    monkeypatch.setattr(middleware, "PLACE_URLS", "tests.isolation.streams")
    monkeypatch.setattr(middleware, "in_scope", lambda response: response)

    with pool_of(3), pytest.raises(NoScope):
        async_to_sync(lines)(canaries[0], "stream")
