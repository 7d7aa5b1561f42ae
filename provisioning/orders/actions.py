"""What can be done with an order: begin, say what is wanted, plan, submit, go on, take back, watch.

The panel, the API and the command line call these and nothing else; all of them in the platform's scope.
Whoever calls has made sure that the person may: an order belongs to its agency.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.audit.actor import acting
from platform_core.audit.record import record
from platform_core.refusal import Refusal
from provisioning.orders.compile import wanted_of
from provisioning.orders.jobs import carry_out
from provisioning.orders.models import FIRST_STEP, Order, OrderPlace, State
from provisioning.regions.plan import plan
from provisioning.regions.reader import RegionFile, RegionFileError, Source, parse
from provisioning.steps import OrderRefused
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioning.orders.table import Report
    from provisioning.regions.plan import Step
    from tenants.models import Agency

LONGEST_KEY = 120
MOST_PLACES = 300  # more than any Kreis has municipalities
NUL = r"\u0000"  # as JSON writes it; the database keeps no such text


class NotNow(Refusal):
    """What the order does not allow in its state; the message says what is possible."""


def start_draft(*, agency: Agency, title: str = "") -> Order:
    """A new order of whoever acts, with nothing in it yet."""
    actor = acting()
    return Order.objects.create(
        agency=agency,
        agency_name=agency.name,
        title=title[:160],
        created_by=actor.name[:160],
        created_by_key=actor.key,
    )


@transaction.atomic
def set_wanted(order: Order, *, wanted: Mapping[str, Any]) -> Order:
    """Say what is wanted, in the shape of a region file: `{"body": […], "place": […]}`.

    The agency is that of the order, whatever is said. Raises NotNow for an order that is no draft
    and RegionFileError with the entry, the value and what is allowed.
    """
    draft = locked_draft(order)
    data = {**wanted, "agency": _agency_facts(draft)}
    if NUL in json.dumps(data):
        raise RegionFileError(_("A text holds a sign that no text may have (U+0000). Take it out."))
    parse(data, Source(_name(draft)))
    draft.wanted, draft.changed_at = data, timezone.now()
    draft.save(update_fields=["wanted", "changed_at"])
    return draft


@transaction.atomic
def answer(order: Order, *, answers: Mapping[str, Any], step: int) -> Order:
    """Keep what was chosen in the wizard; `step` is the next one. Raises NotNow for an order that is no draft."""
    draft = locked_draft(order)
    draft.answers = {**draft.answers, **answers}
    draft.step, draft.changed_at = max(draft.step, step), timezone.now()
    draft.title = title_of(draft)
    draft.save(update_fields=["answers", "step", "title", "changed_at"])
    return draft


def add_table(order: Order, *, name: str, report: Report) -> Order:
    """Take the good lines of a table over and keep the report on the others. Raises NotNow."""
    fresh = {place["key"]: place for place in report.places}
    kept = [{**each, **fresh.pop(each["key"], {})} for each in order.answers.get("places", [])]
    if len(kept) + len(fresh) > MOST_PLACES:
        words = {"most": MOST_PLACES, "count": len(kept) + len(fresh)}
        raise NotNow(_("An order has %(most)d places at the most; these are %(count)d. Make two orders of it.") % words)
    told = {"name": name[:120], "good": len(report.places), "problems": report.problems}
    return answer(order, answers={"places": [*kept, *fresh.values()], "report": told}, step=FIRST_STEP)


def compiled(order: Order) -> Order:
    """The draft with what its answers come to today; one without answers stays as it is. Raises as set_wanted."""
    if not order.answers.get("places"):
        return order
    return set_wanted(order, wanted=wanted_of(agency_of(order), order.answers))


def title_of(order: Order) -> str:
    """What the list calls an order: its first places, and how many more."""
    names = [str(each.get("name", "")) for each in order.answers.get("places", [])]
    if len(names) <= 2:  # a pair is still named
        return _(" and ").join(names)[:160]
    return (_("%(first)s and %(more)d more") % {"first": names[0], "more": len(names) - 1})[:160]


def locked_draft(order: Order) -> Order:
    """The draft for changing. Raises NotNow for what was submitted and for an agency that is gone."""
    draft = Order.objects.select_for_update(of=("self",)).select_related("agency").get(pk=order.pk)
    if not draft.is_draft:
        raise NotNow(_("This order has been submitted and cannot be changed any more. Begin a new one."))
    agency_of(draft)
    return draft


def region_file_of(order: Order) -> RegionFile:
    """What the order wants, as if it had been read from a file. Raises RegionFileError and NotNow."""
    return parse({**order.wanted, "agency": _agency_facts(order)}, Source(_name(order)))


def plan_of(order: Order) -> list[Step]:
    """What carrying the order out would change; nothing is written.

    Raises RegionFileError and OrderRefused with a sentence, NotNow when the agency is gone.
    """
    return plan(region_file_of(order))


@transaction.atomic
def submit(order: Order, *, key: str = "") -> Order:
    """Have the order carried out by the job worker; a second time it is the same order and nothing more.

    `key` names the wish: the same key of the same agency gives the order that has it. Raises NotNow for an
    order without places and for a key used for something else, OrderRefused for an address that is not free.
    """
    if twin := _twin(order, key):
        return twin
    found = Order.objects.select_for_update(of=("self",)).select_related("agency").get(pk=order.pk)
    if not found.is_draft:
        return found
    wanted = region_file_of(found)
    if not wanted.orders:
        raise NotNow(_("Nothing is ordered yet. Choose at least one place."))
    plan(wanted)
    _begin(found, wanted, key)
    return found


def _twin(order: Order, key: str) -> Order | None:
    if len(key) > LONGEST_KEY:
        raise NotNow(_("An idempotency key has %(most)d signs at the most.") % {"most": LONGEST_KEY})
    twin = Order.objects.filter(agency=order.agency_id, key=key).exclude(pk=order.pk).first() if key else None
    if twin is not None and twin.wanted != order.wanted:
        raise NotNow(_("This idempotency key was used for another order. Take a new key for a new wish."))
    return twin


def _begin(order: Order, wanted: RegionFile, key: str) -> None:
    slugs = [each.slug for each, _content in wanted.orders]
    there = dict(Tenant.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    OrderPlace.objects.bulk_create(
        OrderPlace(
            order=order,
            position=number,
            slug=each.slug,
            name=each.name,
            is_new=each.slug not in there,
            tenant_id=there.get(each.slug),
        )
        for number, (each, _content) in enumerate(wanted.orders, 1)
    )
    order.state, order.key, order.submitted_at = State.WAITING, key, timezone.now()
    order.title = order.title or slugs[0]
    order.save(update_fields=["state", "key", "submitted_at", "title"])
    record("order.submitted", subject=str(order), key=order.pk, after={"places": len(slugs)})
    carry_out.enqueue(str(order.pk))


@transaction.atomic
def resume(order: Order, *, place: OrderPlace | None = None) -> int:
    """Try the places again that stopped, or this one; how many. Raises NotNow when nothing has stopped."""
    Order.objects.select_for_update().get(pk=order.pk)
    stopped = order.places.filter(state=State.FAILED)
    if place is not None:
        stopped = stopped.filter(pk=place.pk)
    count = stopped.update(state=State.WAITING, error="", steps=[], attempt=0, took_ms=None)
    if not count:
        raise NotNow(_("Nothing of this order has stopped, so nothing can go on."))
    Order.objects.filter(pk=order.pk).update(state=State.WAITING, done_at=None)
    record("order.resumed", subject=str(order), key=order.pk, after={"places": count})
    carry_out.enqueue(str(order.pk))
    return count


@transaction.atomic
def discard(order: Order) -> None:
    """Throw a draft away. Raises NotNow for what was submitted."""
    locked_draft(order).delete()


def agency_of(order: Order) -> Agency:
    """Whose order it is. Raises NotNow when the agency is gone."""
    if order.agency is None:
        raise NotNow(_("The agency %(name)s of this order no longer exists.") % {"name": order.agency_name})
    return order.agency


def _agency_facts(order: Order) -> dict[str, str]:
    agency = agency_of(order)
    return {"slug": agency.slug, "name": agency.name, "region": agency.region}


def _name(order: Order) -> str:
    return order.title or _("order")


__all__ = [
    "NotNow",
    "OrderRefused",
    "RegionFileError",
    "add_table",
    "answer",
    "compiled",
    "discard",
    "plan_of",
    "region_file_of",
    "resume",
    "set_wanted",
    "start_draft",
    "submit",
]
