"""Blueprints to choose from, as cards; and what the order keeps of its addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from platform_core import registry
from provisioning import blueprints
from provisioning.orders.compile import FOLLOWS_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provisioning.orders.addresses import Row
    from provisioning.orders.models import Order

LANDS = {"village": "fields", "town": "town", "city": "river", "region": "coast"}


@dataclass(frozen=True, slots=True)
class Card:
    """One blueprint: its picture, what it is for, its modules by title."""

    name: str
    title: str
    about: str
    modules: list[str]
    landscape: str
    is_chosen: bool
    credit: str = ""


def cards(order: Order) -> list[Card]:
    """What places can begin with: as their size suggests, ours, then saved ones."""
    chosen = order.answers.get("blueprint", FOLLOWS_SIZE)
    about = _("Village, town or city, place by place as many people live there")
    found = [Card(FOLLOWS_SIZE, _("As fits the size"), about, [], "hills", chosen == FOLLOWS_SIZE)]
    for plan in blueprints.available(order.agency):
        land = LANDS.get(plan.name, plan.landscape)
        said = plan.summary or _("Saved by an agency")
        card = Card(plan.name, plan.title, said, _titles(plan.modules), land, chosen == plan.name, plan.credit)
        found.append(card)
    return found


def _titles(modules: Sequence[str]) -> list[str]:
    known = registry.modules()
    return [str(known[name].title) for name in modules if name in known]


def with_slugs(answers: Mapping[str, Any], rows: list[Row]) -> list[dict[str, Any]]:
    """The chosen places, each with the address that was agreed on: a suggestion is fixed once it was seen."""
    slugs = {row.wish.entry.key: row.wish.slug for row in rows}
    return [{**each, "slug": slugs.get(each["key"], each.get("slug", ""))} for each in answers.get("places", [])]
