"""Reading a region file, so that every mistake is named with its place in the file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core.place import Look, PlaceKind
from provisioning.steps import PlaceOrder

if TYPE_CHECKING:
    from pathlib import Path

BODY_KEYS = (
    "key",
    "name",
    "legal_form",
    "street",
    "postal_code",
    "city",
    "representative",
    "email",
    "phone",
    "data_protection_officer",
    "supervisory_authority",
    "land",
)
PLACE_KEYS = frozenset(
    [
        "slug",
        "name",
        "kind",
        "subtitle",
        "claim",
        "body",
        "ags",
        "lat",
        "lon",
        "population",
        "modules",
        "content",
        "zone",
        "demo",
        "look",
    ]
)


class RegionFileError(Exception):
    """A region file that cannot be read; the message names the file, the entry, the value and what is allowed."""


@dataclass(frozen=True, slots=True)
class RegionFile:
    """A checked region file: the agency's fields, its bodies, its orders with their content files."""

    agency: dict[str, str]
    bodies: list[dict[str, str]]
    orders: list[tuple[PlaceOrder, Path | None]]


def read(path: Path) -> RegionFile:
    """Read and check a region file and the content files it names. Raises RegionFileError."""
    data = load(path)
    _only(path, "the file", data, {"agency", "defaults", "body", "place"})
    agency = {key: _text(path, "[agency]", data.get("agency", {}), key) for key in ("slug", "name", "region")}
    bodies = [
        {key: _text(path, f"[[body]] {number}", body, key, needed=key != "phone") for key in BODY_KEYS}
        for number, body in enumerate(data.get("body", []), 1)
    ]
    defaults = data.get("defaults", {})
    orders = [_order(path, number, {**defaults, **place}) for number, place in enumerate(data.get("place", []), 1)]
    slugs = [order.slug for order, _content in orders]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise RegionFileError(f"{path.name}: two places have the slug {slug!r}. Each address can be given once.")
    return RegionFile(agency, bodies, orders)


def load(path: Path) -> dict[str, Any]:
    """The parsed TOML. Raises RegionFileError for a missing or malformed file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise RegionFileError(f"{path}: cannot be read ({missing.strerror}). Check the path.") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise RegionFileError(f"{path.name}: is no valid TOML: {broken}.") from broken


def _order(path: Path, number: int, entry: dict[str, Any]) -> tuple[PlaceOrder, Path | None]:
    where = f"[[place]] {number} ({entry.get('slug', 'without slug')})"
    _only(path, where, entry, PLACE_KEYS)
    kinds = [kind.value for kind in PlaceKind]
    kind = _text(path, where, entry, "kind")
    if kind not in kinds:
        raise RegionFileError(f"{path.name}: {where}: kind is {kind!r}, allowed are {', '.join(kinds)}.")
    order = PlaceOrder(
        kind=PlaceKind(kind),
        modules=tuple(entry.get("modules", ())),
        look=_look(path, where, entry.get("look", {})),
        demo=bool(entry.get("demo", False)),
        zone=entry.get("zone", "Europe/Berlin"),
        lat=_number(path, where, entry, "lat", 90),
        lon=_number(path, where, entry, "lon", 180),
        population=entry.get("population"),
        **{key: _text(path, where, entry, key) for key in ("slug", "name", "body")},
        **{key: _text(path, where, entry, key, needed=False) for key in ("subtitle", "claim", "ags")},
    )
    content = path.parent / entry["content"] if entry.get("content") else None
    if content is not None:
        load(content)
    return order, content


def _look(path: Path, where: str, entry: dict[str, Any]) -> Look:
    _only(path, f"{where} look", entry, set(Look.__dataclass_fields__))
    return Look(**{key: str(value) for key, value in entry.items()})


def _text(path: Path, where: str, entry: dict[str, Any], key: str, *, needed: bool = True) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise RegionFileError(f"{path.name}: {where}: {key} is {value!r} but must be a text that is not empty.")
    return value.strip()


def _number(path: Path, where: str, entry: dict[str, Any], key: str, limit: float) -> float | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > limit:
        raise RegionFileError(f"{path.name}: {where}: {key} is {value!r} but must be a number within ±{limit:g}.")
    return float(value)


def _only(path: Path, where: str, entry: dict[str, Any], allowed: set[str] | frozenset[str]) -> None:
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise RegionFileError(
            f"{path.name}: {where}: {', '.join(unknown)} is not known here. Allowed: {', '.join(sorted(allowed))}."
        )
