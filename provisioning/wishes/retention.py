"""What a municipality asked for goes when its place is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioning.orders.models import OrderPlace
from provisioning.wishes.models import Wish

if TYPE_CHECKING:
    from tenants.models import Tenant


def forget_wishes(tenant: Tenant) -> int:
    """Delete the wishes that became this place; how many there were."""
    orders = OrderPlace.objects.filter(tenant_id=tenant.pk).values("order_id")
    return Wish.objects.filter(order_key__in=orders).delete()[0]
