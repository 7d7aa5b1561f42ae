"""Trying to reach a neighbour's files through the storage, by every name that could lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.isolation.cast import House


def names_of(house: House, root: str) -> Iterator[str]:
    """Ways to write the name of the house's file."""
    inside = f"{house.schema}/{house.file}"
    yield from (house.file, inside, f"../{inside}", f"x/../../{inside}", f"./../{inside}", f"{root}/{inside}", f"/{inside}")
    yield from (f"..\\{inside}", f"..%2f{inside}", quote(f"../{inside}", safe=""), f"../{inside}\0", f"....//{inside}")


ATTEMPTS: dict[str, Callable[[object, str], object]] = {
    "open": lambda storage, name: storage.open(name).read(),  # type: ignore[attr-defined]
    "exists": lambda storage, name: storage.exists(name),  # type: ignore[attr-defined]
    "size": lambda storage, name: storage.size(name),  # type: ignore[attr-defined]
    "listdir": lambda storage, name: storage.listdir(name.rpartition("/")[0] or "..") != ([], []),  # type: ignore[attr-defined]
    "delete": lambda storage, name: storage.delete(name),  # type: ignore[attr-defined]
    "save": lambda storage, name: storage.path(storage.save(name, ContentFile("fremd"))),  # type: ignore[attr-defined]
}


def reached(house: House, stranger: House) -> list[str]:
    """Every attempt from the house that reaches something of the stranger's; none is the proof."""
    found = []
    for alias in storages.backends:
        if alias == "staticfiles":  # the same for everybody, and nothing is written there
            continue
        root = str(storages[alias]._location if hasattr(storages[alias], "_location") else "") or "/srv/files"
        with stranger.scope:
            home, before = storages[alias].location, storages[alias].open(stranger.file).read()
        for name in names_of(stranger, root):
            for verb, attempt in ATTEMPTS.items():
                with house.scope:
                    result = _outcome(attempt, storages[alias], name)
                inside = verb == "save" and not str(result).startswith(home + "/")
                if result and not inside:
                    found.append(f"{alias}: {verb} {name!r} gave {result!r}")
        with stranger.scope:
            if not storages[alias].exists(stranger.file) or storages[alias].open(stranger.file).read() != before:
                found.append(f"{alias}: the file of {stranger.schema} has changed")
    return found


def _outcome(attempt: Callable[[object, str], object], storage: object, name: str) -> object:
    try:
        return attempt(storage, name)
    except (SuspiciousFileOperation, OSError, ValueError):
        return None
