"""The access itself, and the agencies that it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import Count
from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from provisioning.api import examples, examples_kit
from provisioning.api.paging import Paging, page_of
from provisioning.api.problem import NotThere
from provisioning.api.reach import reach_of
from provisioning.api.schemas import Agency, Me, Page
from provisioning.api.schemas_kit import AgencyGiven
from provisioning.api.words import late as _
from provisioning.control_panel import team
from tenants import models

if TYPE_CHECKING:
    from collections.abc import Iterable

router = Router(tags=["platform"])


@router.get(
    "me",
    response=Me,
    summary=_("What this access may do"),
    openapi_extra=examples.answer(examples.ME),
)
def me(request: HttpRequest) -> dict[str, Any]:
    token = reach_of(request).token
    columns = ("name", "prefix", "scopes", "expires_at")
    return {name: getattr(token, name) for name in columns} | {"agency": token.agency.slug if token.agency else None}


@router.get(
    "agencies",
    response=Page[Agency],
    summary=_("Agencies"),
    description=_("Your own; an access of the platform sees all of them."),
    openapi_extra=examples.answer({"items": [examples.AGENCY], "total": 1, "next": None}),
)
def list_agencies(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, reach_of(request).agencies(), paging, with_places)


@router.get("agencies/{slug}", response=Agency, summary=_("One agency"), openapi_extra=examples.answer(examples.AGENCY))
def get_agency(request: HttpRequest, slug: Annotated[str, Path(examples=["modellorte"])]) -> dict[str, Any]:
    return with_places([reach_of(request).agency(slug)])[0]


@router.post(
    "agencies",
    response={201: Agency},
    summary=_("Make an agency"),
    description=_("For accesses of the whole platform."),
    openapi_extra=examples.asked(examples_kit.AGENCY_GIVEN) | examples.answer(examples.AGENCY, status=201),
)
def make_agency(request: HttpRequest, given: AgencyGiven) -> Status[Any]:
    if not reach_of(request).is_operator:
        raise NotThere
    return Status(201, with_places([team.make_agency(**given.model_dump())])[0])


def with_places(found: Iterable[models.Agency]) -> list[dict[str, Any]]:
    here = list(found)
    counts = dict(
        models.Tenant.objects.filter(agency__in=[agency.pk for agency in here])
        .values_list("agency")
        .annotate(Count("pk"))
    )
    columns = ("slug", "name", "region")
    return [{name: getattr(agency, name) for name in columns} | {"places": counts.get(agency.pk, 0)} for agency in here]
