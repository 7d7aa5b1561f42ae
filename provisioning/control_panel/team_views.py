"""People at work in the panel, and the agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.refusal import Refusal
from provisioning.control_panel.forms import AgencyForm, InviteForm
from provisioning.control_panel.guard import operators_only, panel_view
from provisioning.control_panel.team import dismiss, invite, make_agency
from tenants.models import Staff

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from provisioning.control_panel.guard import Desk, DeskRequest


def members(desk: Desk) -> QuerySet[Staff]:
    """Whom one may see and dismiss: everybody for operators, else the members of one's own agencies."""
    everybody = Staff.objects.select_related("person", "agency").order_by("agency__name", "person__name")
    return everybody if desk.is_operator else everybody.filter(agency__in=desk.own)


@panel_view
@require_http_methods(["GET", "POST"])
def team(request: DeskRequest) -> HttpResponse:
    """Who works here, and inviting somebody else."""
    form = InviteForm(request.POST or None, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        agency = request.desk.agency(given["agency"]) if given["agency"] else None
        invite(email=given["email"], name=given["name"], agency=agency, address=request.build_absolute_uri("/"))
        messages.success(request, _("%(name)s gets a mail with the way in.") % {"name": given["name"]})
        return redirect("panel:team")
    context = {"form": form, "members": members(request.desk)}
    return render(request, "panel/team.html", context, status=422 if form.errors else 200)


@panel_view
@require_POST
def leave(request: DeskRequest, key: UUID) -> HttpResponse:
    """End somebody's work in the panel."""
    staff = get_object_or_404(members(request.desk), pk=key)
    try:
        dismiss(staff)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("panel:team")


@operators_only
@require_http_methods(["GET", "POST"])
def agencies(request: DeskRequest) -> HttpResponse:
    """The agencies with their places, and making another one."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            make_agency(**form.cleaned_data)
        except Refusal as refusal:
            form.add_error("slug", str(refusal))
        else:
            return redirect("panel:agencies")
    found = request.desk.agencies.annotate(places=Count("tenants", distinct=True), people=Count("staff", distinct=True))
    return render(request, "panel/agencies.html", {"form": form, "agencies": found}, status=422 if form.errors else 200)
