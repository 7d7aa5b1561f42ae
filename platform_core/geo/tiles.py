"""Map tiles: fetched once from the map service, kept on disk, and the same for everybody.

Nothing here knows a visitor or a place. Per process a tile is asked for once,
however many wait for it.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import tempfile
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from platform_core.geo.points import GERMANY, Box
from platform_core.geo.upstream import Service

DEEPEST = 18
FRESH_SECONDS = 4 * 7 * 24 * 3600
LARGEST_SIDE = 1024
SWEPT_EVERY = 256  # new tiles
KEPT_WHEN_SWEPT = 0.8
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


class Tile(NamedTuple):
    """Zoom, column and row in the Web Mercator scheme of most web maps (row 0 in the north)."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether we give it out: in the scheme, not too deep, and showing a part of Germany."""
        if not 0 <= self.z <= DEEPEST or not (0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z):
            return False
        return self.box.meets(GERMANY)

    @property
    def box(self) -> Box:
        west, east = (360 * column / (1 << self.z) - 180 for column in (self.x, self.x + 1))
        north, south = (_latitude(row / (1 << self.z)) for row in (self.y, self.y + 1))
        return Box(south, west, north, east)

    @property
    def url(self) -> str:
        wanted: str = settings.TILES_URL
        for name, value in self._asdict().items():
            wanted = wanted.replace(f"{{{name}}}", str(value))
        return wanted

    @property
    def file(self) -> Path:
        return folder() / str(self.z) / str(self.x) / str(self.y)


class Picture(NamedTuple):
    """A tile as it is given out."""

    content: bytes
    content_type: str


def _latitude(part: float) -> float:
    """The latitude of a part (0 north, 1 south) of the Web Mercator square."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * part))))


def folder() -> Path:
    return Path(settings.DATA_FOLDER) / "tiles"


service = Service("map tiles")
_guard = threading.Lock()
_flights: dict[Tile, Future[Picture | None]] = {}
_written = 0


def picture_of(tile: Tile) -> Picture | None:
    """The tile from disk or from the service; an old one when the service fails; else nothing."""
    kept = _kept(tile, fresh=True)
    if kept or not settings.TILES_URL:
        return kept
    with _guard:
        flight = _flights.get(tile)
        mine = Future[Picture | None]() if flight is None else None
        if mine:
            _flights[tile] = mine
    if flight:
        return _wait(flight)
    assert mine is not None  # noqa: S101 -- one of the two is there
    try:
        mine.set_result(_kept(tile, fresh=True) or _fetched(tile) or _kept(tile, fresh=False))
    finally:
        _flights.pop(tile, None)
        if not mine.done():
            mine.set_result(None)
    return mine.result()


def _wait(flight: Future[Picture | None]) -> Picture | None:
    try:
        return flight.result(timeout=2 * service.seconds)
    except TimeoutError:
        return None


def _fetched(tile: Tile) -> Picture | None:
    content = service.get(tile.url)
    found = checked(content) if content else None
    if found:
        with contextlib.suppress(OSError):  # no room on the disk: the visitor gets the tile all the same
            _keep(tile, found.content)
    return found


def checked(content: bytes) -> Picture | None:
    """The content with its true type if it is a picture of a tile's size."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(TYPES)) as image:
            kind, sides = image.format or "", image.size
            if max(sides) > LARGEST_SIDE:
                return None
            image.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Picture(content, TYPES[kind])


def _kept(tile: Tile, *, fresh: bool) -> Picture | None:
    try:
        if fresh and tile.file.stat().st_mtime < time.time() - FRESH_SECONDS:
            return None
        return checked(tile.file.read_bytes())
    except OSError:
        return None


def _keep(tile: Tile, content: bytes) -> None:
    """Write it at one stroke, so that no other process reads half of it."""
    global _written  # noqa: PLW0603 -- counts for this process
    tile.file.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=tile.file.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(aside).replace(tile.file)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
    _written += 1
    if _written % SWEPT_EVERY == 1:
        sweep()


def sweep() -> None:
    """Remove the oldest tiles until the rest fits well into the room there is for them."""
    found = []
    for path in folder().rglob("*"):
        with contextlib.suppress(OSError):  # another process swept it
            if path.is_file():
                facts = path.stat()
                found.append((facts.st_mtime, facts.st_size, path))
    total = sum(size for _age, size, _path in found)
    if total <= settings.TILES_ROOM:
        return
    for _age, size, path in sorted(found):
        path.unlink(missing_ok=True)
        total -= size
        if total <= settings.TILES_ROOM * KEPT_WHEN_SWEPT:
            return
