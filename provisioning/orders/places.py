"""One place of an order: done whole or not at all, and what went wrong is said in a sentence."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.generations import move_on
from platform_core.refusal import Refusal
from platform_core.scope import place_scope, platform_scope
from provisioning.orders.models import OrderPlace, State
from provisioning.regions.apply import carry_out as make
from provisioning.regions.apply import write_agency
from provisioning.regions.reader import RegionFile, RegionFileError, Source, parse
from provisioning.steps import OrderRefused, PlaceOrder
from tenants.addresses import place_of, tenants
from tenants.models import Agency, Tenant

if TYPE_CHECKING:
    from provisioning.orders.models import Order

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5  # of one place whose worker dies each time
OUT_OF_ROOM = "53"  # class of PostgreSQL's error codes: disk full, out of memory, too many connections


class PlaceFailed(Refusal):
    """A place that cannot be made now; the message says why and what to do."""


def do_place(order: Order, place: OrderPlace) -> None:
    """Make or adapt one place; ends in `done` or `failed`. In the platform's scope, on the DDL login.

    Raises what the database said when the connection is gone: then it is taken up again later.
    """
    attempt = place.attempt + 1
    OrderPlace.objects.filter(pk=place.pk).update(state=State.RUNNING, attempt=attempt, started_at=timezone.now())
    steps: list[dict[str, object]] = []
    started = time.perf_counter()
    try:
        _check_it_can_end(attempt)
        tenant = _whole(order, place, steps, started)
    except Exception as problem:
        if not connection.is_usable():
            raise
        _failed(place, steps, started, sentence(order, problem))
    else:
        with place_scope(place_of(tenants().get(pk=tenant.pk))):
            move_on()


def _check_it_can_end(attempt: int) -> None:
    if attempt > MOST_ATTEMPTS:
        words = {"count": MOST_ATTEMPTS}
        raise PlaceFailed(_("The worker ended %(count)d times while it made this place. Its log says more.") % words)


def _whole(order: Order, place: OrderPlace, steps: list[dict[str, object]], started: float) -> Tenant:
    """The place and the note that it is done, in one transaction: a worker that dies leaves both or neither."""
    with transaction.atomic():
        wanted = _wanted(order)
        found = next((each for each in wanted.orders if each[0].slug == place.slug), None)
        if found is None:
            raise PlaceFailed(_("%(name)s is no longer in the order. Begin a new order for it.") % {"name": place.name})
        _check_nobody_came_first(place, found[0])
        agency = write_agency(wanted)
        tenant, _is_new = make(agency, *found, on_step=lambda name, ms: steps.append({"name": name, "ms": round(ms)}))
        with platform_scope():
            OrderPlace.objects.filter(pk=place.pk).update(
                state=State.DONE,
                tenant_id=tenant.pk,
                steps=steps,
                error="",
                took_ms=_since(started),
                done_at=timezone.now(),
            )
    return tenant


def _wanted(order: Order) -> RegionFile:
    """What the order wants of this agency as it is now, which stays until the transaction ends."""
    agency = Agency.objects.select_for_update().filter(pk=order.agency_id).first() if order.agency_id else None
    if agency is None:
        raise PlaceFailed(
            _("The agency %(name)s no longer exists, so this place was not made. Order it anew from another agency.")
            % {"name": order.agency_name}
        )
    facts = {"slug": agency.slug, "name": agency.name, "region": agency.region}
    return parse({**order.wanted, "agency": facts}, Source(str(order)))


def _check_nobody_came_first(place: OrderPlace, order: PlaceOrder) -> None:
    """A place that was to be new, and that somebody else made meanwhile, is not ours to change unseen."""
    if place.is_new and Tenant.objects.filter(slug=order.slug).exists():
        raise PlaceFailed(
            _("The address %(address)s was taken while this order waited. Order the place anew at another address.")
            % {"address": place.host}
        )


def _failed(place: OrderPlace, steps: list[dict[str, object]], started: float, said: str) -> None:
    if steps:
        steps[-1]["failed"] = True
    OrderPlace.objects.filter(pk=place.pk).update(
        state=State.FAILED, steps=steps, error=said, took_ms=_since(started), done_at=timezone.now()
    )


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000)


def sentence(order: Order, problem: Exception) -> str:
    """What went wrong, for whoever ordered."""
    if isinstance(problem, (OrderRefused, RegionFileError, Refusal)):
        return str(problem)
    log.error("order %s stopped", order.pk, exc_info=problem)
    code = str(getattr(problem.__cause__, "sqlstate", "") or "")
    if isinstance(problem, DatabaseError) and code.startswith(OUT_OF_ROOM):
        return _("The database has no room left for this place. Make room, then go on.")
    if isinstance(problem, IntegrityError):
        return _("Somebody took this address at the same moment. Order the place anew at another address.")
    if isinstance(problem, OSError):
        return _("A file could not be written: %(reason)s. Make room, then go on.") % {"reason": problem.strerror}
    return _("Something unexpected happened (%(kind)s). Nothing of this place is left over. The log says more.") % {
        "kind": type(problem).__name__
    }
