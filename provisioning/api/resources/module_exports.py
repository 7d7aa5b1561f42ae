"""Exports of modules that were removed from a place. Their content goes to the responsible body, never to a program."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from provisioning.api import examples, examples_life
from provisioning.api.paging import Paging, page_of
from provisioning.api.problem import NotThere
from provisioning.api.reach import reach_of
from provisioning.api.resources.life import Key
from provisioning.api.resources.places import PlaceSlug
from provisioning.api.schemas import Page
from provisioning.api.schemas_life import LinkSent, ModuleExport
from provisioning.api.words import late as _
from provisioning.lifecycle import delivery, module_exports
from provisioning.lifecycle.models import Export

router = Router(tags=["modules"])


@router.get(
    "places/{slug}/module-exports",
    response=Page[ModuleExport],
    summary=_("Exports of removed modules"),
    description=_("Those that are still there, each with the day on which it is deleted."),
    openapi_extra=examples.answer({"items": [examples_life.MODULE_EXPORT], "total": 1, "next": None}),
)
def list_module_exports(request: HttpRequest, slug: PlaceSlug, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, module_exports.kept_of(reach_of(request).tenant(slug)), paging, list)


@router.post(
    "places/{slug}/module-exports/{key}/link",
    response=LinkSent,
    summary=_("Send the link to the export of a removed module"),
    description=_("It goes to the place's admins and its responsible body by mail, never to the one who asked."),
    openapi_extra=examples.answer(examples_life.LINK_SENT),
)
def send_module_export(request: HttpRequest, slug: PlaceSlug, key: Key) -> dict[str, Any]:
    reach = reach_of(request)
    return {"addresses": delivery.send_link(_kept(request, slug, key), by=reach.by())}


@router.delete(
    "places/{slug}/module-exports/{key}",
    response={204: None},
    summary=_("Delete the export of a removed module before its time"),
)
def delete_module_export(request: HttpRequest, slug: PlaceSlug, key: Key) -> Status[None]:
    module_exports.delete(_kept(request, slug, key), by=reach_of(request).by())
    return Status(204, None)


def _kept(request: HttpRequest, slug: str, key: UUID) -> Export:
    """Raises NotThere."""
    found = module_exports.kept_of(reach_of(request).tenant(slug)).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found
