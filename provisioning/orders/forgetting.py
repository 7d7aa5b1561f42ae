"""What orders know of the people of a place goes when the place is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from provisioning.orders.models import Order

if TYPE_CHECKING:
    from tenants.models import Tenant

#: Whom an order invites: in what was chosen in the wizard, and in what it comes to.
PEOPLE = ("admins", "admin")


def forget_people(tenant: Tenant) -> int:
    """Take names and addresses of invited people out of every order of the place; how many orders had some."""
    found = Order.objects.filter(Q(places__tenant_id=tenant.pk) | Q(places__slug=tenant.slug)).distinct()
    changed = 0
    for order in found:
        answers, wanted = _without(order.answers, "places", tenant), _without(order.wanted, "place", tenant)
        if (answers, wanted) != (order.answers, order.wanted):
            Order.objects.filter(pk=order.pk).update(answers=answers, wanted=wanted)
            changed += 1
    return changed


def _without(data: dict[str, Any], table: str, tenant: Tenant) -> dict[str, Any]:
    if table not in data:
        return data
    return {**data, table: [_bare(entry) if _is_of(entry, tenant) else entry for entry in data[table]]}


def _is_of(entry: dict[str, Any], tenant: Tenant) -> bool:
    keys = {str(entry.get(name, "")) for name in ("slug", "key", "ags")} - {""}
    return bool(keys & {tenant.slug, tenant.ags})


def _bare(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in PEOPLE}
