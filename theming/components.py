"""The building blocks that templates share. Each declares its props; a wrong one stops the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = ("info", "good", "warn", "danger")


class WrongProp(ValueError):
    """A component was given something that it does not declare."""


@dataclass(frozen=True, slots=True)
class Component:
    """A template, its props with their defaults, and the values that some props are limited to."""

    template: str
    props: Mapping[str, object] = field(default_factory=dict)
    choices: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def check_names(self, names: Iterable[str], component: str) -> None:
        """Raises WrongProp for a name that is not declared."""
        for name in names:
            if name not in self.props:
                allowed = ", ".join(self.props) or "none"
                message = f"Component {component!r} has no prop {name!r}. Its props: {allowed}."
                raise WrongProp(message)

    def filled(self, given: Mapping[str, object], component: str) -> dict[str, object]:
        """All props, defaults included. Raises WrongProp for a value that is not allowed."""
        self.check_names(given, component)
        values = {**self.props, **given}
        for name, allowed in self.choices.items():
            if values[name] not in allowed:
                message = f"Component {component!r}: {name} is {values[name]!r}, allowed: {allowed}."
                raise WrongProp(message)
        return values


COMPONENTS = {
    "note": Component(
        "theming/components/note.html",
        {"kind": "info", "title": "", "live": False},
        {"kind": KINDS, "live": (True, False)},
    ),
    "empty": Component("theming/components/empty.html", {"icon": "info", "title": "", "url": "", "action": ""}),
    "tag": Component(
        "theming/components/tag.html", {"kind": "plain", "icon": ""}, {"kind": (*KINDS, "plain", "line", "card")}
    ),
    "state": Component("theming/components/state.html", {"title": "", "place": None}),
}
