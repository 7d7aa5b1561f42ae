"""All orders, and one of them while it is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.refusal import Refusal
from provisioning.control_panel.guard import panel_view
from provisioning.orders import actions, rollback
from provisioning.orders.models import State
from provisioning.orders.progress import progress_of
from provisioning.orders.stream import events
from provisioning.orders.wizard import context_for, order_for, orders_for

if TYPE_CHECKING:
    from uuid import UUID

    from provisioning.control_panel.guard import DeskRequest
    from provisioning.orders.models import Order, OrderPlace

PER_PAGE = 25


@panel_view
@require_safe
def order_list(request: DeskRequest) -> HttpResponse:
    """What was ordered, the newest first."""
    orders = (
        orders_for(request.desk)
        .annotate(
            total=Count("places"),
            done=Count("places", filter=Q(places__state=State.DONE)),
            stopped=Count("places", filter=Q(places__state=State.FAILED)),
        )
        .order_by("-created_at", "-pk")
    )
    page = Paginator(orders, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "orders/list.html", {"page": page})


@panel_view
@require_safe
def order(request: DeskRequest, key: UUID) -> HttpResponse:
    """How far an order is, place by place."""
    found = order_for(request.desk, key)
    if found.is_draft:
        return redirect("orders:choose", found.pk)
    return render(request, "orders/order.html", context_for(found, "order", progress=progress_of(found)))


@panel_view
@require_safe
def stream(request: DeskRequest, key: UUID) -> HttpResponse:
    """The same as server-sent events; ends with the order, or after half a minute for a new connection."""
    found = order_for(request.desk, key)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Encoding": "identity"}
    content = events(found.pk, get_language() or "de")
    # A stream passes the guard as any other answer does.
    return StreamingHttpResponse(content, content_type="text/event-stream", headers=headers)  # type: ignore[return-value]


@panel_view
@require_POST
def resume(request: DeskRequest, key: UUID) -> HttpResponse:
    """Try again what has stopped: one place, or all."""
    found = order_for(request.desk, key)
    try:
        count = actions.resume(found, place=_place(request, found))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(count)d place goes on.", "%(count)d places go on.", count) % {"count": count}
        messages.success(request, said)
    return redirect("orders:order", found.pk)


@panel_view
@require_POST
def roll_back(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take back what the order made new: one place, or all."""
    found = order_for(request.desk, key)
    place, reason = _place(request, found), request.POST.get("reason", "").replace("\x00", "")[:300]
    try:
        if place is not None:
            rollback.roll_back(place=place, reason=reason)
        else:
            rollback.roll_back_order(order=found, reason=reason)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is taken back.") % {"name": place or found})
    return redirect("orders:order", found.pk)


def _place(request: DeskRequest, order: Order) -> OrderPlace | None:
    """The place that is meant; none means the whole order. Raises Http404 for a place that is not in it."""
    slug = request.POST.get("place", "").replace("\x00", "")[:63]
    return get_object_or_404(order.places.select_related("order"), slug=slug) if slug else None
