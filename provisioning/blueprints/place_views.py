"""What one place began with: saving it as a blueprint, bringing it to a newer version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from provisioning.blueprints import available
from provisioning.blueprints.content import BlueprintRefused
from provisioning.blueprints.forms import SaveForm
from provisioning.blueprints.saving import save_place, take_from
from provisioning.blueprints.updating import origin_of, plan_update
from provisioning.catalog.slugs import slug_of
from provisioning.control_panel import bulk
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.runs import start
from provisioning.control_panel.sections import place_context

if TYPE_CHECKING:
    from django.http import HttpResponse

    from provisioning.control_panel.guard import DeskRequest
    from tenants.models import Tenant

UPDATE = "blueprint"


@panel_view
@require_http_methods(["GET", "POST"])
def of_place(request: DeskRequest, slug: str) -> HttpResponse:
    """What it began with, and the form that saves it as it is now."""
    tenant = request.desk.tenant(slug)
    form = SaveForm(request.POST or None, initial={"title": tenant.name, "slug": slug_of(tenant.name)})
    if request.method == "POST" and form.is_valid():
        try:
            version = save_place(tenant=tenant, by=request.desk.person, **form.cleaned_data)
        except BlueprintRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("blueprints:show", tenant.agency.slug, version.blueprint.slug)
    context = place_context(request, tenant, "blueprint", form=form, **_known(tenant))
    return render(request, "blueprints/of_place.html", context, status=422 if form.errors else 200)


def _known(tenant: Tenant) -> dict[str, Any]:
    origin = origin_of(tenant)
    usable = available(tenant.agency)
    newest = next((each for each in usable if origin and each.name == origin.name), None)
    taken = take_from(tenant=tenant, title=tenant.name)
    pages = sum(len(some) for some in taken.content.recipes.values())
    return {
        "origin": origin,
        "newest": newest,
        "is_behind": bool(origin and newest and newest.version > origin.version),
        "usable": usable,
        "notes": taken.notes,
        "numbers": {"modules": len(taken.content.modules), "topics": len(taken.content.topics), "pages": pages},
    }


@panel_view
@require_http_methods(["GET", "POST"])
def update(request: DeskRequest, slug: str) -> HttpResponse:
    """The trial run of bringing a place to a blueprint; the run itself is a job that can be watched."""
    tenant = request.desk.tenant(slug)
    asked = request.POST if request.method == "POST" else request.GET
    wanted = next((each for each in available(tenant.agency) if each.name == asked.get("auf")), None)
    if wanted is None:
        return redirect("blueprints:of_place", slug)
    action = bulk.action(UPDATE)
    if request.method == "POST" and action is not None:
        return redirect("panel:bulk_run", start(action, [tenant], {"to": wanted.name}, by=request.desk.person).pk)
    changes = plan_update(tenant=tenant, to=wanted.name)
    doing = sum(change.is_done for change in changes)
    context = place_context(request, tenant, "blueprint", wanted=wanted, changes=changes, doing=doing)
    return render(request, "blueprints/update.html", context)
