"""Blueprints as files: read from TOML or JSON whatever it holds, written as either."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from provisioning.blueprints.content import BlueprintRefused, Content, read

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1_000_000
DEEPEST = 8
FORMATS = {"toml": "application/toml", "json": "application/json"}


def read_file(name: str, content: bytes) -> Content:
    """The blueprint in a file; its name's ending says how it is written. Raises BlueprintRefused."""
    if len(content) > LARGEST:
        raise BlueprintRefused(_("This file is larger than a blueprint can be (1 MB)."))
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
        json.dumps(
            data, ensure_ascii=False, default=str
        ).encode()  # half a sign, as only JSON can hold it, can be kept nowhere
    except (ValueError, RecursionError) as broken:  # of both kinds of file, and of the encoding
        said = str(broken)[:200] or type(broken).__name__
        raise BlueprintRefused(_("%(name)s cannot be read: %(why)s") % {"name": name[:80], "why": said}) from broken
    if not isinstance(data, dict):
        raise BlueprintRefused(
            _("%(name)s holds no blueprint: write one table of names and values.") % {"name": name[:80]}
        )
    _refuse_too_deep(data)
    data.pop("version", None)  # which number it gets is decided where it is saved
    return read(data)


def _refuse_too_deep(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise BlueprintRefused(_("This file is nested more deeply than a blueprint can be."))
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        _refuse_too_deep(each, depth + 1)


def as_json(content: Content) -> str:
    """The blueprint as JSON."""
    return json.dumps(content.as_data(), ensure_ascii=False, indent=2) + "\n"


def as_toml(content: Content) -> str:
    """The blueprint as TOML, texts line by line, so that two versions can be compared."""
    data = content.as_data()
    plain = {key: value for key, value in data.items() if not isinstance(value, dict) and key != "topics"}
    lines = [f"{key} = {_value(value)}\n" for key, value in plain.items()]
    lines += _table("look", data.get("look", {}))
    for name, values in data.get("options", {}).items():
        lines += _table(f"options.{name}", values)
    lines += _tables("topics", data.get("topics", []))
    for name, some in data.get("recipes", {}).items():
        lines += _tables(f"recipes.{name}", some)
    return "".join(lines)


def _table(name: str, values: dict[str, Any]) -> Iterator[str]:
    if values:
        yield f"\n[{name}]\n"
        yield from (f"{key} = {_value(value)}\n" for key, value in values.items())


def _tables(name: str, some: list[dict[str, Any]]) -> Iterator[str]:
    for each in some:
        yield f"\n[[{name}]]\n"
        yield from (f"{key} = {_value(value)}\n" for key, value in each.items())


def _value(value: Any) -> str:
    """A value as TOML: its strings are those of JSON, long ones stand line by line."""
    if isinstance(value, str) and "\n" in value:
        escaped = json.dumps(value, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
        return '"""\n' + escaped.replace("\\n", "\n") + '"""' if "\\\\n" not in escaped else f'"{escaped}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
