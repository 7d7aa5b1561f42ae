"""Announcements and maintenance windows, the people who look after a place, its figures counted anew, its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Path, Query, Router, Status

from provisioning.api import examples, examples_care
from provisioning.api.paging import Paging, page_of
from provisioning.api.problem import NotThere, Problem, one_of
from provisioning.api.reach import Reach, reach_of
from provisioning.api.resources.places import PlaceSlug
from provisioning.api.schemas import Figures, Page
from provisioning.api.schemas_care import (
    Announcement,
    AnnouncementGiven,
    CareGiven,
    Carer,
    Invitation,
    InvitationGiven,
    Maintenance,
    MaintenanceGiven,
    People,
    PlaceJob,
    ReachGiven,
)
from provisioning.api.words import late as _
from provisioning.care import caring, figures, invitations, models, telling, usage

if TYPE_CHECKING:
    from django.db.models import QuerySet

TOLD, PEOPLE = ["announcements"], ["people"]
router = Router(tags=PEOPLE)
type Key = Annotated[UUID, Path(examples=[examples.KEY])]


@router.get(
    "announcements",
    response=Page[Announcement],
    summary=_("Announcements"),
    openapi_extra=examples.answer({"items": [examples_care.ANNOUNCEMENT], "total": 1, "next": None}),
    tags=TOLD,
)
def list_announcements(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, theirs(models.Announcement, request), paging, lambda rows: [told(row) for row in rows])


@router.post(
    "announcements",
    response={201: Announcement},
    summary=_("Tell people in places something"),
    openapi_extra=examples.asked(examples_care.ANNOUNCEMENT_GIVEN)
    | examples.answer(examples_care.ANNOUNCEMENT, status=201),
    tags=TOLD,
)
def announce(request: HttpRequest, given: AnnouncementGiven) -> Status[Any]:
    wanted = given.model_dump(exclude={"places", "agency", "everywhere"})
    made = telling.announce(reach=places_meant(reach_of(request), given), **wanted)
    return Status(201, told(made))


@router.delete("announcements/{key}", response={204: None}, summary=_("Take an announcement away"), tags=TOLD)
def end_announcement(request: HttpRequest, key: Key) -> Status[None]:
    telling.end_announcement(announcement=one_of(theirs(models.Announcement, request), pk=key))
    return Status(204, None)


@router.get(
    "maintenance",
    response=Page[Maintenance],
    summary=_("Maintenance windows"),
    openapi_extra=examples.answer({"items": [examples_care.MAINTENANCE], "total": 1, "next": None}),
    tags=TOLD,
)
def list_maintenance(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, theirs(models.Maintenance, request), paging, lambda rows: [told(row) for row in rows])


@router.post(
    "maintenance",
    response={201: Maintenance},
    summary=_("Plan a maintenance window"),
    description=_("The places close and open by themselves."),
    openapi_extra=examples.asked(examples_care.MAINTENANCE_GIVEN)
    | examples.answer(examples_care.MAINTENANCE, status=201),
    tags=TOLD,
)
def plan_maintenance(request: HttpRequest, given: MaintenanceGiven) -> Status[Any]:
    wanted = given.model_dump(exclude={"places", "agency", "everywhere"})
    made = telling.plan_maintenance(reach=places_meant(reach_of(request), given), **wanted)
    return Status(201, told(made))


@router.delete("maintenance/{key}", response={204: None}, summary=_("Call a maintenance window off"), tags=TOLD)
def cancel_maintenance(request: HttpRequest, key: Key) -> Status[None]:
    telling.cancel_maintenance(maintenance=one_of(theirs(models.Maintenance, request), pk=key))
    return Status(204, None)


@router.get(
    "places/{slug}/people",
    response=People,
    summary=_("Who looks after a place from outside"),
    openapi_extra=examples.answer(examples_care.PEOPLE),
)
def list_people(request: HttpRequest, slug: PlaceSlug) -> dict[str, Any]:
    tenant = reach_of(request).tenant(slug)
    carers = tenant.carers.select_related("person").order_by("person__name", "pk")
    return {"carers": [carer_of(each) for each in carers], "invitations": tenant.invitations.order_by("-made_at")}


@router.post(
    "places/{slug}/invitations",
    response={201: Invitation},
    summary=_("Invite somebody to look after a place"),
    description=_("By mail; the link in it holds for 14 days."),
    openapi_extra=examples.asked(examples_care.INVITATION_GIVEN)
    | examples.answer(examples_care.INVITATION, status=201),
)
def invite(request: HttpRequest, slug: PlaceSlug, given: InvitationGiven) -> Status[Any]:
    return Status(201, invitations.invite(tenant=reach_of(request).tenant(slug), **given.model_dump()))


@router.delete("places/{slug}/invitations/{key}", response={204: None}, summary=_("Withdraw an invitation"))
def withdraw_invitation(request: HttpRequest, slug: PlaceSlug, key: Key) -> Status[None]:
    invitations.withdraw(invitation=one_of(reach_of(request).tenant(slug).invitations.waiting(), pk=key))
    return Status(204, None)


@router.post(
    "places/{slug}/carers",
    response={201: Carer},
    summary=_("Let somebody of the platform work in a place"),
    openapi_extra=examples.asked(examples_care.CARE_GIVEN) | examples.answer(examples_care.CARER, status=201),
)
def give_care(request: HttpRequest, slug: PlaceSlug, given: CareGiven) -> Status[Any]:
    tenant = reach_of(request).tenant(slug)
    person = caring.person_of_platform(email=given.email, name=given.name)
    care = caring.give_care(person=person, tenant=tenant, role=given.role, department=given.department)
    return Status(201, carer_of(care))


@router.delete("places/{slug}/carers/{key}", response={204: None}, summary=_("End somebody's work in a place, at once"))
def end_care(request: HttpRequest, slug: PlaceSlug, key: Key) -> Status[None]:
    caring.end_care(care=one_of(reach_of(request).tenant(slug).carers.all(), pk=key))
    return Status(204, None)


@router.post(
    "places/{slug}/figures/count",
    response=Figures,
    summary=_("Count the figures of a place anew"),
    openapi_extra=examples.answer(examples.FIGURES),
    tags=["places"],
)
def count_again(request: HttpRequest, slug: PlaceSlug) -> Any:
    counted = figures.collect(reach_of(request).tenant(slug))
    if counted is None:
        raise Problem("conflict", gettext("This place has no tables to count in."))
    return counted


@router.get(
    "places/{slug}/jobs",
    response=list[PlaceJob],
    summary=_("Background jobs of a place"),
    description=_("Those that wait, run or were given up; what and when, never with what."),
    openapi_extra=examples.answer([examples_care.JOB]),
    tags=["places"],
)
def place_jobs(request: HttpRequest, slug: PlaceSlug) -> list[Any]:
    return usage.jobs_of(reach_of(request).tenant(slug))


@router.post(
    "places/{slug}/jobs/{job}/retry",
    response={204: None},
    summary=_("Let a background job run again that was given up"),
    tags=["places"],
)
def retry_place_job(
    request: HttpRequest, slug: PlaceSlug, job: Annotated[int, Path(ge=1, le=2**63 - 1, examples=[17])]
) -> Status[None]:
    if not usage.retry_job(tenant=reach_of(request).tenant(slug), job=job):
        raise NotThere
    return Status(204, None)


def theirs(model: Any, request: HttpRequest) -> QuerySet[Any]:
    """What the token may see and end: for the platform everything, else what its agency made."""
    reach = reach_of(request)
    found: QuerySet[Any] = (
        model.objects.prefetch_related("tenants").select_related("agency").order_by("-starts_at", "pk")
    )
    return found if reach.is_operator else found.filter(owner=reach.token.agency_id)


def places_meant(reach: Reach, given: ReachGiven) -> telling.Reach:
    """The places of a wish: all of them are the token's, or it is refused."""
    owner = reach.token.agency
    if given.everywhere and reach.is_operator:
        return telling.Reach(everywhere=True)
    if given.agency:
        return telling.Reach(agency=reach.agency(given.agency), owner=owner)
    slugs = set(given.places or ())
    tenants = list(reach.tenants().filter(slug__in=slugs))
    if given.everywhere or not tenants or len(tenants) != len(slugs):
        detail = gettext("Name places that your access reaches, or its agency.")
        raise Problem("invalid", detail, errors=[{"pointer": "/places", "detail": detail}])
    return telling.Reach(tenants=tenants, owner=owner)


def told(row: Any) -> dict[str, Any]:
    """An announcement or a window with the places it is for."""
    columns: tuple[str, ...] = (
        "id",
        "everywhere",
        "starts_at",
        "ends_at",
        "ended_at",
        "text",
        "text_en",
        "tone",
        "audience",
    )
    columns += ("announced_at", "note")
    facts = {name: getattr(row, name) for name in columns if hasattr(row, name)}
    slugs = sorted(tenant.slug for tenant in row.tenants.all())
    return facts | {"places": slugs, "agency": row.agency.slug if row.agency else None}


def carer_of(care: models.Care) -> dict[str, Any]:
    columns = ("id", "role", "department", "since")
    return {name: getattr(care, name) for name in columns} | {"name": care.person.public_name}
