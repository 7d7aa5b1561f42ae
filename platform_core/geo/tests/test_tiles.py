"""Tiles come through our own address, are kept, and tell the map service nothing of the visitor."""

from __future__ import annotations

import os
import socket
import threading
import time

import pytest

from platform_core.geo import tiles
from platform_core.geo.tiles import FRESH_SECONDS, Tile, picture_of
from platform_core.geo.upstream import Service
from tests.support.tiles import drawn

SOEST = Tile(14, 8556, 5431)
PATH = "/kacheln/14/8556/5431.png"


def test_a_tile_is_fetched_once_and_then_kept(adorf, maps, visit):
    first, second = visit(adorf).get(PATH), visit(adorf).get(PATH)

    assert first.status_code == second.status_code == 200
    assert first.headers["Content-Type"] == "image/png"
    assert first.content == second.content == drawn("/14/5431/8556.png")
    assert [asked.path for asked in maps.asked] == ["/14/5431/8556.png"]


def test_browsers_keep_it_too(adorf, maps, visit):
    assert visit(adorf).get(PATH).headers["Cache-Control"] == f"public, max-age={7 * 24 * 3600}"


def test_the_platforms_own_host_has_tiles(maps, places, visit):
    assert visit().get(PATH).status_code == 200


def test_the_map_service_learns_nothing_of_the_visitor(adorf, maps, anna, visit):
    words = {"referer": "https://adorf.bk.test/ideen/", "user-agent": "Annas Browser", "x-forwarded-for": "192.0.2.7"}
    visit(adorf, anna).get(PATH, headers=words)

    (asked,) = maps.asked
    assert set(asked.headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert "Annas" not in asked.headers["User-Agent"]


@pytest.mark.parametrize(
    "path",
    [
        "/kacheln/19/273800/173800.png",  # too deep
        "/kacheln/3/8/2.png",  # no such column
        "/kacheln/3/2/8.png",
        "/kacheln/14/4823/6160.png",  # New York
        "/kacheln/14/8298/5636.png",  # Paris
        f"/kacheln/{10**30}/1/1.png",
        f"/kacheln/14/{10**30}/1.png",
        "/kacheln/14/-1/5431.png",
        "/kacheln/14/8556/5431.svg",
        "/kacheln/14/8556/../../secret-key",
        "/kacheln/14/8556/..%2f..%2fsecret-key.png",
        "/kacheln/%2e%2e/%2e%2e/secret-key.png",
        "/kacheln/14/8556/5431.png%00.txt",
        "/kacheln/14/8556/٣.png",
    ],
)
def test_what_is_no_tile_of_germany_is_not_found(adorf, maps, visit, path):
    assert visit(adorf).get(path).status_code == 404
    assert maps.asked == []


def test_the_whole_world_from_afar_shows_germany(maps):
    assert Tile(0, 0, 0).exists
    assert not Tile(-1, 0, 0).exists


def test_without_tiles_nobody_is_asked(adorf, maps, settings, visit):
    settings.TILES_URL = ""

    answer = visit(adorf).get(PATH)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert maps.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"Oh"),
        (404, b"nichts"),
        (200, b""),
        (200, b"<html>Wartung</html>"),
        (200, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        (200, drawn("x")[:60]),
        (200, drawn("x") + b"!" * 2_000_000),
    ],
)
def test_what_is_no_picture_is_not_passed_on(adorf, maps, visit, status, body):
    maps.answer = lambda asked: (status, body)

    answer = visit(adorf).get(PATH)

    assert (answer.status_code, answer.content) == (204, b"")
    assert not list(tiles.folder().rglob("*")) or not any(path.is_file() for path in tiles.folder().rglob("*"))


def test_nobody_listens(adorf, maps, settings, visit):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.TILES_URL = f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"

    assert visit(adorf).get(PATH).status_code == 204


def test_after_a_failure_the_service_has_a_rest(maps):
    maps.answer = lambda asked: (503, b"")

    assert picture_of(SOEST) is None
    assert picture_of(Tile(14, 8557, 5431)) is None

    assert len(maps.asked) == 1


def test_a_silent_service_costs_no_more_than_its_seconds(maps):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Service("slow", seconds=0.3)
        begun = time.monotonic()

        assert slow.get(f"http://127.0.0.1:{silent.getsockname()[1]}/") is None
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/x", ""])
def test_only_the_web_is_asked(url):
    assert Service("files").get(url) is None


def test_an_old_tile_is_fetched_anew_and_still_serves_when_that_fails(maps):
    before = picture_of(SOEST)
    long_ago = time.time() - FRESH_SECONDS - 60
    os.utime(SOEST.file, (long_ago, long_ago))
    maps.answer = lambda asked: (500, b"")

    assert picture_of(SOEST) == before
    assert len(maps.asked) == 2


def test_many_waiting_for_one_tile_ask_once(maps):
    gate = threading.Event()

    def slowly(asked):
        gate.wait(5)
        return 200, drawn("langsam")

    maps.answer = slowly
    got = []
    people = [threading.Thread(target=lambda: got.append(picture_of(SOEST))) for _ in range(12)]
    for person in people:
        person.start()
    time.sleep(0.2)
    gate.set()
    for person in people:
        person.join()

    assert len(maps.asked) == 1
    assert [picture.content for picture in got] == [drawn("langsam")] * 12


def test_the_oldest_go_when_there_is_no_room(maps, settings):
    for row in range(5431, 5441):
        picture_of(Tile(14, 8556, row))
        age = time.time() - 5441 + row
        os.utime(Tile(14, 8556, row).file, (age, age))
    settings.TILES_ROOM = 5 * SOEST.file.stat().st_size

    tiles.sweep()

    kept = sorted(int(path.name) for path in tiles.folder().rglob("*") if path.is_file())
    assert 0 < len(kept) <= 5
    assert kept[-1] == 5440
    assert 5431 not in kept


def test_a_full_disk_is_no_reason_to_show_nothing(maps, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tiles, "_keep", full)

    assert picture_of(SOEST) is not None
