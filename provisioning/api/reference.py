"""The OpenAPI document, prepared for a page: sections, operations, fields, examples."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provisioning.api.problem import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = {
    "places": _("Places"),
    "states": _("States of a place"),
    "addresses": _("Addresses"),
    "modules": _("Modules"),
    "people": _("People who look after a place"),
    "wishes": _("Wishes of municipalities"),
    "orders": _("Plans and jobs"),
    "blueprints": _("Blueprints"),
    "many": _("Many places at once"),
    "catalog": _("Catalogue of places"),
    "announcements": _("Announcements"),
    "platform": _("The platform"),
}
WRITES = frozenset({"post", "patch", "put", "delete"})


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter or a field of the body."""

    name: str
    kind: str
    needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    title: str
    about: str
    parameters: list[Part]
    fields: list[Part]
    asked: str
    curl: str
    status: str
    answered: str

    @property
    def writes(self) -> bool:
        return self.method.lower() in WRITES


@dataclass(frozen=True, slots=True)
class Group:
    """Operations of one sort."""

    key: str
    title: str
    operations: list[Operation] = field(default_factory=list)


def groups(document: dict[str, Any]) -> list[Group]:
    """The sections of the page, in their order."""
    found: dict[str, Group] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            key = told["tags"][0]
            group = found.setdefault(key, Group(key, str(TITLES.get(key, key))))
            group.operations.append(_operation(document, path, method, told))
    order = list(TITLES)
    return sorted(found.values(), key=lambda group: order.index(group.key) if group.key in order else len(order))


def problems() -> list[tuple[str, int, str]]:
    """Every sort of error: the end of its type, its status, its title."""
    return [(name, status, str(title)) for name, (status, title) in PROBLEMS.items()]


def _operation(document: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    status = next(iter(told["responses"]))
    answered = told["responses"][status].get("content", {}).get("application/json", {}).get("example")
    parameters = [_parameter(each) for each in told["parameters"]]
    asked = _pretty(body.get("example"))
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        about=told.get("description", ""),
        parameters=parameters,
        fields=list(_fields(document, body.get("schema", {}))),
        asked=asked,
        curl=curl(document["servers"][0]["url"], path, method, told, body.get("example")),
        status=status,
        answered=_pretty(answered),
    )


def curl(server: str, path: str, method: str, told: dict[str, Any], body: Any) -> str:
    """How to ask it from a terminal; `$TOKEN` is the secret."""
    lines = [f'curl -H "Authorization: Bearer $TOKEN" {server}{_filled(path, told)}']
    if method != "get":
        lines[0] = lines[0].replace("curl ", f"curl -X {method.upper()} ", 1)
    if method == "post":
        lines.append('-H "Idempotency-Key: $(date +%s%N)"')
    if body is not None:
        lines.append(f"--json '{json.dumps(body, ensure_ascii=False)}'")
    return " \\\n  ".join(lines)


def _filled(path: str, told: dict[str, Any]) -> str:
    """The path with the examples of its arguments, and the parameters that it needs."""
    values = {each["name"]: (each.get("schema", {}).get("examples") or ["…"])[0] for each in told["parameters"]}
    query = [f"{each['name']}={values[each['name']]}" for each in told["parameters"] if _is_needed(each)]
    filled = re.sub(r"{(\w+)}", lambda match: str(values.get(match[1], "…")), path)
    return f"'{filled}?{'&'.join(query)}'" if query else filled


def _is_needed(parameter: dict[str, Any]) -> bool:
    return bool(parameter["in"] == "query" and parameter.get("required"))


def _parameter(told: dict[str, Any]) -> Part:
    where = {"path": gettext("in the path"), "query": gettext("in the query"), "header": gettext("header")}[told["in"]]
    kind = f"{where}, {_kind(told.get('schema', {}))}" if told["in"] != "header" else where
    return Part(told["name"], kind, bool(told.get("required")), told.get("description", ""))


def _fields(document: dict[str, Any], schema: dict[str, Any], before: str = "") -> Iterator[Part]:
    """Fields of the body, those of inner objects after a dot."""
    schema = _resolved(document, schema)
    for name, told in schema.get("properties", {}).items():
        inner = _resolved(document, told)
        yield Part(before + name, _kind(inner), name in schema.get("required", ()), told.get("description", ""))
        if inner.get("properties") and not before:
            yield from _fields(document, inner, f"{before}{name}.")


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for each in schema.get("anyOf", ()):
        if each.get("type") != "null":
            return _resolved(document, each)
    if "$ref" in schema:
        found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    return schema


def _kind(schema: dict[str, Any]) -> str:
    """What sort of value it is, in a word or the words that are allowed."""
    for each in schema.get("anyOf", ()):
        if each.get("type") != "null":
            return _kind(each)
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"] if each != "")
    words = {
        "string": gettext("text"),
        "integer": gettext("whole number"),
        "number": gettext("number"),
        "boolean": gettext("true or false"),
    }
    words |= {"array": gettext("list"), "object": gettext("object")}
    return words.get(schema.get("type", ""), gettext("object"))


def _pretty(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)
