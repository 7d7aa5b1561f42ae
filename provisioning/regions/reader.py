"""Reading a region file, so that every mistake is named with its place in the file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core.place import Look, PlaceKind
from provisioning.blueprints import Blueprint, NoBlueprint, blueprint
from provisioning.care.invitations import Admin
from provisioning.steps import LOOK_KEYS, PlaceOrder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

AGENCY_KEYS = ("slug", "name", "region")
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
#: What else is missing can be entered later; until then the place is in preparation.
BODY_NEEDS = frozenset({"key", "name", "land"})
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
        "blueprint",
        "modules",
        "content",
        "zone",
        "demo",
        "starter",
        "look",
        "admins",
    ]
)


class RegionFileError(Exception):
    """A region file that cannot be read; the message names the file, the entry, the value and what is allowed."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where it was written, for the sentences about mistakes; content files lie in `folder`, if there is one."""

    name: str
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class RegionFile:
    """A checked region file: the agency's fields, its bodies, its orders with their content files."""

    agency: dict[str, str]
    bodies: list[dict[str, str]]
    orders: list[tuple[PlaceOrder, Path | None]]
    name: str


def read(path: Path) -> RegionFile:
    """Read and check a region file and the content files it names. Raises RegionFileError."""
    return parse(load(path), Source(path.name, path.parent))


def parse(data: dict[str, Any], source: Source) -> RegionFile:
    """Check what a region file says, wherever it was written. Raises RegionFileError."""
    _only(source, "the file", data, {"agency", "defaults", "body", "place"})
    agency = _table(source, "[agency]", data.get("agency", {}), AGENCY_KEYS)
    given = _list(source, "[[body]]", data.get("body", []))
    bodies = [_body(source, number, body) for number, body in enumerate(given, 1)]
    defaults = _table(source, "[defaults]", data.get("defaults", {}), PLACE_KEYS)
    places = _list(source, "[[place]]", data.get("place", []))
    slug = str(agency.get("slug", ""))
    orders = [_order(source, number, place, defaults, slug) for number, place in enumerate(places, 1)]
    keys = [body["key"] for body in bodies]
    _once(source, "responsible bodies have the key", keys)
    _once(source, "places have the slug", [order.slug for order, _content in orders])
    for order, _content in orders:
        if order.body not in keys:
            raise RegionFileError(
                f"{source.name}: {order.slug}: there is no responsible body {order.body!r}. "
                f"Add a [[body]] with this key, or use one of: {', '.join(keys) or 'none yet'}."
            )
    texts = {key: _text(source, "[agency]", agency, key) for key in AGENCY_KEYS}
    return RegionFile(texts, bodies, orders, source.name)


