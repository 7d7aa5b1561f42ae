"""Many places at once: chosen, tried out, done place by place, watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from provisioning.control_panel import bulk
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.listing import Search
from provisioning.control_panel.models import BulkRun, ItemState
from provisioning.control_panel.runs import resume as go_on
from provisioning.control_panel.runs import start, try_out

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from provisioning.control_panel.bulk import Bulk
    from provisioning.control_panel.guard import Desk, DeskRequest
    from tenants.models import Tenant

MOST = 2_000


def chosen(request: DeskRequest) -> QuerySet[Tenant]:
    """The places ticked in the list, or all that the search found."""
    if request.POST.get("alle"):
        return Search.of(request.POST).found(request.desk)
    slugs = [slug[:63].replace("\x00", "") for slug in request.POST.getlist("ort")[:MOST]]
    return request.desk.tenants().filter(slug__in=slugs).order_by("name")


def _action(desk: Desk, name: str) -> Bulk:
    found = bulk.action(name)
    if found is None or not found.in_list or (found.operators_only and not desk.is_operator):
        raise Http404
    return found


@panel_view
@require_POST
def choose(request: DeskRequest) -> HttpResponse:
    """First the dry run; with `do` the run itself begins."""
    action = _action(request.desk, request.POST.get("aktion", ""))
    here = chosen(request)[:MOST]
    form = action.choose(request.POST if "gewaehlt" in request.POST else None) if action.choose else None
    is_chosen = form is None or form.is_valid()
    cleaned = form.cleaned_data if form is not None and is_chosen else {}
    if "do" in request.POST and is_chosen and here:
        return redirect("panel:bulk_run", start(action, here, cleaned, by=request.desk.person).pk)
    lines = try_out(action, here, cleaned) if is_chosen else []
    changing = sum(1 for line in lines if line.will_change)
    context: dict[str, Any] = {"action": action, "form": form, "places": here, "lines": lines, "is_chosen": is_chosen}
    context["changing"] = changing
    return render(request, "panel/bulk.html", context, status=422 if form is not None and form.errors else 200)


def _run(desk: Desk, key: UUID) -> BulkRun:
    mine = BulkRun.objects.all() if desk.is_operator else BulkRun.objects.filter(by_key=desk.person.pk)
    return get_object_or_404(mine, pk=key)


@panel_view
@require_safe
def run(request: DeskRequest, key: UUID) -> HttpResponse:
    """How far a run is; htmx asks for the list again until it has ended."""
    found = _run(request.desk, key)
    items = list(found.items.select_related("tenant").order_by("tenant__name"))
    ended = sum(1 for item in items if item.state != ItemState.WAITING)
    context: dict[str, Any] = {
        "run": found,
        "action": bulk.action(found.action),
        "items": items,
        "counts": found.counts(),
    }
    context["ended"] = ended
    template = "panel/bulk_run.html#progress" if request.htmx else "panel/bulk_run.html"
    return render(request, template, context)


@panel_view
@require_POST
def resume(request: DeskRequest, key: UUID) -> HttpResponse:
    """Try the places again that failed."""
    go_on(_run(request.desk, key))
    return redirect("panel:bulk_run", key)
