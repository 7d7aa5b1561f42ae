"""The list of municipalities, read from a CSV file and made into entries of the catalogue."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from provisioning.catalog.names import association_name, district_kind, plain, proper, without_title
from provisioning.models import CatalogEntry, Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AGS, ARS, POSTAL_CODE = re.compile(r"\d{8}"), re.compile(r"\d{12}"), re.compile(r"\d{5}")
LONGEST = 150
ASSOCIATED, UNINCORPORATED = "5", "9"  # the sixth digit of the regional key


class CatalogFileError(Exception):
    """A list that cannot be used; the message names the line, the value and what is allowed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, checked. Population in people, area in km², WGS 84 degrees."""

    ags: str
    ars: str
    name: str
    kind: str
    district: str
    association: str
    state: str
    population: int | None
    area_km2: float | None
    lat: float | None
    lon: float | None
    postal_code: str


COLUMNS = tuple(field.name for field in fields(Row))


def read(path: Path) -> list[Row]:
    """All lines of a file. Raises CatalogFileError at the first one that cannot be used."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(csv.DictReader(file, strict=True), path.name))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise CatalogFileError(f"{path.name}: cannot be read as a CSV file in UTF-8: {problem}.") from problem


def _rows(lines: csv.DictReader[str], file: str) -> Iterator[Row]:
    missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
    if missing:
        raise CatalogFileError(f"{file}: column {', '.join(missing)} is missing. Needed are: {', '.join(COLUMNS)}.")
    seen: dict[str, int] = {}
    for line in lines:
        where = f"{file}, line {lines.line_num}"
        row = _row(line, where)
        if row.ags in seen:
            raise CatalogFileError(f"{where}: ags {row.ags} is in line {seen[row.ags]} already. Each key stands once.")
        seen[row.ags] = lines.line_num
        yield row


def _row(line: dict[str, str | None], where: str) -> Row:
    given = {name: (line[name] or "").strip() for name in COLUMNS}
    for name, value in given.items():
        if not value.isprintable() or len(value) > LONGEST:
            raise CatalogFileError(f"{where}: {name} {value[:40]!r} is no text of at most {LONGEST} signs in one line.")
    for name, pattern, what in (("ags", AGS, "8 digits"), ("ars", ARS, "12 digits")):
        if not pattern.fullmatch(given[name]):
            raise CatalogFileError(f"{where}: {name} {given[name]!r} is no key. It has {what}.")
    if given["postal_code"] and not POSTAL_CODE.fullmatch(given["postal_code"]):
        raise CatalogFileError(f"{where}: postal_code {given['postal_code']!r} is none. It has 5 digits, or is empty.")
    for name in ("name", "state"):
        if not given[name]:
            raise CatalogFileError(f"{where}: {name} is empty.")
    numbers: dict[str, Any] = {
        "population": _number(given["population"], f"{where}: population", 0, 20_000_000),
        "area_km2": _number(given["area_km2"], f"{where}: area_km2", 0, 50_000),
        "lat": _number(given["lat"], f"{where}: lat", -90, 90),
        "lon": _number(given["lon"], f"{where}: lon", -180, 180),
    }
    if numbers["population"] is not None:
        numbers["population"] = int(numbers["population"])
    if not (numbers["lat"] and numbers["lon"]):  # the list writes 0/0 for "unknown", too
        numbers["lat"] = numbers["lon"] = None
    return Row(**given | numbers)


def _number(text: str, where: str, least: float, most: float) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise CatalogFileError(f"{where} {text!r} is no number from {least:g} to {most:g}. Leave it empty if unknown.")
    return value


def entries(rows: list[Row]) -> dict[str, CatalogEntry]:
    """Municipalities, Kreise and associations of a list, by key, larger ones before those within."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(row.ags[:5], []).append(row)
        if row.ars[5] == ASSOCIATED:
            members.setdefault(row.ars[:9], []).append(row)
    found: dict[str, CatalogEntry] = {}
    for key, inside in members.items():
        if len(key) == 5 and _is_district(inside):
            found[key] = _larger(key, Level.DISTRICT, inside, inside[0].district, district_kind(inside[0].district))
    for key, inside in members.items():
        if len(key) == 9:
            name, kind = association_name(inside[0].association, key)
            found[key] = _larger(key, Level.ASSOCIATION, inside, name, kind, inside[0].association)
            found[key].district = found.get(key[:5])
    for row in rows:
        found[row.ags] = _municipality(row, found)
    for entry in found.values():
        entry.words = f" {plain(' '.join(_searched(entry)))}"
    return found


def _is_district(inside: list[Row]) -> bool:
    """A city that is its own Kreis is no second place, and coastal waters are none at all."""
    return len(inside) > 1 and bool(inside[0].district)


def _larger(key: str, level: Level, inside: list[Row], name: str, kind: str, official: str = "") -> CatalogEntry:
    located = [row for row in inside if row.lat is not None and row.lon is not None and row.population]
    people = sum(row.population or 0 for row in located)
    return CatalogEntry(
        key=key,
        level=level,
        name=name,
        official_name=official or name,
        kind=kind,
        land=inside[0].state,
        plain_name=plain(proper(name).removeprefix(f"{kind} ")),
        population=sum(row.population or 0 for row in inside) or None,
        area_km2=round(sum(row.area_km2 or 0 for row in inside), 2) or None,
        # Where its people live on average: the middle for a map, as no outlines are at hand.
        lat=round(sum((row.lat or 0) * (row.population or 0) for row in located) / people, 5) if people else None,
        lon=round(sum((row.lon or 0) * (row.population or 0) for row in located) / people, 5) if people else None,
    )


def _municipality(row: Row, found: dict[str, CatalogEntry]) -> CatalogEntry:
    name, title = without_title(row.name)
    return CatalogEntry(
        key=row.ags,
        level=Level.MUNICIPALITY,
        name=name,
        official_name=row.name,
        kind=row.kind or title,
        land=row.state,
        district=found.get(row.ags[:5]),
        association=found.get(row.ars[:9]),
        is_unincorporated=row.ars[5] == UNINCORPORATED,
        population=row.population,
        area_km2=row.area_km2,
        lat=row.lat,
        lon=row.lon,
        postal_code=row.postal_code,
        plain_name=plain(name),
    )


def _searched(entry: CatalogEntry) -> Iterator[str]:
    yield from (entry.name, entry.official_name, entry.kind, entry.key, entry.postal_code, entry.where)
