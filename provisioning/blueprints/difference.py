"""What differs between two versions of a blueprint, and what one holds, for people to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from platform_core import registry
from platform_core.accounts.roles import Role
from provisioning.blueprints.content import look_label, option_forms

if TYPE_CHECKING:
    from platform_core.contract import Text
    from provisioning.blueprints.content import Content


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was added, changed or left out."""

    sign: str
    part: str
    title: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A content as a page shows it: titles and no keys."""

    modules: list[Text]
    roles: list[str]
    topics: list[str]
    pages: list[dict[str, Any]]
    options: list[dict[str, Any]]
    look: dict[str, str]


def sheet_of(content: Content) -> Sheet:
    """What a blueprint holds."""
    known = option_forms(content.modules)
    options = [
        {"title": f"{known[name].title}: {known[name].base_fields[key].label or key}", "value": _said(value)}
        for name, values in content.options.items()
        for key, value in values.items()
    ]
    pages = [
        {"title": each.title, "is_draft": not each.values.get("publish", True), "key": each.key}
        for some in content.recipes.values()
        for each in some
    ]
    return Sheet(
        modules=[registry.modules()[name].title for name in content.modules],
        roles=[str(Role(role).label) for role in content.roles],
        topics=[topic.title for topic in content.topics],
        pages=pages,
        options=options,
        look=dict(content.look),
    )


def _said(value: Any) -> str:
    """An answer for people: yes, no, or what it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def difference(old: Content, new: Content) -> list[Line]:
    """Line by line: + what came, ~ what is different, − what is not in it any more."""
    before, after = _things(old), _things(new)
    lines = []
    for name, (part, title, said) in after.items():
        if name not in before:
            lines.append(Line("+", part, title))
        elif before[name][2] != said:
            lines.append(Line("~", part, title))
    return lines + [Line("−", part, title) for name, (part, title, _said) in before.items() if name not in after]


def _things(content: Content) -> dict[str, tuple[str, str, Any]]:
    found: dict[str, tuple[str, str, Any]] = {}
    for name in content.modules:
        found[f"module {name}"] = (_("Modules"), str(registry.modules()[name].title), True)
    known = option_forms(content.modules)
    for name, values in content.options.items():
        for key, value in values.items():
            field = known[name].base_fields[key]
            found[f"option {name}.{key}"] = (_("Settings"), f"{known[name].title}: {field.label or key}", value)
    for topic in content.topics:
        found[f"topic {topic.key}"] = (_("Topics"), topic.title, (topic.title, dict(topic.values)))
    for name, some in content.recipes.items():
        for each in some:
            title = str(registry.modules()[name].title)
            found[f"{name} {each.key}"] = (title, each.title, (each.title, dict(each.values)))
    for key, value in content.look.items():
        found[f"look {key}"] = (_("Look"), look_label(key), value)
    found["home"] = (_("Home page"), _("Arrangement of the home page"), (content.home, content.side, content.off))
    found["roles"] = (_("Roles"), _("Roles"), content.roles)
    return found
