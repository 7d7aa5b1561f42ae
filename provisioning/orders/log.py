"""The lines of the platform's log that an order brought about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from platform_core.audit.models import Entry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from provisioning.control_panel.guard import Desk
    from provisioning.orders.models import Order


def lines_of(order: Order, desk: Desk) -> QuerySet[Entry]:
    """Its own lines, those about its places while it was carried out, and those about what was taken back.

    A place that went to another agency since shows this desk nothing.
    """
    ours = desk.tenants().order_by().filter(pk__in=order.places.values("tenant_id"))
    keys = [str(key) for key in ours.values_list("pk", flat=True)]
    meanwhile = Q(at__gte=order.submitted_at or order.created_at, at__lte=order.done_at or timezone.now())
    taken_back = Q(action="place.rolled_back", before__order=str(order.pk))
    return Entry.objects.filter(Q(subject_key=str(order.pk)) | (Q(subject_key__in=keys) & meanwhile) | taken_back)
