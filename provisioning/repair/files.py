"""Folders of places that are gone: files, mails of the development mailbox, copies of archived places."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from platform_core.scope import SCHEMA_NAME
from provisioning.repair.database import ROLES, known_schemas, names
from provisioning.repair.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Below the data folder, these hold no folders of places.
NOT_OURS = frozenset({"postgres", "log", "tiles"})


def folders_of_nobody() -> Iterator[Finding]:
    """Folders named as a schema is, of which neither a place nor a role of this server is left.

    A role without place here may be of another database that shares this data folder.
    """
    there = list(_folders())  # asked first: a place made in between is known by then
    in_use = known_schemas() | set(names(ROLES))
    for folder in there:
        if folder.name not in in_use:
            yield Finding(
                what="Files of a place that is gone",
                where=str(folder),
                remedy="deletes the folder",
                mend=functools.partial(_delete, folder),
            )


def _folders() -> Iterator[Path]:
    data, files = Path(settings.DATA_FOLDER), Path(settings.MEDIA_ROOT)
    rooms = [room for room in sorted(data.iterdir()) if room.is_dir() and room.name not in NOT_OURS]
    for room in dict.fromkeys([*rooms, files]):
        if room.is_dir():
            yield from sorted(folder for folder in room.iterdir() if SCHEMA_NAME.match(folder.name) and folder.is_dir())


def _delete(folder: Path) -> None:
    if folder.name in known_schemas() | set(names(ROLES)):
        message = f"{folder} belongs to a place by now. Nothing was changed."
        raise ValueError(message)
    shutil.rmtree(folder)
