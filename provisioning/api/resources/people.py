"""Who works in the panel, the agencies, and the wishes of municipalities that come to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from platform_core.place import absolute
from provisioning.api import examples, examples_kit
from provisioning.api.paging import Paging, page_of
from provisioning.api.problem import NotThere, one_of
from provisioning.api.reach import Reach, reach_of
from provisioning.api.schemas import Page
from provisioning.api.schemas_kit import Member, MemberGiven, Wish, WishAccepted, WishDeclined, WishHanded
from provisioning.api.words import late as _
from provisioning.control_panel import team
from provisioning.wishes import actions, models
from tenants.models import Agency as AgencyRow
from tenants.models import Staff

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router(tags=["platform"])
type Key = Annotated[UUID, Path(examples=[examples.KEY])]
WISHES = ["wishes"]


@router.get(
    "team",
    response=Page[Member],
    summary=_("Who works in the control panel"),
    openapi_extra=examples.answer({"items": [examples_kit.MEMBER], "total": 1, "next": None}),
)
def list_team(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, members(reach_of(request)), paging, lambda rows: [member_of(row) for row in rows])


@router.post(
    "team",
    response={201: Member},
    summary=_("Invite somebody to work in the control panel"),
    description=_("A mail tells them where to sign in."),
    openapi_extra=examples.asked(examples_kit.MEMBER_GIVEN) | examples.answer(examples_kit.MEMBER, status=201),
)
def invite_member(request: HttpRequest, given: MemberGiven) -> Status[Any]:
    reach = reach_of(request)
    agency = reach.agency(given.agency) if given.agency else None
    if agency is None and not reach.is_operator:
        raise NotThere
    where = absolute(f"panel.{settings.DOMAIN}")
    staff = team.invite(email=given.email, name=given.name, agency=agency, address=where)
    return Status(201, member_of(members(reach).get(pk=staff.pk)))


@router.delete("team/{key}", response={204: None}, summary=_("End somebody's work in the control panel"))
def dismiss_member(request: HttpRequest, key: Key) -> Status[None]:
    staff = one_of(members(reach_of(request)), pk=key)
    team.dismiss(staff)
    return Status(204, None)


@router.get(
    "wishes",
    response=Page[Wish],
    summary=_("Municipalities that ask for a place"),
    description=_("Those that your agency may decide on: its own, and those near its places."),
    openapi_extra=examples.answer({"items": [examples_kit.WISH], "total": 1, "next": None}),
    tags=WISHES,
)
def list_wishes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, wishes_of(reach_of(request)), paging, lambda rows: [shown(row) for row in rows])


@router.get(
    "wishes/{key}", response=Wish, summary=_("One wish"), openapi_extra=examples.answer(examples_kit.WISH), tags=WISHES
)
def get_wish(request: HttpRequest, key: Key) -> dict[str, Any]:
    return shown(_wish(reach_of(request), key))


@router.post(
    "wishes/{key}/accept",
    response=Wish,
    summary=_("Take a wish on"),
    description=_("A plan is begun with all that was asked for; whoever asked gets a mail."),
    openapi_extra=examples.asked({"agency": "modellorte"}) | examples.answer(examples_kit.WISH),
    tags=WISHES,
)
def accept_wish(request: HttpRequest, key: Key, given: WishAccepted) -> dict[str, Any]:
    reach = reach_of(request)
    return shown(actions.accept(_wish(reach, key), agency=reach.agency(given.agency)))


@router.post(
    "wishes/{key}/decline",
    response=Wish,
    summary=_("Decline a wish"),
    openapi_extra=examples.asked({"reason": "Preetz hat schon einen Ort."}) | examples.answer(examples_kit.WISH),
    tags=WISHES,
)
def decline_wish(request: HttpRequest, key: Key, given: WishDeclined) -> dict[str, Any]:
    return shown(actions.decline(_wish(reach_of(request), key), reason=given.reason))


@router.post(
    "wishes/{key}/hand",
    response=Wish,
    summary=_("Let an agency decide on a wish"),
    openapi_extra=examples.asked({"agency": "modellorte"}) | examples.answer(examples_kit.WISH),
    tags=WISHES,
)
def hand_wish(request: HttpRequest, key: Key, given: WishHanded) -> dict[str, Any]:
    found = _wish(reach_of(request), key)
    agency = one_of(AgencyRow.objects.all(), slug=given.agency) if given.agency else None
    return shown(actions.hand_to(found, agency=agency))


def members(reach: Reach) -> QuerySet[Staff]:
    """Whom the token may see and dismiss: for the platform everybody, else the members of its agency."""
    everybody = Staff.objects.select_related("person", "agency").order_by("agency__name", "person__name", "pk")
    return everybody if reach.is_operator else everybody.filter(agency__in=reach.agencies())


def member_of(staff: Staff) -> dict[str, Any]:
    agency = staff.agency.slug if staff.agency else None
    return {"id": staff.pk, "name": staff.person.public_name, "email": staff.person.email, "agency": agency}


def wishes_of(reach: Reach) -> QuerySet[models.Wish]:
    return models.Wish.objects.shown_to(None if reach.is_operator else reach.agencies()).order_by("-asked_at")


def _wish(reach: Reach, key: UUID) -> models.Wish:
    return one_of(wishes_of(reach), pk=key)


def shown(wish: models.Wish) -> dict[str, Any]:
    columns: tuple[str, ...] = ("id", "state", "part", "name", "role", "email", "body_name", "message", "reason")
    columns += ("confirmed_at", "decided_at")
    more = {"municipality": wish.municipality_name, "plan": wish.order_key}
    return (
        {name: getattr(wish, name) for name in columns} | more | {"agency": wish.agency.slug if wish.agency else None}
    )
