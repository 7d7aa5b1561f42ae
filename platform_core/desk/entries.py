"""What stands on the desk of local staff: entries of modules, and of the rooms that have no manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from platform_core import registry
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.contract import DeskEntry, FirstStep

CORE: list[DeskEntry] = []
CORE_STEPS: list[FirstStep] = []


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with what waits there, None where nothing is counted."""

    entry: DeskEntry
    waiting: int | None


def register(entry: DeskEntry) -> None:
    """Put an entry of a core app or of theming on every desk; call it in `AppConfig.ready()`."""
    CORE.append(entry)


def register_step(step: FirstStep) -> None:
    """Give every new place a first step of a core app or of theming; call it in `AppConfig.ready()`."""
    CORE_STEPS.append(step)


def first_steps() -> list[FirstStep]:
    """The first steps in the place in scope, in their order."""
    modules = registry.modules_of(current_place())
    every = [*CORE_STEPS, *(step for module in modules for step in module.first_steps)]
    return sorted(every, key=lambda step: step.order)


def entries_for(person: Person) -> list[DeskEntry]:
    """The entries that this person may use in the place in scope, in their order."""
    modules = registry.modules_of(current_place())
    every = [*CORE, *(entry for module in modules for entry in module.desk)]
    return sorted((entry for entry in every if entry.may(person)), key=lambda entry: entry.order)


def desk_of(person: Person) -> list[Shown]:
    """The entries with their counts."""
    return [Shown(entry, entry.count() if entry.count else None) for entry in entries_for(person)]
