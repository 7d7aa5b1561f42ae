"""The panel: who works in a place, the places that one works in oneself, and entering a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.place import WITHOUT_TABLES
from platform_core.refusal import Refusal
from platform_core.scope import place_scope
from platform_core.web.signin import person_of
from provisioning.care import caring, invitations, passes
from provisioning.care.forms import CareForm, EntryForm, InviteForm
from provisioning.care.mine import carer_view, cares_of, letting_out, my_places
from provisioning.care.models import Pass, Purpose
from provisioning.care.people import people_here
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.sections import place_context
from tenants.addresses import place_of

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.web.request import Request
    from provisioning.control_panel.guard import DeskRequest
    from tenants.models import Tenant

SEE_OTHER = 303


@carer_view
@require_safe
def mine(request: Request) -> HttpResponse:
    """The places that one works in, with numbers and no content."""
    rows = my_places(person_of(request))
    places = [row.place for row in rows]
    response = render(request, "care/mine.html", {"rows": rows, "places_of_rows": places})
    return letting_out(response, places)


@carer_view
@require_POST
def open_place(request: Request, key: UUID) -> HttpResponse:
    """Hand over to one of one's own places."""
    care = get_object_or_404(cares_of(person_of(request)).select_related("tenant"), pk=key)
    try:
        return HttpResponseRedirect(passes.hand_over(care=care), status=SEE_OTHER)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("care:mine")


@panel_view
@require_safe
def people(request: DeskRequest, slug: str) -> HttpResponse:
    """Who works in a place: its admins, people from outside, who was invited. No residents."""
    return _people(request, request.desk.tenant(slug))


def _people(request: DeskRequest, tenant: Tenant, **forms: Any) -> HttpResponse:
    found = []
    if tenant.state not in WITHOUT_TABLES:
        with place_scope(place_of(tenant)):
            found = people_here()
    more = {
        "people": found,
        "admins": sum(each.is_admin for each in found),
        "cares": tenant.carers.select_related("person").order_by("person__name"),
        "invitations": tenant.invitations.order_by("-made_at"),
        "invite_form": forms.get("invite", InviteForm()),
        "care_form": forms.get("care", CareForm()),
        "problem": forms.get("problem", ""),
    }
    wrong = forms.get("problem") or any(getattr(form, "errors", None) for form in forms.values())
    return render(
        request,
        "care/panel_people.html",
        place_context(request, tenant, "people", **more),
        status=422 if wrong else 200,
    )


@panel_view
@require_POST
def invite(request: DeskRequest, slug: str) -> HttpResponse:
    """Ask somebody by mail to become an admin."""
    tenant = request.desk.tenant(slug)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, tenant, invite=form)
    try:
        made = invitations.invite(tenant=tenant, **form.cleaned_data)
    except Refusal as refused:
        return _people(request, tenant, invite=form, problem=str(refused))
    messages.success(request, _("%(email)s gets a mail with a link that holds for 14 days.") % {"email": made.email})
    return redirect("care:people", slug)


@panel_view
@require_POST
def withdraw_invitation(request: DeskRequest, slug: str, key: UUID) -> HttpResponse:
    """The link in the mail is good no more."""
    invitations.withdraw(invitation=get_object_or_404(request.desk.tenant(slug).invitations.waiting(), pk=key))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("care:people", slug)


@panel_view
@require_POST
def give_care(request: DeskRequest, slug: str) -> HttpResponse:
    """Let somebody work in this place from outside."""
    tenant = request.desk.tenant(slug)
    form = CareForm(request.POST)
    if not form.is_valid():
        return _people(request, tenant, care=form)
    wanted = form.cleaned_data
    try:
        person = caring.person_of_platform(email=wanted["email"], name=wanted["name"])
        caring.give_care(person=person, tenant=tenant, role=wanted["role"], department=wanted["department"])
    except Refusal as refused:
        return _people(request, tenant, care=form, problem=str(refused))
    messages.success(request, _("%(name)s works in %(place)s from now on.") % {"name": person, "place": tenant.name})
    return redirect("care:people", slug)


@panel_view
@require_POST
def end_care(request: DeskRequest, slug: str, key: UUID) -> HttpResponse:
    """End somebody's work in this place, at once."""
    caring.end_care(care=get_object_or_404(request.desk.tenant(slug).carers, pk=key))
    messages.success(request, _("That has ended: the role and all sessions in the place are gone."))
    return redirect("care:people", slug)


@panel_view
@require_http_methods(["GET", "POST"])
def enter(request: DeskRequest, slug: str) -> HttpResponse:
    """Look into a place as one of its people, with a reason and for half an hour at most."""
    tenant = request.desk.tenant(slug)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            address = passes.enter(person=request.desk.person, tenant=tenant, reason=form.cleaned_data["reason"])
            return HttpResponseRedirect(address, status=SEE_OTHER)
        except Refusal as refused:
            form.add_error("reason", str(refused))
    visits = Pass.objects.filter(tenant=tenant, purpose=Purpose.ENTRY, used_at__isnull=False)
    more = {"form": form, "visits": visits.select_related("person").order_by("-used_at")[:20]}
    context = place_context(request, tenant, "entering", **more)
    response = render(request, "care/panel_enter.html", context, status=422 if form.errors else 200)
    return letting_out(response, [place_of(tenant)])
