"""The modules of one place: on, parked, removed, each with a trial run first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core import registry
from platform_core.place import PlaceKind
from provisioning.blueprints.in_panel import state_of
from provisioning.consequences import consequence_of
from provisioning.control_panel import bulk
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.runs import start
from provisioning.control_panel.sections import place_context
from provisioning.lifecycle import module_exports

if TYPE_CHECKING:
    from django.http import HttpResponse

    from provisioning.control_panel.guard import DeskRequest

#: What can be done, the action that does it, and from which states.
DEEDS = {
    "an": ("module_on", {"", "parked"}),
    "parken": ("module_park", {"on"}),
    "entfernen": ("module_remove", {"on", "parked"}),
}


@panel_view
@require_safe
def modules(request: DeskRequest, slug: str) -> HttpResponse:
    """Each module with its state and what can be done with it."""
    tenant = request.desk.tenant(slug)
    on = {name for name in registry.modules() if state_of(tenant, name) == "on"}
    rows = []
    for name, each in registry.modules().items():
        missing = [str(registry.modules()[other].title) for other in each.requires if other not in on]
        rows.append({"module": each, "state": state_of(tenant, name), "missing": missing})
    more = {"rows": rows, "is_region": tenant.kind == PlaceKind.REGION, "exports": module_exports.listed(tenant)}
    context = place_context(request, tenant, "modules", **more)
    return render(request, "blueprints/modules.html", context)


@panel_view
@require_http_methods(["GET", "POST"])
def module(request: DeskRequest, slug: str, module: str) -> HttpResponse:
    """The trial run for one module; sent, a job does it."""
    tenant = request.desk.tenant(slug)
    asked = request.POST if request.method == "POST" else request.GET
    deed, states = DEEDS.get(asked.get("was", ""), DEEDS["parken"])
    action, found = bulk.action(deed), registry.modules().get(module)
    if found is None or action is None or state_of(tenant, module) not in states:
        raise Http404
    problem = ""
    if request.method == "POST":
        if deed != "module_remove" or request.POST.get("name", "").strip() == tenant.name:
            return redirect("panel:bulk_run", start(action, [tenant], {"module": module}, by=request.desk.person).pk)
        problem = _("Type the name of the place exactly: %(name)s.") % {"name": tenant.name}
    going = consequence_of(tenant, module)
    more = {
        "module": found,
        "going": going,
        "deed": deed,
        "action": action,
        "was": asked.get("was"),
        "problem": problem,
        "days": settings.MODULE_EXPORT_DAYS,
    }
    context = place_context(request, tenant, "modules", **more)
    return render(request, "blueprints/module.html", context, status=422 if problem else 200)
