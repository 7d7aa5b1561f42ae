"""Carrying orders out: place by place, each in one transaction, taken up again wherever a worker died."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, connections
from django.tasks import task
from django.utils import timezone
from procrastinate.contrib.django import app

from platform_core.audit.actor import SYSTEM, Actor, acting_as
from platform_core.scope import platform_scope
from provisioning.orders.models import Order, OrderPlace, State
from provisioning.orders.places import do_place
from tenants.addresses import TenantDirectory
from tenants.models import ResponsibleBody
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_ORDER = 7_225_392  # an advisory lock per order; the database frees it when its worker dies
SOON = "* * * * * */15"  # every 15 seconds


@task
def carry_out(key: str) -> None:
    """Do what is left of an order. A second worker with the same order has nothing to do, nor is there one without key."""
    try:
        UUID(key)
    except ValueError:
        return
    with ddl_login(), platform_scope(), only_here(key) as is_ours:
        order = Order.objects.under_way().filter(pk=key).first() if is_ours else None
        if order is None:
            return
        with acting_as(lambda: _actor(order)):
            _carry_out(order)


@app.periodic(cron=SOON)
@app.task(name="baukasten.orders", queueing_lock="baukasten.orders")
def take_up(timestamp: int) -> None:
    """Orders whose worker was killed go on; those that are being carried out notice nothing."""
    try:
        with platform_scope():
            keys = [str(key) for key in Order.objects.under_way().values_list("pk", flat=True)]
        for key in keys:
            carry_out.func(key)
    finally:
        connections.close_all()


@contextlib.contextmanager
def only_here(key: str) -> Iterator[bool]:
    """Whether this worker may have the order: nobody else has it until the block ends or the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.pg_try_advisory_lock(%s, pg_catalog.hashtext(%s))", [ONE_ORDER, key])
        is_ours = bool(cursor.fetchone()[0])
    yield is_ours  # closing the connection of the DDL login gives the lock back


def _actor(order: Order) -> Actor:
    return Actor("person", order.created_by, order.created_by_key) if order.created_by else SYSTEM


def _carry_out(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(state=State.RUNNING, started_at=order.started_at or timezone.now())
    _note_new_bodies(order)
    while place := _next(order):
        do_place(order, place)
        TenantDirectory.forget()
    failed = order.places.filter(state=State.FAILED).exists()
    # While the last place was done somebody may have asked for another try: then it waits, and the clock sees it.
    under_way = order.places.filter(state__in=(State.WAITING, State.RUNNING)).exists()
    state = State.WAITING if under_way else State.FAILED if failed else State.DONE
    Order.objects.filter(pk=order.pk).update(state=state, done_at=None if under_way else timezone.now())


def _next(order: Order) -> OrderPlace | None:
    """What runs although nobody else has the order was begun by a worker that is dead."""
    return order.places.filter(state__in=(State.RUNNING, State.WAITING)).order_by("position").first()


def _note_new_bodies(order: Order) -> None:
    """Which responsible bodies come with this order: taken back, they go as well."""
    if order.agency_id is None or order.started_at is not None:
        return
    named = [body["key"] for body in order.wanted.get("body", [])]
    there = ResponsibleBody.objects.filter(agency=order.agency_id, key__in=named).values_list("key", flat=True)
    Order.objects.filter(pk=order.pk).update(made_bodies=sorted(set(named) - set(there)))
