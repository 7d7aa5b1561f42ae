"""Trying to reach a neighbour's files through the storage, by every name that could lead there."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.core.files.storage import Storage

    from tests.isolation.cast import House


def names_of(inside: str, root: str) -> Iterator[str]:
    """Ways to write the name of a file that lies at `inside` below the folder of all places."""
    yield from (inside.partition("/")[2], inside, f"../{inside}", f"x/../../{inside}", f"./../{inside}", f"/{inside}")
    yield from (f"{root}/{inside}", f"..\\{inside}", f"..%2f{inside}", quote(f"../{inside}", safe=""))
    yield from (f"../{inside}\0", f"....//{inside}", f"../{inside}/.")


def _read(storage: Storage, name: str) -> bytes:
    with storage.open(name) as file:
        return bytes(file.read())


ATTEMPTS: dict[str, Callable[[Storage, str], object]] = {
    "open": _read,
    "exists": lambda storage, name: storage.exists(name),
    "size": lambda storage, name: storage.size(name),
    "listdir": lambda storage, name: storage.listdir(name.rpartition("/")[0] or ".")[1],
    "delete": lambda storage, name: storage.delete(name),
    "save": lambda storage, name: Path(storage.path(storage.save(name, ContentFile(b"fremd")))).resolve(),
}


def reached(house: House, stranger: House) -> list[str]:
    """Every attempt from the house that reaches something of the stranger's; none is the proof."""
    found = []
    for alias in storages.backends:
        if alias != "staticfiles":  # the same for everybody, and nothing is written there
            found += [f"{alias}: {each}" for each in _reached(storages[alias], house, stranger)]
    return found


def _reached(storage: Storage, house: House, stranger: House) -> Iterator[str]:
    text = secrets.token_bytes(16)
    with stranger.scope:
        name = storage.save(f"{secrets.token_hex(8)}.txt", ContentFile(text))
        home = Path(storage.path("x")).parent.resolve()
    for verb, attempt in ATTEMPTS.items():  # saving comes last: it makes files of the same names
        for way in names_of(f"{stranger.schema}/{name}", str(home.parent)):
            with house.scope:
                result = _outcome(attempt, storage, way)
            elsewhere = (verb == "save" and home not in Path(str(result)).parents) or (
                verb == "listdir" and name not in str(result)
            )
            if result and not elsewhere:
                yield f"{verb} {way!r} gave {result!r}"
    with stranger.scope:
        if not storage.exists(name) or _read(storage, name) != text:
            yield f"the file of {stranger.schema} has changed"


def _outcome(attempt: Callable[[Storage, str], object], storage: Storage, name: str) -> object:
    try:
        return attempt(storage, name)
    except (SuspiciousFileOperation, OSError, ValueError):
        return None
