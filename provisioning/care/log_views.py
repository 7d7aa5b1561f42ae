"""The platform's log: everything for operators, the lines about their own places for agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.audit.models import Entry
from platform_core.audit.reading import as_csv, log_context
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.sections import place_context
from provisioning.orders.log import lines_of
from provisioning.orders.wizard import order_for

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from provisioning.control_panel.guard import Desk, DeskRequest
    from provisioning.orders.models import Order


def lines_for(desk: Desk, slug: str = "") -> QuerySet[Entry]:
    """The lines that somebody may read; with a slug those about one of their places. Raises Http404 for another one."""
    if slug:
        return Entry.objects.filter(subject_key=str(desk.tenant(slug).pk))
    if desk.is_operator:
        return Entry.objects.all()
    keys = [str(key) for key in (*desk.tenants().order_by().values_list("pk", flat=True), *desk.own)]
    return Entry.objects.filter(subject_key__in=keys)


def chosen_order(request: DeskRequest) -> Order | None:
    """The order whose lines are asked for. Raises Http404 for one of somebody else, and for what is none."""
    asked = request.GET.get("auftrag", "")
    if not asked:
        return None
    try:
        return order_for(request.desk, UUID(asked))
    except ValueError as strange:
        raise Http404 from strange


@panel_view
@require_safe
def log(request: DeskRequest) -> HttpResponse:
    """All lines, narrowed as asked to a place or an order; `?als=csv` gives them as a table."""
    chosen, order = request.GET.get("ort", "").replace("\x00", "?"), chosen_order(request)
    entries = lines_for(request.desk, chosen)
    if order is not None:
        ours = lines_of(order, request.desk)
        entries = entries & ours if chosen else ours
    if request.GET.get("als") == "csv":
        return as_csv(entries, request.GET, "protokoll.csv")
    places = request.desk.tenants().order_by("name").values_list("slug", "name")
    context = {**log_context(entries, request.GET), "places": list(places), "chosen": chosen, "order": order}
    if order is not None:
        context["is_filtered"] = True
    return render(request, "care/log.html", context)


@panel_view
@require_safe
def log_of_place(request: DeskRequest, slug: str) -> HttpResponse:
    """The platform's lines about one place."""
    tenant = request.desk.tenant(slug)
    entries = lines_for(request.desk, slug)
    if request.GET.get("als") == "csv":
        return as_csv(entries, request.GET, f"protokoll-{slug}.csv")
    return render(
        request, "care/log_of_place.html", place_context(request, tenant, "log", **log_context(entries, request.GET))
    )
