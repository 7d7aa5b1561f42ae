"""The catalogue of places, and what is ready to begin with: blueprints and modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from platform_core.audit.record import record
from provisioning.api import examples
from provisioning.api.problem import Problem, one_of
from provisioning.api.reach import reach_of
from provisioning.api.schemas import Entry, PartGiven
from provisioning.api.words import late as _
from provisioning.catalog import search as finding
from provisioning.catalog.parts import PartRefused, add_part
from provisioning.models import CatalogEntry, Level
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioning.api.reach import Reach

router = Router(tags=["catalog"])
MOST = 100
AROUND = ("municipality", "district", "association")

type LevelName = Literal["municipality", "district", "association", "part"]


@router.get(
    "catalog",
    response=list[Entry],
    summary=_("Search the catalogue"),
    description=_(
        "All municipalities of Germany with their Kreise and associations, and the Ortsteile of your agency: by name, "
        "official key, postal code, Kreis or Land, however they are spelt. The best match comes first."
    ),
    openapi_extra=examples.answer([examples.ENTRY]),
)
def search_catalog(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=1, max_length=120, description=_("What to look for."), examples=["Preetz"])],
    level: Annotated[LevelName | None, Query(description=_("Only of this sort."))] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
) -> list[dict[str, Any]]:
    reach = reach_of(request)
    levels = (Level(level),) if level else finding.LEVELS
    return shown(finding.search(q, levels=levels, agency=reach.token.agency_id, limit=limit), reach)


@router.post(
    "catalog/parts",
    response={201: Entry},
    summary=_("Add an Ortsteil"),
    description=_("Below a municipality, for your agency alone. The same name again changes its facts."),
    openapi_extra=examples.asked(examples.PART) | examples.answer(examples.PART_ENTRY, status=201),
)
def add_catalog_part(request: HttpRequest, given: PartGiven) -> Status[Any]:
    reach = reach_of(request)
    agency = reach.agency(given.agency)
    facts = given.model_dump(include={"population", "lat", "lon", "postal_code"}, exclude_none=True)
    try:
        with transaction.atomic():
            part = add_part(agency, given.municipality, given.name, **facts)
            record("part.added", subject=part.name, key=part.key, after={"agency": agency.slug, **facts})
    except PartRefused as refused:
        raise Problem("invalid", str(refused)) from refused
    return Status(201, shown([part], reach)[0])


@router.get(
    "catalog/{path:key}",
    response=Entry,
    summary=_("One row of the catalogue"),
    openapi_extra=examples.answer(examples.ENTRY),
)
def catalog_entry(
    request: HttpRequest,
    key: Annotated[str, Path(description=_("Official key, or that of an Ortsteil."), examples=["01057057"])],
) -> dict[str, Any]:
    reach = reach_of(request)
    found = one_of(finding.there(reach.token.agency_id).select_related(*AROUND), key=key)
    return shown([found], reach)[0]


def shown(entries: Iterable[CatalogEntry], reach: Reach) -> list[dict[str, Any]]:
    """Rows as documents, with the token's places of each."""
    entries = list(entries)
    ours: dict[str, list[str]] = {}
    here = Tenant.objects.filter(pk__in=reach.tenants().values("pk"), ags__in=[entry.key for entry in entries])
    for ags, slug in here.order_by("slug").values_list("ags", "slug"):
        ours.setdefault(ags, []).append(slug)
    columns: tuple[str, ...] = (
        "key",
        "level",
        "name",
        "official_name",
        "kind",
        "where",
        "land",
        "postal_code",
        "population",
    )
    columns += ("area_km2", "lat", "lon", "can_be_provisioned")
    return [{name: getattr(entry, name) for name in columns} | {"places": ours.get(entry.key, [])} for entry in entries]
