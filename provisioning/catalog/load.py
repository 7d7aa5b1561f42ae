"""Bringing the catalogue to a list: what is new, renamed, merged – as a report, before or after."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from platform_core.scope import platform_scope
from provisioning.catalog.reader import CatalogFileError, entries, read
from provisioning.models import CatalogEntry, CatalogRelease, Level
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login

LIST = Path(__file__).parent / "municipalities.csv"
#: The list is whole each time. One that lacks more than this share of what is known is a mistake.
MOST_GONE = 0.1
#: A neighbour that grew by at least this share of the area of what is gone has taken it in.
TAKEN_IN = 0.8
FACTS = (
    "level",
    "name",
    "official_name",
    "kind",
    "land",
    "district_id",
    "association_id",
    "is_unincorporated",
    "population",
    "area_km2",
    "lat",
    "lon",
    "postal_code",
    "plain_name",
    "words",
)
WRITTEN = (*(name.removesuffix("_id") for name in FACTS), "gone_at", "went_into")


@dataclass(slots=True)
class Report:
    """What a list changes. Keys are official; `gone` names the place a vanished one probably went into."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    gone: list[tuple[str, str, str]] = field(default_factory=list)
    came_back: list[str] = field(default_factory=list)
    #: Names of places of ours whose municipality is gone: somebody has to say what becomes of them.
    affected: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.renamed or self.gone or self.came_back)


def load(path: Path = LIST, *, dry_run: bool = False, may_shrink: bool = False) -> Report:
    """Make the catalogue what the list says, in one transaction; Ortsteile stay. The report of what changed.

    Raises CatalogFileError for a list that cannot be used, or that lacks a tenth of
    what is known (`may_shrink` allows that).
    """
    wanted = entries(read(path))
    with platform_scope(), transaction.atomic():
        known = {entry.key: entry for entry in CatalogEntry.objects.select_for_update().exclude(level=Level.PART)}
        report, touched = _compare(known, wanted)
        if len(report.gone) > MOST_GONE * len(known) and not may_shrink:
            raise CatalogFileError(
                f"{path.name}: {len(report.gone)} of {len(known)} known places are not in this list. Is it whole? "
                "If it really is, load it with --may-shrink."
            )
        if not dry_run:
            _write(touched)
            CatalogRelease.objects.create(sha256=digest(path), name=path.name)
    if not dry_run:
        _count_anew()
    return report


def load_once(path: Path = LIST) -> bool:
    """Load the list unless it is the one in force; whether that was needed."""
    with platform_scope():
        newest = CatalogRelease.objects.order_by("loaded_at").last()
    if newest is not None and newest.sha256 == digest(path):
        return False
    load(path)
    return True


def digest(path: Path) -> str:
    """What a release of the list is recognised by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _compare(known: dict[str, CatalogEntry], wanted: dict[str, CatalogEntry]) -> tuple[Report, list[CatalogEntry]]:
    """What differs, and the rows to write for it, larger places first."""
    report, touched = Report(), []
    for key, entry in wanted.items():
        before = known.get(key)
        if before is None:
            report.added.append(key)
        elif before.gone_at is not None:
            report.came_back.append(key)
        elif before.name != entry.name:
            report.renamed.append((key, before.name, entry.name))
        elif any(getattr(before, name) != getattr(entry, name) for name in FACTS):
            report.changed.append(key)
        else:
            continue
        touched.append(entry)
    for key in sorted(known.keys() - wanted.keys()):
        vanished = known[key]
        if vanished.gone_at is None:
            vanished.gone_at = timezone.now()
            vanished.went_into = _taken_in_by(vanished, known, wanted)
            report.gone.append((key, vanished.name, vanished.went_into.name if vanished.went_into else ""))
            touched.append(vanished)
    gone = [key for key, _name, _into in report.gone]
    report.affected = list(Tenant.objects.filter(ags__in=gone).order_by("name").values_list("name", flat=True))
    return report, touched


def _taken_in_by(
    vanished: CatalogEntry, known: dict[str, CatalogEntry], wanted: dict[str, CatalogEntry]
) -> CatalogEntry | None:
    """The municipality of the same Kreis that is new or larger by about the area of the one that is gone."""
    if vanished.level != Level.MUNICIPALITY or not vanished.area_km2:
        return None
    near = [each for each in wanted.values() if each.level == Level.MUNICIPALITY and each.key[:5] == vanished.key[:5]]
    grown = []
    for each in near:
        before = known[each.key].area_km2 if each.key in known else 0.0
        growth = (each.area_km2 or 0.0) - (before or 0.0)
        # Several can go into one, so growth may be more than this one's area.
        if growth >= TAKEN_IN * vanished.area_km2:
            grown.append((abs(growth - vanished.area_km2), each))
    return min(grown, key=lambda pair: pair[0])[1] if grown else None


def _write(touched: list[CatalogEntry]) -> None:
    CatalogEntry.objects.bulk_create(
        touched, update_conflicts=True, unique_fields=["key"], update_fields=WRITTEN, batch_size=500
    )


def _count_anew() -> None:
    """Without fresh statistics PostgreSQL would read the whole table for each search."""
    with ddl_login(), platform_scope(ddl=True), connection.cursor() as cursor:
        cursor.execute("ANALYZE provisioning_catalogentry")
