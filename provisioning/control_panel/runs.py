"""Doing one action with many places: a job, place by place, that a killed worker's successor goes on with."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.audit.actor import Actor, acting_as
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.control_panel import bulk
from provisioning.control_panel.models import BulkItem, BulkRun, ItemState
from provisioning.steps import OrderRefused
from tenants.addresses import TenantDirectory, tenants
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from platform_core.accounts.models import Person
    from provisioning.control_panel.bulk import Bulk
    from tenants.models import Tenant

ONE_RUN = 7_225_391  # an advisory lock per run: two workers never do the same one


@dataclass(frozen=True, slots=True)
class Line:
    """What a dry run says of one place."""

    tenant: Tenant
    said: str
    will_change: bool = False
    is_refused: bool = False


def try_out(action: Bulk, here: Iterable[Tenant], choice: Mapping[str, Any]) -> list[Line]:
    """What the action would do with each place; nothing is changed."""
    lines = []
    for tenant in here:
        try:
            said = action.dry_run(tenant, choice)
        except (Refusal, OrderRefused) as refused:
            lines.append(Line(tenant, str(refused), is_refused=True))
        else:
            lines.append(Line(tenant, said or _("Nothing changes."), will_change=bool(said)))
    return lines


@transaction.atomic
def start(action: Bulk, here: Iterable[Tenant], choice: Mapping[str, Any], *, by: Person) -> BulkRun:
    """Begin a run; it is done by the job worker."""
    run = BulkRun.objects.create(action=action.name, choice=dict(choice), by=by.public_name, by_key=by.pk)
    BulkItem.objects.bulk_create(BulkItem(run=run, tenant=tenant) for tenant in here)
    carry_out.enqueue(str(run.pk))
    return run


@transaction.atomic
def resume(run: BulkRun) -> None:
    """Try again where it failed; places that are done stay as they are."""
    run.items.filter(state=ItemState.FAILED).update(state=ItemState.WAITING, said="", took=None)
    BulkRun.objects.filter(pk=run.pk).update(ended_at=None)
    carry_out.enqueue(str(run.pk))


@task
def carry_out(key: str) -> None:
    """Do what is left of a run. A second worker with the same run has nothing to do, nor is there a run without key."""
    try:
        run = UUID(key)
    except ValueError:
        return
    with platform_scope():
        _carry_out(run)


def _carry_out(key: UUID) -> None:
    run = BulkRun.objects.filter(pk=key).first()
    action = bulk.action(run.action) if run else None
    if run is None or action is None:
        return
    with ddl_login(), acting_as(lambda: Actor("person", run.by, run.by_key)):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_catalog.pg_try_advisory_lock(%s, pg_catalog.hashtext(%s))", [ONE_RUN, str(run.pk)]
            )
            if not cursor.fetchone()[0]:
                return
        for item in run.items.filter(state=ItemState.WAITING).values_list("pk", "tenant_id"):
            _do(action, run, *item)
    BulkRun.objects.filter(pk=run.pk).update(ended_at=timezone.now())


def _do(action: Bulk, run: BulkRun, item: UUID, tenant_id: UUID) -> None:
    """One place; whatever goes wrong is said at this place, and the others go on."""
    begin = time.monotonic()
    try:
        tenant = tenants().get(pk=tenant_id)
        said, state = action.act(tenant, run.choice), ItemState.DONE
    except (Refusal, OrderRefused) as refused:
        said, state = str(refused), ItemState.FAILED
    except Exception as problem:  # noqa: BLE001  # one place must not stop a hundred others
        said, state = f"{type(problem).__name__}: {problem}", ItemState.FAILED
    TenantDirectory.forget()
    took = round(1000 * (time.monotonic() - begin))
    with platform_scope():
        BulkItem.objects.filter(pk=item).update(state=state, said=said[:2000], took=took)
