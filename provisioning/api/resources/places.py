"""Places: the list, one of them, its face and body, its notes, its figures, its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from django.db import transaction
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from platform_core.audit.models import Entry
from platform_core.legal.completeness import missing_in
from provisioning.api import examples
from provisioning.api.changes import change_body, change_face
from provisioning.api.paging import Paging, page_of
from provisioning.api.reach import reach_of
from provisioning.api.schemas import Figures, LogLine, Note, NoteGiven, Page, Place, PlaceGiven, PlaceLine
from provisioning.api.words import late as _
from provisioning.care.figures import collect
from provisioning.control_panel.listing import Search, outdated
from tenants.addresses import place_of
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioning.control_panel.guard import Desk

router = Router(tags=["places"])
type PlaceSlug = Annotated[str, Path(description=_("The place's slug, for example weslarn."), examples=["weslarn"])]


class Wish(Schema):
    """What the list of places is narrowed to, and its order."""

    q: str = Field("", max_length=80, description=_("Words of the name, key, postal code or address."))
    state: str = Field("", max_length=20, description=_("A state, or running, or all."))
    agency: str = Field("", max_length=63, description=_("Slug of an agency."))
    module: str = Field("", max_length=40, description=_("Only places where this module is on."))
    version: Literal["", "old", "new"] = Field("", description=_("Tables older than the platform, or up to date."))
    attention: str = Field("", max_length=40, description=_("Only places that need somebody for this."))
    sort: Literal["name", "agency", "state", "people", "new"] = "name"


@router.get(
    "places",
    response=Page[PlaceLine],
    summary=_("List places"),
    description=_("Those that your access reaches, narrowed as in the control panel. Erased ones only with state=all."),
    openapi_extra=examples.answer({"items": [examples.PLACE_LINE], "total": 1, "next": None}),
)
def list_places(request: HttpRequest, paging: Query[Paging], wish: Query[Wish]) -> dict[str, Any]:
    asked = {"q": wish.q, "status": wish.state, "agentur": wish.agency, "baustein": wish.module}
    asked |= {"version": wish.version, "achtung": wish.attention, "nach": wish.sort}
    found = Search.of(asked).found(cast("Desk", reach_of(request)))  # which it asks for `tenants()` only
    return page_of(request, found, paging, lines_of)


@router.get(
    "places/{slug}",
    response=Place,
    summary=_("One place"),
    description=_("With its ETag, which a change can name in If-Match."),
    openapi_extra=examples.answer(examples.PLACE),
)
def get_place(request: HttpRequest, slug: PlaceSlug) -> dict[str, Any]:
    return shown(reach_of(request).tenant(slug))


@router.patch(
    "places/{slug}",
    response=Place,
    summary=_("Change the face and the body of a place"),
    description=_(
        "Only what is sent changes. Colours and words are those that the place's own people may change, too; a region "
        "file applied later leaves them alone."
    ),
    openapi_extra=examples.asked(examples.PLACE_CHANGE) | examples.answer(examples.PLACE),
)
def change_place(request: HttpRequest, slug: PlaceSlug, given: PlaceGiven) -> dict[str, Any]:
    place = place_of(reach_of(request).tenant(slug))
    with transaction.atomic():
        change_face(place, given)
        change_body(place, given.body)
    return shown(reach_of(request).tenant(slug))


@router.get(
    "places/{slug}/figures",
    response=Figures,
    summary=_("How a place is doing"),
    description=_("Counts and moments without any content, counted anew each hour."),
    openapi_extra=examples.answer(examples.FIGURES),
)
def place_figures(request: HttpRequest, slug: PlaceSlug) -> Any:
    tenant = reach_of(request).tenant(slug)
    return getattr(tenant, "figures", None) or collect(tenant)


@router.get(
    "places/{slug}/notes",
    response=Page[Note],
    summary=_("Notes on a place"),
    description=_("By those who look after it; its people never see them."),
    openapi_extra=examples.answer({"items": [examples.NOTE], "total": 1, "next": None}),
)
def place_notes(request: HttpRequest, slug: PlaceSlug, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, reach_of(request).tenant(slug).notes.all(), paging, list)


@router.post(
    "places/{slug}/notes",
    response={201: Note},
    summary=_("Write a note"),
    openapi_extra=examples.asked({"text": examples.NOTE["text"]}) | examples.answer(examples.NOTE, status=201),
)
def add_place_note(request: HttpRequest, slug: PlaceSlug, given: NoteGiven) -> Status[Any]:
    reach = reach_of(request)
    actor = reach.actor
    return Status(201, reach.tenant(slug).notes.create(text=given.text, by=actor.name[:160], by_key=reach.token.pk))


@router.get(
    "places/{slug}/log",
    response=Page[LogLine],
    summary=_("What was done with a place"),
    description=_("The lines of the platform's log about it, the newest first."),
    openapi_extra=examples.answer({"items": [examples.LOG_LINE], "total": 1, "next": None}),
)
def place_log(request: HttpRequest, slug: PlaceSlug, paging: Query[Paging]) -> dict[str, Any]:
    key = str(reach_of(request).tenant(slug).pk)
    return page_of(request, Entry.objects.filter(subject_key=key), paging, list)


def lines_of(found: Iterable[Tenant]) -> list[dict[str, Any]]:
    """Places as lines of a list; tenants come with their agency, domains and modules."""
    here = list(found)
    old = set(outdated(Tenant.objects.filter(pk__in=[tenant.pk for tenant in here])))
    return [_line(tenant, is_outdated=tenant.pk in old) for tenant in here]


def _line(tenant: Tenant, *, is_outdated: bool) -> dict[str, Any]:
    place = place_of(tenant)
    columns = ("slug", "name", "kind", "subtitle", "state", "ags", "population", "lat", "lon", "created_at")
    return {name: getattr(tenant, name) for name in columns} | {
        "agency": tenant.agency.slug,
        "url": place.url,
        "modules": sorted(place.modules),
        "is_outdated": is_outdated,
    }


def shown(tenant: Tenant) -> dict[str, Any]:
    """A place with everything that is said of it."""
    place = place_of(tenant)
    return lines_of([tenant])[0] | {
        "claim": tenant.claim,
        "state_note": tenant.state_note,
        "parked": sorted(place.parked),
        "look": place.look,
        "body": place.body,
        "missing": [need.field for need in missing_in(place)],
    }
