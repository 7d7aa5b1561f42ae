"""The panel: announcements and maintenance windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.refusal import Refusal
from provisioning.care import telling
from provisioning.care.models import Announcement, Maintenance
from provisioning.care.telling_forms import AnnouncementForm, MaintenanceForm
from provisioning.control_panel.guard import panel_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from provisioning.control_panel.guard import Desk, DeskRequest

MOST = 50


def theirs(model: Any, desk: Desk) -> QuerySet[Any]:
    """What somebody may see and end: operators everything, members what their own agency made."""
    found: QuerySet[Any] = model.objects.prefetch_related("tenants").select_related("agency")
    return found if desk.is_operator else found.filter(owner__in=desk.own)


@panel_view
@require_safe
def announcements(request: DeskRequest) -> HttpResponse:
    """What is told and planned, and what was."""
    told, windows = list(theirs(Announcement, request.desk)[:MOST]), list(theirs(Maintenance, request.desk)[:MOST])
    context = {
        "told": [each for each in told if not each.is_over],
        "windows": [each for each in windows if not each.is_over],
        "past": sorted((each for each in (*told, *windows) if each.is_over), key=lambda e: e.ends_at, reverse=True),
    }
    return render(request, "care/announcements.html", context)


@panel_view
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Announce something."""

    def carry_out(form: AnnouncementForm) -> None:
        wanted = {
            name: form.cleaned_data[name] for name in ("text", "text_en", "tone", "audience", "starts_at", "ends_at")
        }
        telling.announce(reach=form.reach_wanted(), **wanted)
        messages.success(request, _("The announcement is set. Pages show it from its beginning to its end."))

    return _form(request, AnnouncementForm, _("New announcement"), carry_out)


@panel_view
@require_http_methods(["GET", "POST"])
def new_maintenance(request: DeskRequest) -> HttpResponse:
    """Plan a maintenance window."""

    def carry_out(form: MaintenanceForm) -> None:
        wanted = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "announced_at", "note")}
        telling.plan_maintenance(reach=form.reach_wanted(), **wanted)
        messages.success(request, _("The window is planned. The places close and open by themselves."))

    return _form(request, MaintenanceForm, _("Plan maintenance"), carry_out)


def _form(request: DeskRequest, form_class: Any, title: str, carry_out: Callable[[Any], None]) -> HttpResponse:
    chosen = {"places": request.GET.getlist("ort")}
    form = form_class(request.POST or None, desk=request.desk, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(form)
            return redirect("care:announcements")
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "form_title": title}
    return render(request, "care/announcement_form.html", context, status=422 if form.errors else 200)


@panel_view
@require_POST
def end(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take an announcement away."""
    telling.end_announcement(announcement=get_object_or_404(theirs(Announcement, request.desk), pk=key))
    messages.success(request, _("The announcement is gone from all pages."))
    return redirect("care:announcements")


@panel_view
@require_POST
def cancel(request: DeskRequest, key: UUID) -> HttpResponse:
    """Call a maintenance window off."""
    telling.cancel_maintenance(maintenance=get_object_or_404(theirs(Maintenance, request.desk), pk=key))
    messages.success(request, _("The maintenance is called off."))
    return redirect("care:announcements")
