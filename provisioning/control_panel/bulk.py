"""What can be done with many places at once: tried out first, then done place by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django import forms

    from platform_core.contract import Text
    from tenants.models import Tenant

    type Cleaned = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bulk:
    """An action for chosen places.

    `choose` is a form for what has to be chosen first; its cleaned data must be JSON.
    `dry_run` says in a sentence what would happen to one place, or nothing when it is so
    already; `act` does it, idempotently, and says what it did. Both raise a Refusal or
    OrderRefused for a place that cannot have it; the others go on.
    """

    name: str
    title: Text
    icon: str
    dry_run: Callable[[Tenant, Cleaned], str]
    act: Callable[[Tenant, Cleaned], str]
    choose: type[forms.Form] | None = None
    operators_only: bool = False
    in_list: bool = True  # else it is begun from a page about one place


_actions: dict[str, Bulk] = {}


def register(bulk: Bulk) -> None:
    """Offer an action in the list of places; call it in `AppConfig.ready()`."""
    _actions[bulk.name] = bulk


def actions(*, is_operator: bool) -> list[Bulk]:
    """The actions there are, in the order of their registration."""
    listed = [each for each in _actions.values() if each.in_list]
    return [each for each in listed if is_operator or not each.operators_only]


def action(name: str) -> Bulk | None:
    return _actions.get(name)
