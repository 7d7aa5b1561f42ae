"""What the panel itself shows about one place: an overview, its look, who answers for it, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core import registry
from platform_core.legal.completeness import missing_in
from platform_core.legal.forms import BodyForm
from platform_core.place import directory
from platform_core.scope import place_scope
from provisioning.control_panel.forms import NoteForm
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.listing import outdated
from provisioning.control_panel.sections import place_context
from tenants.addresses import place_of
from tenants.face import change_face
from tenants.models import Tenant
from theming.face_form import PICTURES
from theming.face_views import PARTS, workshop_context
from theming.workshop import NOT_KEPT, Draft

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.place import Place
    from provisioning.control_panel.guard import DeskRequest


@panel_view
@require_safe
def overview(request: DeskRequest, slug: str) -> HttpResponse:
    """State, facts, what is missing, and the ways on."""
    tenant = request.desk.tenant(slug)
    place = place_of(tenant)
    context = place_context(
        request,
        tenant,
        "overview",
        lacking=missing_in(place),
        module_titles=[str(module.title) for module in registry.modules_of(place)],
        is_outdated=bool(outdated(Tenant.objects.filter(pk=tenant.pk))),
        notes=tenant.notes.all()[:3],
    )
    return render(request, "panel/overview.html", context)


@panel_view
@require_http_methods(["GET", "POST"])
def face(request: DeskRequest, slug: str) -> HttpResponse:
    """Try the look of a place out, with a preview, and keep it. Pictures are uploaded in the place itself."""
    tenant = request.desk.tenant(slug)
    url = reverse("panel:face", args=[slug])
    is_saving = request.method == "POST" and "save" in request.POST
    with place_scope(place_of(tenant)):
        draft = Draft.of(request, with_pictures=False)
        draft.dropped = frozenset(PICTURES)  # the place's own files are not served on this host
        if is_saving and draft.is_good:
            change_face({name: value for name, value in draft.form.cleaned_data.items() if name not in NOT_KEPT})
        context = workshop_context(draft, is_saving=is_saving, face_url=url, with_pictures=False)
    if is_saving and draft.is_good:
        messages.success(request, _("The place has its new face. Everybody sees it from now on."))
        return redirect(url)
    part = PARTS.get(request.GET.get("nur", ""))
    template = f"panel/face.html#{part}" if request.htmx and part else "panel/face.html"
    whole = {**place_context(request, tenant, "face"), **context, "place": place_of(tenant), "at_desk": True}
    return render(request, template, whole, status=422 if is_saving else 200)


@panel_view
@require_http_methods(["GET", "POST"])
def body(request: DeskRequest, slug: str) -> HttpResponse:
    """Who answers for the place in law."""
    tenant = request.desk.tenant(slug)
    place: Place = place_of(tenant)
    form = BodyForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        directory().change_body(place, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("panel:body", slug)
    others = directory().places_sharing_body(place)
    context = place_context(request, tenant, "body", form=form, others=others, lacking=missing_in(place))
    return render(request, "panel/body.html", context, status=422 if form.errors else 200)


@panel_view
@require_http_methods(["GET", "POST"])
def notes(request: DeskRequest, slug: str) -> HttpResponse:
    """Notes on the place by those who look after it."""
    tenant = request.desk.tenant(slug)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = request.desk.person
        tenant.notes.create(text=form.cleaned_data["text"], by=who.public_name, by_key=who.pk)
        return redirect("panel:notes", slug)
    context = place_context(request, tenant, "notes", form=form, notes=tenant.notes.all()[:200])
    return render(request, "panel/notes.html", context, status=422 if form.errors else 200)
