"""The plan of a draft, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from platform_core.refusal import Refusal
from provisioning.orders import actions
from provisioning.regions.plan import ADD, CHANGE, SAME
from provisioning.regions.reader import RegionFileError
from provisioning.steps import OrderRefused

if TYPE_CHECKING:
    from provisioning.orders.models import Order

SIGNS = {ADD: "add", CHANGE: "change", SAME: "same"}


def planned(order: Order, problem: str = "") -> dict[str, Any]:
    """Steps with counts of places, or why there is no plan."""
    try:
        order = actions.compiled(order)
        steps = actions.plan_of(order)
    except (Refusal, OrderRefused, RegionFileError) as refused:
        return {"problem": problem or str(refused), "plan": [], "counts": {}, "can_submit": False}
    places = [step for step in steps if step.slug]
    counts = {name: sum(step.sign == sign for step in places) for sign, name in SIGNS.items()}
    in_order = [*places, *(step for step in steps if not step.slug)]
    lines = [{"kind": SIGNS[step.sign], "sign": step.sign.strip() or "=", "step": step} for step in in_order]
    return {"problem": problem, "plan": lines, "counts": counts, "can_submit": bool(places)}
