"""Blueprints: those there are, saving a place as one, sharing, and what bringing a place to one would change."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Path, Query, Router, Status

from provisioning import blueprints
from provisioning.api import examples, examples_kit
from provisioning.api.problem import NotThere, Problem, one_of
from provisioning.api.reach import Reach, reach_of
from provisioning.api.resources.places import PlaceSlug
from provisioning.api.schemas_kit import (
    Blueprint,
    BlueprintDetail,
    BlueprintGiven,
    Change,
    PlaceAsBlueprint,
    SharesGiven,
)
from provisioning.api.words import late as _
from provisioning.blueprints.files import as_json, read_file
from provisioning.blueprints.models import BlueprintVersion, SavedBlueprint
from provisioning.blueprints.saving import save_blueprint, save_place, share
from provisioning.blueprints.updating import plan_update
from tenants.models import Agency

router = Router(tags=["blueprints"])
type Owner = Annotated[str, Path(description=_("Slug of its agency."), examples=["modellorte"])]
type Name = Annotated[str, Path(examples=["unser-dorf"])]


@router.get(
    "blueprints",
    response=list[Blueprint],
    summary=_("Blueprints"),
    description=_("What new places can begin with: ours, your agency's, and those that others share."),
    openapi_extra=examples.answer([examples_kit.BLUEPRINT]),
)
def list_blueprints(request: HttpRequest) -> list[Any]:
    reach = reach_of(request)
    return blueprints.available_to(None if reach.is_operator else reach.agencies())


@router.get(
    "blueprints/{name}",
    response=BlueprintDetail,
    summary=_("One of our blueprints"),
    openapi_extra=examples.answer(examples_kit.BLUEPRINT | {"content": examples_kit.CONTENT}),
)
def get_blueprint(request: HttpRequest, name: Annotated[str, Path(examples=["village"])]) -> dict[str, Any]:
    if name not in blueprints.names():
        raise NotThere
    return _detail(blueprints.blueprint(name))


@router.get(
    "blueprints/{owner}/{name}",
    response=BlueprintDetail,
    summary=_("A saved blueprint in its newest version"),
    openapi_extra=examples.answer(examples_kit.SAVED | {"content": examples_kit.CONTENT}),
)
def get_saved_blueprint(request: HttpRequest, owner: Owner, name: Name) -> dict[str, Any]:
    saved = _saved(reach_of(request), owner, name)
    return _detail(blueprints.blueprint(saved.name, saved.agency.slug))


@router.post(
    "blueprints",
    response={201: Blueprint},
    summary=_("Upload a blueprint"),
    description=_("A new one of an agency, or its next version. A GET of a blueprint shows how one is written."),
    openapi_extra=examples.asked(examples_kit.GIVEN) | examples.answer(examples_kit.SAVED, status=201),
)
def upload_blueprint(request: HttpRequest, given: BlueprintGiven) -> Status[Any]:
    reach = reach_of(request)
    agency = reach.agency(given.agency)
    content = read_file("content.json", json.dumps(given.content).encode())
    by = reach.token.made_by
    saved = save_blueprint(agency=agency, slug=given.slug, content=content, note=given.note, by=by)
    return Status(201, _of(saved))


@router.post(
    "places/{slug}/blueprint",
    response={201: Blueprint},
    summary=_("Save a place as a blueprint"),
    description=_("Its set-up, topics and pages; nothing of its people. The same name again makes a new version."),
    openapi_extra=examples.asked(examples_kit.FROM_PLACE) | examples.answer(examples_kit.SAVED, status=201),
)
def save_place_as_blueprint(request: HttpRequest, slug: PlaceSlug, given: PlaceAsBlueprint) -> Status[Any]:
    reach = reach_of(request)
    tenant = reach.tenant(slug)
    return Status(201, _of(save_place(tenant=tenant, by=reach.token.made_by, **given.model_dump())))


@router.put(
    "blueprints/{owner}/{name}/shares",
    response=Blueprint,
    summary=_("Say who else may use a blueprint"),
    openapi_extra=examples.asked(examples_kit.SHARES) | examples.answer(examples_kit.SAVED),
)
def share_blueprint(request: HttpRequest, owner: Owner, name: Name, given: SharesGiven) -> Any:
    reach = reach_of(request)
    saved = _saved(reach, owner, name)
    reach.agency(saved.agency.slug)  # only its own agency may
    whose = list(Agency.objects.filter(slug__in=given.agencies))
    if missing := sorted(set(given.agencies) - {agency.slug for agency in whose}):
        detail = gettext("There is no such agency.")
        errors = [{"pointer": "/agencies", "detail": f"{', '.join(missing[:10])}: {detail}"}]
        raise Problem("invalid", detail, errors=errors)
    share(blueprint=saved, with_agencies=whose, is_for_all=given.is_for_all)
    return blueprints.blueprint(saved.name, saved.agency.slug)


@router.get(
    "places/{slug}/blueprint/update",
    response=list[Change],
    summary=_("What bringing a place to a blueprint would change"),
    description=_("POST bulk with the act “blueprint” does it."),
    openapi_extra=examples.answer([examples_kit.CHANGE]),
)
def plan_blueprint_update(
    request: HttpRequest,
    slug: PlaceSlug,
    to: Annotated[str, Query(max_length=130, description=_("Name of a blueprint."), examples=["village"])],
) -> list[dict[str, Any]]:
    tenant = reach_of(request).tenant(slug)
    if to.partition("@")[0] not in {each.name for each in blueprints.available(tenant.agency)}:
        raise NotThere
    return [
        {"sign": each.sign.value, "part": each.part, "title": each.title, "why": str(each.why)}
        for each in plan_update(tenant=tenant, to=to)
    ]


def _saved(reach: Reach, owner: str, name: str) -> SavedBlueprint:
    """One that the token's agencies own or may use. Raises NotThere."""
    seen = SavedBlueprint.objects.visible_to(reach.agencies()).select_related("agency")
    return one_of(seen, agency__slug=owner, slug=name)


def _of(version: BlueprintVersion) -> blueprints.Blueprint:
    saved = version.blueprint
    return blueprints.blueprint(saved.name, saved.agency.slug)


def _detail(plan: blueprints.Blueprint) -> dict[str, Any]:
    columns = ("name", "title", "summary", "version", "credit", "modules")
    return {name: getattr(plan, name) for name in columns} | {"content": json.loads(as_json(plan.content))}
