"""Exports of removed modules whose place is gone, and exports that nobody ended writing: both hold what people wrote."""

from __future__ import annotations

import functools
import shutil
from typing import TYPE_CHECKING

from platform_core.place import WITHOUT_TABLES
from platform_core.scope import platform_scope
from provisioning.lifecycle.export import folder
from provisioning.lifecycle.models import Export
from provisioning.lifecycle.module_exports import is_older, torsos
from provisioning.repair.findings import Finding
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Whoever writes an export writes all the time. After this long without a byte, nobody is at it any more.
IDLE_HOURS = 1


def folders_of_no_place() -> Iterator[Finding]:
    """Folders named as places that there are not, or not any more, and in which no living place has an export."""
    there = [each for each in sorted(folder().iterdir()) if each.is_dir() and not each.is_symlink()]
    in_use = _in_use()  # asked afterwards: a place that is made in between is known by then
    for each in there:
        if each.name not in in_use:
            yield Finding(
                what="Exports of a place that is gone",
                where=f"exports/{each.name}",
                remedy="deletes the folder",
                mend=functools.partial(_delete, each),
            )


def _in_use() -> set[str]:
    """Names of living places, and of those they had when a module was removed."""
    with platform_scope():
        living = Tenant.objects.exclude(state__in=WITHOUT_TABLES)
        files = Export.objects.of_modules().exclude(file="").filter(tenant__in=living)
        former = {file.split("/", 1)[0] for file in files.values_list("file", flat=True)}
        return former | set(living.values_list("slug", flat=True))


def _delete(gone: Path) -> None:
    if gone.name in _in_use():
        message = f"{gone.name} is a place by now. Nothing was changed."
        raise ValueError(message)
    shutil.rmtree(gone)


def half_written() -> Iterator[Finding]:
    """What a killed worker or a full disk left."""
    for torso in torsos(hours=IDLE_HOURS):
        yield Finding(
            what="An export that was not written to its end",
            where=f"exports/{torso.relative_to(folder())}",
            remedy="deletes the file",
            mend=functools.partial(_drop, torso),
        )


def _drop(torso: Path) -> None:
    if torso.exists() and not is_older(torso, IDLE_HOURS):
        message = f"{torso.name} is being written again. Nothing was changed."
        raise ValueError(message)
    torso.unlink(missing_ok=True)
