"""Modules of a place: which it has, what would go away, and switching them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Path, Router, Status

from platform_core import registry
from provisioning import switch
from provisioning.api import examples
from provisioning.api.problem import NotThere, Problem
from provisioning.api.reach import reach_of
from provisioning.api.resources.many import begin
from provisioning.api.resources.many import shown as shown_run
from provisioning.api.resources.places import PlaceSlug
from provisioning.api.samples import ONE
from provisioning.api.schemas import Module, ModuleDetail, ModuleDone, ModuleGiven
from provisioning.api.schemas_many import BulkRun
from provisioning.api.words import late as _
from provisioning.control_panel import bulk
from tenants.addresses import TenantDirectory, place_of

if TYPE_CHECKING:
    from platform_core.place import Place
    from provisioning.control_panel.models import BulkRun as BulkRunRow
    from tenants.models import Tenant

router = Router(tags=["modules"])
type ModuleName = Annotated[str, Path(description=_("The module's name."), examples=[ONE])]


@router.get(
    "places/{slug}/modules",
    response=list[Module],
    summary=_("Modules of a place"),
    description=_("All that there are, with the state of each here."),
    openapi_extra=examples.answer([examples.MODULE]),
)
def place_modules(request: HttpRequest, slug: PlaceSlug) -> list[dict[str, Any]]:
    place = place_of(reach_of(request).tenant(slug))
    return [shown(name, place) for name in registry.modules()]


@router.get(
    "places/{slug}/modules/{name}",
    response=ModuleDetail,
    summary=_("One module of a place"),
    description=_("With what would go away if it were switched off."),
    openapi_extra=examples.answer(examples.MODULE | {"consequence": examples.CONSEQUENCE}),
)
def place_module(request: HttpRequest, slug: PlaceSlug, name: ModuleName) -> dict[str, Any]:
    tenant = known(request, slug, name)
    return shown(name, place_of(tenant)) | {"consequence": asdict(switch.consequence(slug, name))}


@router.post(
    "places/{slug}/modules/{name}",
    response={200: ModuleDone, 202: BulkRun},
    summary=_("Switch a module on or off, or remove it"),
    description=_(
        "on makes its tables where they are missing; parked switches it off and keeps its data; absent removes it with "
        "all its data, exported first, by a job that the answer names."
    ),
    openapi_extra=examples.asked({"state": "parked", "dry_run": True}) | examples.answer(examples.MODULE_DONE),
)
def switch_module(request: HttpRequest, slug: PlaceSlug, name: ModuleName, given: ModuleGiven) -> Status[Any]:
    tenant = known(request, slug, name)
    before = state_of(name, place_of(tenant))
    going = None if given.state == "on" else asdict(switch.consequence(slug, name))
    changed = before != given.state
    if not given.dry_run and given.state == "absent":
        return Status(202, shown_run(removing(request, tenant, name, given)))
    if not given.dry_run:
        changed = switch.switch_on(slug, name) if given.state == "on" else switch.park(slug, name)
        TenantDirectory.forget()
    now = state_of(name, place_of(reach_of(request).tenant(slug)))
    done = {"name": name, "state": now, "changed": changed, "dry_run": given.dry_run, "consequence": going}
    return Status(200, done)


def removing(request: HttpRequest, tenant: Tenant, name: str, given: ModuleGiven) -> BulkRunRow:
    """A run that removes it. Raises Problem without the name of the place, and for what is not there."""
    if given.name.strip() != tenant.name:
        detail = gettext("Type the name of the place exactly: %(name)s.") % {"name": tenant.name}
        raise Problem("invalid", detail, errors=[{"pointer": "/name", "detail": detail}])
    action = bulk.action("module_remove")
    if action is None or state_of(name, place_of(tenant)) == "absent":
        raise Problem("conflict", gettext("This place does not have the module."))
    return begin(reach_of(request), action, [tenant], {"module": name})


def known(request: HttpRequest, slug: str, name: str) -> Tenant:
    """The tenant. Raises NotThere for a place or a module that there is not."""
    tenant = reach_of(request).tenant(slug)
    if name not in registry.modules():
        raise NotThere
    return tenant


def state_of(name: str, place: Place) -> str:
    return "on" if name in place.modules else "parked" if name in place.parked else "absent"


def shown(name: str, place: Place) -> dict[str, Any]:
    module = registry.modules()[name]
    facts = {"name": name, "title": str(module.title), "summary": str(module.summary)}
    return facts | {"requires": list(module.requires), "state": state_of(name, place)}
