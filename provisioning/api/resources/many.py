"""One act for many places: the same acts as in the panel's list, tried out first or done by the job worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Path, Router, Status

from provisioning.api import examples
from provisioning.api.changes import cleaned_of
from provisioning.api.problem import Problem, one_of
from provisioning.api.reach import reach_of
from provisioning.api.schemas_many import BulkAction, BulkGiven, BulkRun
from provisioning.api.words import late as _
from provisioning.control_panel import bulk, runs
from provisioning.control_panel import models as panel

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from provisioning.api.reach import Reach
    from provisioning.control_panel.bulk import Bulk
    from tenants.models import Tenant

router = Router(tags=["many"])


@router.get(
    "bulk",
    response=list[BulkAction],
    summary=_("Acts for many places"),
    openapi_extra=examples.answer([examples.BULK_ACTION]),
)
def list_bulk_actions(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "title": str(each.title), "choice": list(each.choose.base_fields) if each.choose else []}
        for each in bulk.actions(is_operator=reach_of(request).is_operator)
    ]


@router.post(
    "bulk",
    response={200: BulkRun, 202: BulkRun},
    summary=_("Do something with many places"),
    description=_("With dry_run the answer says what would happen to each. Else a job does it, place by place."),
    openapi_extra=examples.asked(examples.BULK) | examples.answer(examples.BULK_RUN),
)
def start_bulk(request: HttpRequest, given: BulkGiven) -> Status[Any]:
    reach = reach_of(request)
    action = _action(reach, given.action)
    here, choice = _places(reach, given.places), _choice(action, given)
    if given.dry_run:
        lines = [_tried(line) for line in runs.try_out(action, here, choice)]
        said = {"id": None, "action": action.name, "dry_run": True, "ended_at": None, "places": lines}
        return Status(200, said)
    return Status(202, shown(begin(reach, action, here, choice)))


@router.get(
    "bulk/{key}",
    response=BulkRun,
    summary=_("How far an act for many places is"),
    openapi_extra=examples.answer(examples.BULK_RUN),
)
def get_bulk(request: HttpRequest, key: Annotated[UUID, Path(examples=[examples.KEY])]) -> dict[str, Any]:
    return shown(_run(reach_of(request), key))


@router.post(
    "bulk/{key}/resume",
    response={202: BulkRun},
    summary=_("Try again where it failed"),
    openapi_extra=examples.answer(examples.BULK_RUN, status=202),
)
def resume_bulk(request: HttpRequest, key: Annotated[UUID, Path(examples=[examples.KEY])]) -> Status[Any]:
    run = _run(reach_of(request), key)
    runs.resume(run)
    return Status(202, shown(panel.BulkRun.objects.get(pk=run.pk)))


def begin(reach: Reach, action: Bulk, here: list[Tenant], choice: dict[str, Any]) -> panel.BulkRun:
    """Start a run in the name of the token."""
    actor = reach.actor
    return runs.start(action, here, choice, by=cast("Person", _By(actor.name[:160], actor.key)))


class _By:
    """The access as the one who started a run."""

    def __init__(self, public_name: str, pk: object) -> None:
        self.public_name, self.pk = public_name, pk


def _action(reach: Reach, name: str) -> Bulk:
    found = bulk.action(name)
    if found is None or not found.in_list or (found.operators_only and not reach.is_operator):
        known = ", ".join(each.name for each in bulk.actions(is_operator=reach.is_operator)) or "–"
        detail = gettext("There is no act of this name. Acts are: %(known)s.") % {"known": known}
        raise Problem(
            "invalid", gettext("See the fields that are named."), errors=[{"pointer": "/action", "detail": detail}]
        )
    return found


def _places(reach: Reach, slugs: list[str]) -> list[Tenant]:
    """All of them, or none: one that is not reached is as one that there is not."""
    found = list(reach.tenants().filter(slug__in=slugs).order_by("name"))
    missing = sorted(set(slugs) - {tenant.slug for tenant in found})
    if missing:
        detail = gettext("Your access reaches no place of this name: %(names)s.") % {"names": ", ".join(missing[:10])}
        raise Problem(
            "invalid", gettext("See the fields that are named."), errors=[{"pointer": "/places", "detail": detail}]
        )
    return found


def _choice(action: Bulk, given: BulkGiven) -> dict[str, Any]:
    if action.choose is None:
        return {}
    form = action.choose({name: value for name, value in given.choice.items() if value is not None})
    return cleaned_of(form, {name: f"/choice/{name}" for name in form.fields})


def _run(reach: Reach, key: UUID) -> panel.BulkRun:
    """A run of this token's own, for a token of the platform any. Raises NotThere."""
    mine = panel.BulkRun.objects.all() if reach.is_operator else panel.BulkRun.objects.filter(by_key=reach.token.pk)
    return one_of(mine, pk=key)


def _tried(line: runs.Line) -> dict[str, Any]:
    state = "refused" if line.is_refused else "would_change" if line.will_change else "same"
    return {"place": line.tenant.slug, "state": state, "said": line.said, "took_ms": None}


def shown(run: panel.BulkRun) -> dict[str, Any]:
    items = run.items.select_related("tenant").order_by("tenant__slug")
    lines = [{"place": i.tenant.slug, "state": i.state, "said": i.said, "took_ms": i.took} for i in items]
    return {"id": run.pk, "action": run.action, "dry_run": False, "ended_at": run.ended_at, "places": lines}
