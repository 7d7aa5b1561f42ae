"""Findings, and who finds them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    type Finder = Callable[[], Iterable[Finding]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something left over or missing: what it is, where, and what the repair does.

    `mend` looks again before it does anything, and raises when it cannot; None when only people can mend it.
    """

    what: str
    where: str
    remedy: str
    mend: Callable[[], None] | None = None

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


def finders() -> tuple[Finder, ...]:
    """Everybody who looks, in the order in which things are mended: what a place lacks comes after what is left over."""
    from provisioning.repair import database, exports, files, places, rows

    return (
        database.schemas_of_nobody,
        database.roles_of_nobody,
        places.without_schema,
        places.without_role,
        places.never_finished,
        rows.addresses_of_nobody,
        rows.places_without_address,
        rows.entries_of_nobody,
        rows.jobs_of_nobody,
        places.tables_of_no_module,
        files.folders_of_nobody,
        exports.folders_of_no_place,
        exports.half_written,
    )


def find() -> list[Finding]:
    """Everything that is found now; changes nothing."""
    return [finding for finder in finders() for finding in finder()]


def mend(finding: Finding) -> str:
    """Mend one finding; what stood against it, or nothing."""
    if finding.mend is None:
        return "This has to be mended by hand."
    try:
        finding.mend()
    except Exception as problem:
        logger.exception("%s could not be mended.", finding)
        return f"{type(problem).__name__}: {problem}".strip()
    return ""
