"""What takes longer than a click: copies for the archive, exports, erasures, and the daily look at proofs."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.db import connections
from django.tasks import task
from procrastinate.contrib.django import app

from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from provisioning.lifecycle import archive as copies
from provisioning.lifecycle import delivery, erasing, recheck, sender, states
from provisioning.lifecycle import export as exports
from provisioning.lifecycle.models import Erasure, Export
from tenants.models import Tenant

NOBODY = UUID(int=0)


def _key(text: str) -> UUID:
    """A key as jobs carry it; what is none belongs to nobody."""
    try:
        return UUID(text)
    except ValueError:
        return NOBODY


@task
def archive(tenant: str, reason: str = "", note: str = "") -> None:
    """Make the copy of a place, then let it stand in place of the living pages."""
    with platform_scope():
        row = Tenant.objects.filter(pk=_key(tenant), state=PlaceState.READ_ONLY).first()
    if row is not None:
        copies.make(row, note=note)
        states.change_state(row, PlaceState.ARCHIVED, by=None, reason=reason or "–", note=note, finished=True)


@task
def make_export(export: str) -> None:
    """Write an export, and mail its link to those who may have it."""
    with platform_scope():
        row = Export.objects.filter(pk=_key(export)).first()
    if row is None:
        return
    try:
        made = exports.carry_out(row)
        delivery.send_link(made)
    except (exports.ExportRefused, delivery.NotDeliverable) as problem:
        with platform_scope():
            Export.objects.filter(pk=row.pk).update(problem=str(problem))


@task
def erase(erasure: str) -> None:
    """Carry out one erasure whose day has come."""
    with platform_scope():
        row = Erasure.objects.filter(pk=_key(erasure)).first()
    if row is not None:
        erasing.carry_out(row)


@app.periodic(cron="*/5 * * * *")
@app.task(name="baukasten.erasures", queueing_lock="baukasten.erasures", retry=3)
def due_erasures(timestamp: int) -> None:
    """Erasures whose day has come, and those that a killed worker left half done."""
    try:
        erasing.carry_on()
        delivery.sweep()
    finally:
        connections.close_all()


@app.periodic(cron="17 4 * * *")
@app.task(name="baukasten.proofs", queueing_lock="baukasten.proofs", retry=3)
def daily_proofs(timestamp: int) -> None:
    """Every domain and every sender address, once a day."""
    try:
        now = datetime.fromtimestamp(timestamp, tz=UTC)
        recheck.recheck_all(now)
        sender.recheck_all(now)
    finally:
        connections.close_all()