def load(path: Path) -> dict[str, Any]:
    """The parsed TOML. Raises RegionFileError for a missing or malformed file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise RegionFileError(f"{path}: cannot be read ({missing.strerror}). Check the path.") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise RegionFileError(f"{path.name}: is no valid TOML: {broken}.") from broken


def _body(source: Source, number: int, entry: object) -> dict[str, str]:
    where = f"[[body]] {number}"
    table = _table(source, where, entry, BODY_KEYS)
    return {key: _text(source, where, table, key, needed=key in BODY_NEEDS) for key in BODY_KEYS}


def _order(
    source: Source, number: int, place: object, defaults: dict[str, Any], agency: str
) -> tuple[PlaceOrder, Path | None]:
    where = f"[[place]] {number}"
    entry = {**defaults, **_table(source, where, place, PLACE_KEYS)}
    where += f" ({entry.get('slug', 'without slug')})"
    kinds = [kind.value for kind in PlaceKind]
    kind = _text(source, where, entry, "kind")
    if kind not in kinds:
        raise RegionFileError(f"{source.name}: {where}: kind is {kind!r}, allowed are {', '.join(kinds)}.")
    starting = _blueprint(source, where, _text(source, where, entry, "blueprint", needed=False) or kind, agency)
    order = PlaceOrder(
        kind=PlaceKind(kind),
        blueprint=starting.name,
        modules=_modules(source, where, entry.get("modules", list(starting.modules))),
        look=_look(source, where, entry.get("look", {}), starting.look),
        admins=_admins(source, where, entry.get("admins", [])),
        demo=_typed(source, where, entry, "demo", bool, "true or false") or False,
        starter=_typed(source, where, entry, "starter", bool, "true or false") is not False,
        zone=_text(source, where, entry, "zone", needed=False) or "Europe/Berlin",
        lat=_number(source, where, entry, "lat", 90),
        lon=_number(source, where, entry, "lon", 180),
        population=_typed(source, where, entry, "population", int, "a whole number"),
        **{key: _text(source, where, entry, key) for key in ("slug", "name", "body")},
        **{key: _text(source, where, entry, key, needed=False) for key in ("subtitle", "claim", "ags")},
    )
    named = _text(source, where, entry, "content", needed=False)
    return order, _content(source, where, named) if named else None


def _content(source: Source, where: str, named: str) -> Path:
    if source.folder is None:
        raise RegionFileError(
            f"{source.name}: {where}: content is {named!r}, but only region files on disk have content."
        )
    load(source.folder / named)
    return source.folder / named


def _blueprint(source: Source, where: str, name: str, agency: str) -> Blueprint:
    try:
        return blueprint(name, agency)
    except NoBlueprint as unknown:
        raise RegionFileError(f"{source.name}: {where}: {unknown}") from unknown


def _modules(source: Source, where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise RegionFileError(f"{source.name}: {where}: modules is {value!r} but must be a list of names.")
    return tuple(value)


def _look(source: Source, where: str, entry: object, starting: dict[str, str]) -> Look:
    table = {**starting, **_table(source, f"{where} look", entry, LOOK_KEYS)}
    return Look(**{key: _text(source, f"{where} look", table, key) for key in table})


def _admins(source: Source, where: str, value: object) -> tuple[Admin, ...]:
    tables = [_table(source, f"{where} admins", each, ("email", "name")) for each in _list(source, "admins", value)]
    named = [Admin(*(_text(source, f"{where} admins", each, key) for key in ("email", "name"))) for each in tables]
    return tuple({admin.email.strip().lower(): admin for admin in named}.values())


def _text(source: Source, where: str, entry: dict[str, Any], key: str, *, needed: bool = True) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise RegionFileError(f"{source.name}: {where}: {key} is {value!r} but must be a text that is not empty.")
    return value.strip()


def _number(source: Source, where: str, entry: dict[str, Any], key: str, limit: float) -> float | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= limit:  # nan, too
        raise RegionFileError(f"{source.name}: {where}: {key} is {value!r} but must be a number within ±{limit:g}.")
    return float(value)


def _typed[T](source: Source, where: str, entry: dict[str, Any], key: str, kind: type[T], called: str) -> T | None:
    value = entry.get(key)
    if value is not None and type(value) is not kind:  # a bool is an int for Python, not for people
        raise RegionFileError(f"{source.name}: {where}: {key} is {value!r} but must be {called}.")
    return value


def _table(source: Source, where: str, value: object, allowed: Iterable[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RegionFileError(f"{source.name}: {where} is {value!r} but must be one table of names and values.")
    _only(source, where, value, set(allowed))
    return value


def _list(source: Source, where: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise RegionFileError(f"{source.name}: {where} is {value!r} but must be written with double brackets: {where}.")
    return value


def _once(source: Source, saying: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise RegionFileError(f"{source.name}: two {saying} {name!r}. Each can be given once.")


def _only(source: Source, where: str, entry: dict[str, Any], allowed: set[str] | frozenset[str]) -> None:
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise RegionFileError(
            f"{source.name}: {where}: {', '.join(unknown)} is not known here. Allowed: {', '.join(sorted(allowed))}."
        )
