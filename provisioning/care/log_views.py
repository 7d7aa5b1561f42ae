"""The platform's log: everything for operators, the lines about their own places for agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.audit.models import Entry
from platform_core.audit.reading import as_csv, log_context
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.sections import place_context

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from provisioning.control_panel.guard import Desk, DeskRequest


def lines_for(desk: Desk, slug: str = "") -> QuerySet[Entry]:
    """The lines that somebody may read; with a slug those about one of their places. Raises Http404 for another one."""
    if slug:
        return Entry.objects.filter(subject_key=str(desk.tenant(slug).pk))
    if desk.is_operator:
        return Entry.objects.all()
    keys = [str(key) for key in (*desk.tenants().order_by().values_list("pk", flat=True), *desk.own)]
    return Entry.objects.filter(subject_key__in=keys)


@panel_view
@require_safe
def log(request: DeskRequest) -> HttpResponse:
    """All lines, narrowed as asked; `?als=csv` gives them as a table."""
    chosen = request.GET.get("ort", "").replace("\x00", "?")
    entries = lines_for(request.desk, chosen)
    if request.GET.get("als") == "csv":
        return as_csv(entries, request.GET, "protokoll.csv")
    places = request.desk.tenants().order_by("name").values_list("slug", "name")
    context = {**log_context(entries, request.GET), "places": list(places), "chosen": chosen}
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
