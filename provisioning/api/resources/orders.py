"""Plans and jobs: what shall be there, what that would change, having it done, watching it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from provisioning.api import examples, examples_orders
from provisioning.api.paging import Paging, page_of
from provisioning.api.problem import one_of
from provisioning.api.reach import reach_of
from provisioning.api.schemas import Page
from provisioning.api.schemas_orders import Job, JobLine, Plan, PlanGiven, PlanLine, ResumeGiven, RollBackGiven
from provisioning.api.words import late as _
from provisioning.orders import actions, rollback
from provisioning.orders.models import Order, OrderPlace, State
from provisioning.orders.progress import progress_of
from provisioning.regions.plan import ADD, CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from provisioning.regions.plan import Step

router = Router(tags=["orders"])
type Key = Annotated[UUID, Path(examples=[examples.KEY])]


@router.get(
    "plans",
    response=Page[PlanLine],
    summary=_("Plans that are not applied yet"),
    openapi_extra=examples.answer({"items": [examples_orders.PLAN_LINE], "total": 1, "next": None}),
)
def list_plans(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    found = orders_of(request).filter(state=State.DRAFT).exclude(wanted={})
    return page_of(request, found, paging, lambda orders: [plan_line(order) for order in orders])


@router.post(
    "plans",
    response={201: Plan},
    summary=_("Make a plan"),
    description=_(
        "A region file as JSON. The answer says what applying it would change: made, changed, or as it should be. No "
        "place is touched."
    ),
    openapi_extra=examples.asked(examples_orders.PLAN_GIVEN) | examples.answer(examples_orders.PLAN, status=201),
)
def make_plan(request: HttpRequest, given: PlanGiven, response: HttpResponse) -> Status[Any]:
    agency = reach_of(request).agency(given.agency)
    wanted = given.model_dump(include={"body", "place"}, exclude_none=True)
    with transaction.atomic():
        order = actions.set_wanted(actions.start_draft(agency=agency, title=given.title), wanted=wanted)
        document = plan_of(order)
    response.headers["Location"] = f"/v1/plans/{order.pk}"
    return Status(201, document)


@router.get(
    "plans/{key}",
    response=Plan,
    summary=_("A plan, compared with what is there now"),
    openapi_extra=examples.answer(examples_orders.PLAN),
)
def get_plan(request: HttpRequest, key: Key) -> dict[str, Any]:
    return plan_of(draft_of(request, key))


@router.delete("plans/{key}", response={204: None}, summary=_("Throw a plan away"))
def discard_plan(request: HttpRequest, key: Key) -> Status[None]:
    actions.discard(draft_of(request, key))
    return Status(204, None)


@router.post(
    "plans/{key}/apply",
    response={202: Job},
    summary=_("Apply a plan"),
    description=_("A job carries it out, place by place; Location says where to watch it."),
    openapi_extra=examples.answer(examples_orders.JOB, status=202),
)
def apply_plan(request: HttpRequest, key: Key, response: HttpResponse) -> Status[Any]:
    order = actions.submit(draft_of(request, key))
    response.headers["Location"] = f"/v1/jobs/{order.pk}"
    return Status(202, job_of(order))


@router.get(
    "jobs",
    response=Page[JobLine],
    summary=_("Jobs, the newest first"),
    openapi_extra=examples.answer({"items": [examples_orders.JOB_LINE], "total": 1, "next": None}),
)
def list_jobs(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    found = orders_of(request).exclude(state=State.DRAFT).annotate(count=Count("places"))
    return page_of(request, found, paging, job_lines)


@router.get(
    "jobs/{key}",
    response=Job,
    summary=_("How far a job is"),
    description=_("With the steps of each place and their milliseconds."),
    openapi_extra=examples.answer(examples_orders.JOB),
)
def get_job(request: HttpRequest, key: Key) -> dict[str, Any]:
    return job_of(submitted_of(request, key))


@router.post(
    "jobs/{key}/resume",
    response={202: Job},
    summary=_("Try again what stopped"),
    openapi_extra=examples.asked({"place": "weslarn"}) | examples.answer(examples_orders.JOB, status=202),
)
def resume_job(request: HttpRequest, key: Key, given: ResumeGiven) -> Status[Any]:
    order = submitted_of(request, key)
    actions.resume(order, place=_place(order, given))
    return Status(202, job_of(submitted_of(request, key)))


@router.post(
    "jobs/{key}/rollback",
    response=Job,
    summary=_("Take back what a job made new"),
    description=_("Only while nobody uses the place yet."),
    openapi_extra=examples.asked({"place": "weslarn", "reason": "Falscher Name"})
    | examples.answer(examples_orders.JOB),
)
def roll_back_job(request: HttpRequest, key: Key, given: RollBackGiven) -> dict[str, Any]:
    order = submitted_of(request, key)
    place = _place(order, given)
    if place is not None:
        rollback.roll_back(place=place, reason=given.reason)
    else:
        rollback.roll_back_order(order=order, reason=given.reason)
    return job_of(submitted_of(request, key))


def orders_of(request: HttpRequest) -> QuerySet[Order]:
    """The orders of the agencies that the token reaches."""
    return Order.objects.of_agencies(reach_of(request).agencies()).select_related("agency")


def draft_of(request: HttpRequest, key: UUID) -> Order:
    """A plan that is not applied yet. Raises NotThere."""
    return one_of(orders_of(request), pk=key, state=State.DRAFT)


def submitted_of(request: HttpRequest, key: UUID) -> Order:
    """A plan that was applied. Raises NotThere."""
    return one_of(orders_of(request).exclude(state=State.DRAFT), pk=key)


def _place(order: Order, given: ResumeGiven) -> OrderPlace | None:
    if given.place is None:
        return None
    return one_of(order.places.select_related("order"), slug=given.place)


def plan_line(order: Order) -> dict[str, Any]:
    agency = order.agency.slug if order.agency else ""
    count = len(order.wanted.get("place", []))
    return {"id": order.pk, "title": order.title, "agency": agency, "created_at": order.created_at, "places": count}


def plan_of(order: Order) -> dict[str, Any]:
    """A plan with its differences."""
    steps = actions.plan_of(order)
    signs = [step.sign for step in steps if step.slug]
    made = {"to_make": signs.count(ADD), "to_change": signs.count(CHANGE)}
    return plan_line(order) | made | {"steps": [_step(step) for step in steps]}


def _step(step: Step) -> dict[str, Any]:
    sign = step.sign.strip() or "="
    return {"sign": sign, "place": step.slug or None, "title": step.title, "lines": list(step.lines)}


def job_lines(orders: Iterable[Any]) -> list[dict[str, Any]]:
    return [_job_line(order, order.count) for order in orders]


def _job_line(order: Order, places: int) -> dict[str, Any]:
    columns = ("title", "state", "submitted_at", "started_at", "done_at")
    own = {name: getattr(order, name) for name in columns}
    return own | {"id": order.pk, "agency": order.agency.slug if order.agency else "", "places": places}


def job_of(order: Order) -> dict[str, Any]:
    """A job with its places."""
    progress = progress_of(order)
    counts = {"done": progress.done, "failed": progress.failed}
    return _job_line(order, progress.total) | counts | {"progress": [_of_place(each) for each in progress.places]}


def _of_place(place: OrderPlace) -> dict[str, Any]:
    own = {name: getattr(place, name) for name in ("name", "state", "is_new", "steps", "error")}
    return own | {"place": place.slug, "took_ms": None if place.took_ms is None else round(place.took_ms)}
