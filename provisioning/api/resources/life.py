"""The life of a place: its state, handing it over, exporting it, erasing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Path, Query, Router, Status

from platform_core.place import PlaceState
from provisioning.api import examples, examples_life
from provisioning.api.paging import Paging, page_of
from provisioning.api.problem import NotThere, Problem, one_of
from provisioning.api.reach import reach_of
from provisioning.api.resources.places import PlaceSlug
from provisioning.api.schemas import Page
from provisioning.api.schemas_life import (
    AgreeGiven,
    EndGiven,
    Erasure,
    ErasureGiven,
    Export,
    Handover,
    HandoverGiven,
    Life,
    ReasonGiven,
    StateGiven,
)
from provisioning.api.words import late as _
from provisioning.lifecycle import erasure, export, handover, models, states
from tenants.models import Agency, ResponsibleBody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from provisioning.api.reach import Reach
    from tenants.models import Tenant

router = Router(tags=["states"])
type Key = Annotated[UUID, Path(examples=[examples.KEY])]


@router.get(
    "places/{slug}/state",
    response=Life,
    summary=_("The state of a place, and what can follow"),
    openapi_extra=examples.answer(examples_life.LIFE),
)
def get_state(request: HttpRequest, slug: PlaceSlug) -> dict[str, Any]:
    reach = reach_of(request)
    return life_of(reach.tenant(slug), reach)


@router.post(
    "places/{slug}/state",
    response=Life,
    summary=_("Bring a place into another state"),
    description=_("Archiving begins a job; the state follows when it is done."),
    openapi_extra=examples.asked(examples_life.STATE_GIVEN) | examples.answer(examples_life.LIFE),
)
def change_state(request: HttpRequest, slug: PlaceSlug, given: StateGiven) -> dict[str, Any]:
    reach = reach_of(request)
    tenant = reach.tenant(slug)
    states.change_state(tenant, PlaceState(given.to), by=reach.by(), reason=given.reason, note=given.note)
    return life_of(reach.tenant(slug), reach)


@router.get(
    "handovers",
    response=Page[Handover],
    summary=_("Handovers that your agency gives or takes"),
    openapi_extra=examples.answer({"items": [examples_life.HANDOVER], "total": 1, "next": None}),
)
def list_handovers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, handovers_of(reach_of(request)), paging, lambda rows: [handover_of(row) for row in rows])


@router.post(
    "places/{slug}/handovers",
    response={201: Handover},
    summary=_("Propose to hand a place over"),
    description=_("Nothing moves until both sides agreed."),
    openapi_extra=examples.asked(examples_life.HANDOVER_GIVEN) | examples.answer(examples_life.HANDOVER, status=201),
)
def propose_handover(request: HttpRequest, slug: PlaceSlug, given: HandoverGiven) -> Status[Any]:
    reach = reach_of(request)
    tenant = reach.tenant(slug)
    to_agency = Agency.objects.filter(slug=given.to_agency).first()
    to_body = ResponsibleBody.objects.filter(agency=to_agency, key=given.to_body).first() if given.to_body else None
    if to_agency is None or (given.to_body and to_body is None):
        field, detail = (
            ("agency", gettext("There is no such agency."))
            if to_agency is None
            else ("body", gettext("It has no such body."))
        )
        raise Problem("invalid", detail, errors=[{"pointer": f"/to_{field}", "detail": detail}])
    made = handover.propose(tenant, to_agency=to_agency, to_body=to_body, by=reach.hand(), reason=given.reason)
    return Status(201, handover_of(handovers_of(reach).get(pk=made.pk)))


@router.post(
    "handovers/{key}/agree",
    response=Handover,
    summary=_("Agree to a handover"),
    description=_("For one side; with the second yes, by somebody else, the place moves."),
    openapi_extra=examples.asked(examples_life.AGREE_GIVEN) | examples.answer(examples_life.HANDOVER),
)
def agree_to_handover(request: HttpRequest, key: Key, given: AgreeGiven) -> dict[str, Any]:
    reach = reach_of(request)
    handover.agree(_handover(reach, key), side=given.side, by=reach.hand(), reason=given.reason)
    return handover_of(handovers_of(reach).get(pk=key))


@router.post(
    "handovers/{key}/end",
    response=Handover,
    summary=_("Decline or withdraw a handover"),
    openapi_extra=examples.asked(examples_life.END_GIVEN) | examples.answer(examples_life.HANDOVER),
)
def end_handover(request: HttpRequest, key: Key, given: EndGiven) -> dict[str, Any]:
    reach = reach_of(request)
    end = handover.decline if given.how == "declined" else handover.withdraw
    end(_handover(reach, key), by=reach.hand(), reason=given.reason)
    return handover_of(handovers_of(reach).get(pk=key))


@router.get(
    "places/{slug}/exports",
    response=Page[Export],
    summary=_("Exports of a whole place"),
    openapi_extra=examples.answer({"items": [examples_life.EXPORT], "total": 1, "next": None}),
)
def list_exports(request: HttpRequest, slug: PlaceSlug, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(
        request, models.Export.objects.of_places().filter(tenant=reach_of(request).tenant(slug)), paging, list
    )


@router.post(
    "places/{slug}/exports",
    response={202: Export},
    summary=_("Have a whole place exported"),
    description=_("The link goes to its admins and its responsible body by mail, never to the one who asked."),
    openapi_extra=examples.asked({"reason": "Umzug"}) | examples.answer(examples_life.EXPORT, status=202),
)
def ask_for_export(request: HttpRequest, slug: PlaceSlug, given: ReasonGiven) -> Status[Any]:
    reach = reach_of(request)
    return Status(202, export.ask_for_export(reach.tenant(slug), by=reach.by(), reason=given.reason))


@router.get(
    "places/{slug}/erasures",
    response=Page[Erasure],
    summary=_("Erasures of a place, with their certificates"),
    openapi_extra=examples.answer({"items": [examples_life.ERASURE], "total": 1, "next": None}),
)
def list_erasures(request: HttpRequest, slug: PlaceSlug, paging: Query[Paging]) -> dict[str, Any]:
    found = models.Erasure.objects.filter(tenant=reach_of(request).tenant(slug)).select_related("tenant")
    return page_of(request, found, paging, lambda rows: [erasure_of(row) for row in rows])


@router.post(
    "places/{slug}/erasures",
    response={201: Erasure},
    summary=_("Ask for the erasure of a place"),
    description=_("Nothing happens until a second person agrees and the waiting time is over."),
    openapi_extra=examples.asked(examples_life.ERASURE_GIVEN) | examples.answer(examples_life.ERASURE, status=201),
)
def ask_for_erasure(request: HttpRequest, slug: PlaceSlug, given: ErasureGiven) -> Status[Any]:
    reach = reach_of(request)
    wish = given.model_dump()
    return Status(201, erasure_of(erasure.ask(reach.tenant(slug), by=reach.hand(), **wish)))


@router.post(
    "places/{slug}/erasures/agree",
    response=Erasure,
    summary=_("Agree to the erasure of a place"),
    description=_("By a second person; one of the two is an operator."),
    openapi_extra=examples.asked(examples_life.ERASURE_AGREED) | examples.answer(examples_life.ERASURE),
)
def agree_to_erasure(request: HttpRequest, slug: PlaceSlug, given: ErasureGiven) -> dict[str, Any]:
    reach = reach_of(request)
    wish = given.model_dump(include={"typed_name", "at_once"})
    return erasure_of(erasure.agree(_erasure(reach.tenant(slug)), by=reach.hand(), **wish))


@router.post(
    "places/{slug}/erasures/withdraw",
    response=Erasure,
    summary=_("Take an erasure back"),
    openapi_extra=examples.asked({"reason": "Irrtum"}) | examples.answer(examples_life.ERASURE),
)
def withdraw_erasure(request: HttpRequest, slug: PlaceSlug, given: ReasonGiven) -> dict[str, Any]:
    reach = reach_of(request)
    return erasure_of(erasure.withdraw(_erasure(reach.tenant(slug)), by=reach.hand(), reason=given.reason))


def life_of(tenant: Tenant, reach: Reach) -> dict[str, Any]:
    """State, since when, and the moves that this token may make."""
    moves = [
        {
            "to": move.to.value,
            "title": str(move.title),
            "residents": str(move.residents),
            "needs": str(move.needs),
            "reason": move.reason,
        }
        for move in states.next_moves(tenant, by=reach.by())
    ]
    return {"state": tenant.state, "note": tenant.state_note, "since": tenant.state_since, "next": moves}


def handovers_of(reach: Reach) -> QuerySet[models.Handover]:
    """Handovers that an agency of the token gives or takes."""
    ours = reach.agencies().values("pk")
    found = models.Handover.objects.filter(Q(from_agency__in=ours) | Q(to_agency__in=ours))
    return found.select_related("tenant", "from_agency", "to_agency", "to_body")


def _handover(reach: Reach, key: UUID) -> models.Handover:
    return one_of(handovers_of(reach), pk=key)


def handover_of(row: models.Handover) -> dict[str, Any]:
    columns = ("id", "state", "reason", "asked_at", "given_at", "taken_at", "ended_at")
    agencies = {"from_agency": row.from_agency.slug, "to_agency": row.to_agency.slug}
    to_body = row.to_body.key if row.to_body else None
    return {name: getattr(row, name) for name in columns} | agencies | {"place": row.tenant.slug, "to_body": to_body}


def _erasure(tenant: Tenant) -> models.Erasure:
    """The one that is under way. Raises NotThere."""
    found = erasure.open_erasure(tenant)
    if found is None:
        raise NotThere
    return found


def erasure_of(row: models.Erasure) -> dict[str, Any]:
    columns = ("id", "state", "reason", "asked_at", "agreed_at", "not_before", "ended_at", "backups_until", "facts")
    return {name: getattr(row, name) for name in columns} | {"place": row.tenant.slug}
