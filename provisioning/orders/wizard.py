"""The six steps of "New places": what they are called, how far an order is, what each page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provisioning.orders.models import Order

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from platform_core.contract import Text
    from provisioning.control_panel.guard import Desk

#: URL name, title, what it is about.
STEPS: tuple[tuple[str, Text, Text], ...] = (
    ("choose", _("Places"), _("From the catalogue of all municipalities. A whole Kreis takes one tick.")),
    ("blueprint", _("Blueprint"), _("What the places begin with. Everything can be changed later.")),
    ("look", _("Look"), _("We check that everything can be read.")),
    ("addresses", _("Addresses"), _("Suggested from the names. Who looks after a place is invited by mail.")),
    ("plan", pgettext_lazy("step", "Plan"), _("What would happen. Nothing has been changed yet.")),
    ("order", _("Set up"), _("Place by place, while you watch or do something else.")),
)
NAMES = [name for name, _title, _about in STEPS]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the list of steps."""

    number: int
    title: Text
    url: str
    is_now: bool
    is_done: bool


def order_for(desk: Desk, key: UUID) -> Order:
    """One of the orders this desk may see. Raises Http404 for any other, whether it exists or not."""
    return get_object_or_404(orders_for(desk), pk=key)


def orders_for(desk: Desk) -> QuerySet[Order]:
    """All orders for an operator, those of their agencies for anybody else."""
    everything = Order.objects.select_related("agency")
    return everything if desk.is_operator else everything.of_agencies(desk.agencies)


def steps_of(order: Order, now: str) -> list[Step]:
    """The list of steps; those that were reached are links, until the order is submitted."""
    here = NAMES.index(now) + 1
    return [
        Step(
            number=number,
            title=title,
            url=reverse(f"orders:{name}", args=[order.pk]) if order.is_draft and number <= order.step else "",
            is_now=number == here,
            is_done=number < here or (order.is_draft and number < order.step),
        )
        for number, (name, title, _about) in enumerate(STEPS, 1)
    ]


def context_for(order: Order, now: str, **more: Any) -> dict[str, Any]:
    """What every page of the wizard needs."""
    number = NAMES.index(now) + 1
    _name, title, about = STEPS[number - 1]
    places = order.answers.get("places", [])
    return {
        "order": order,
        "steps": steps_of(order, now),
        "step_number": number,
        "step_title": title,
        "step_about": about,
        "chosen": places,
        **more,
    }


def after(now: str) -> str:
    """The URL name of the step after this one."""
    return f"orders:{NAMES[NAMES.index(now) + 1]}"
