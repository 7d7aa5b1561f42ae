"""Carrying an erasure out, step by step. Killed anywhere, the next run goes on where this one ended."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from platform_core.audit.record import record
from platform_core.place import PlaceState
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from provisioning.lifecycle import delivery, export, module_exports
from provisioning.lifecycle.models import Claim, Erasure, ErasureState, Export, Handover, HandoverState
from provisioning.lifecycle.states import fresh, heard, tell
from provisioning.lifecycle.tables import counts
from provisioning.schema.drop import drop_schema_and_role
from tenants.addresses import place_of
from tenants.archive import folder_of
from tenants.live import COLUMNS as BODY_COLUMNS
from tenants.models import Domain, DomainKind, InstalledModule, ResponsibleBody, Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Callable

    type Forgetting = Callable[[Tenant], int]

#: What other apps keep of a place in the public schema: a name for the certificate, and what deletes it.
PUBLIC_ROWS: dict[str, Forgetting] = {}
log = logging.getLogger(__name__)
LOCK_WAIT = "10s"


def forgets(name: str, forget: Forgetting) -> None:
    """Have public rows of a place deleted with it; `forget(tenant)` runs in the platform's scope and counts them."""
    PUBLIC_ROWS[name] = forget


def is_due(erasure: Erasure) -> bool:
    """Whether it is agreed to and its day has come."""
    begun = erasure.state == ErasureState.RUNNING
    return begun or (erasure.state == ErasureState.AGREED and erasure.not_before <= timezone.now())


def carry_on() -> int:
    """Carry out everything that is due; how many ended."""
    with platform_scope():
        waiting = Erasure.objects.filter(state__in=(ErasureState.AGREED, ErasureState.RUNNING))
        due = [erasure for erasure in waiting if is_due(erasure)]
    return sum(_tried(erasure) for erasure in due)


def _tried(erasure: Erasure) -> bool:
    """Whether it ended; what stopped it is noted, and the next round tries again."""
    try:
        return carry_out(erasure).state == ErasureState.DONE
    except Exception as problem:
        log.exception("Erasure %s stopped.", erasure.pk)
        _problem(erasure, f"{type(problem).__name__}: {problem}")
        return False


def _problem(erasure: Erasure, text: str) -> None:
    with platform_scope():
        Erasure.objects.filter(pk=erasure.pk).update(problem=text[:2000])


def carry_out(erasure: Erasure) -> Erasure:
    """Bring one erasure to its end: close, export, drop, clean, certify. Each step looks whether it is done."""
    with platform_scope():
        erasure = Erasure.objects.get(pk=erasure.pk)
    if not is_due(erasure):
        return erasure
    tenant = fresh(erasure.tenant_id)
    if tenant.state != PlaceState.ERASED:
        _close(erasure, tenant)
        _export(erasure, tenant)
        _drop(erasure, tenant)
    _clean(erasure, tenant)
    return _certify(erasure, tenant)


def _step(erasure: Erasure, name: str) -> None:
    """Note a step with its time. In the platform's scope, in the transaction of the step."""
    row = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if name not in [step["name"] for step in row.steps]:
        row.steps = [*row.steps, {"name": name, "at": timezone.now().isoformat()}]
        row.save(update_fields=["steps"])


def _close(erasure: Erasure, tenant: Tenant) -> None:
    """From here on nobody writes, and nobody withdraws."""
    with platform_scope(), transaction.atomic():
        row = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if row.state == ErasureState.WITHDRAWN:
            message = "It was withdrawn."
            raise RuntimeError(message)
        Erasure.objects.filter(pk=row.pk).update(state=ErasureState.RUNNING)
        if tenant.state != PlaceState.ARCHIVED:
            Tenant.objects.filter(pk=tenant.pk).update(state=PlaceState.SUSPENDED)
        _step(erasure, "closed")
        tell(tenant)


def _export(erasure: Erasure, tenant: Tenant) -> None:
    """The full export, with what will be erased; nothing is dropped before it lies on the disk."""
    with platform_scope(), transaction.atomic():
        row = Erasure.objects.select_for_update().get(pk=erasure.pk)
        made = row.export or Export.objects.create(tenant=tenant, asked_by_name=row.asked_by_name, reason=row.reason)
        Erasure.objects.filter(pk=row.pk).update(export=made)
    made = export.carry_out(made)
    with platform_scope():
        place = place_of(fresh(tenant.pk))
    with place_scope(place):
        rows = counts()
    files = export.files_of(place)
    facts = {
        "tables": rows,
        "files": len(files),
        "file_bytes": sum(file.stat().st_size for file in files),
        "export": {"sha256": made.sha256, "bytes": made.size, "rows": made.manifest.get("rows", {})},
        "addresses": [domain.host for domain in fresh(tenant.pk).domains.all()],
        "schema": place.schema,
    }
    with platform_scope(), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(facts=facts)
        _step(erasure, "exported")
    try:
        delivery.send_link(made)
    except delivery.NotDeliverable as nobody:  # an operator can send it later, as long as it is kept
        _problem(erasure, str(nobody))


def _drop(erasure: Erasure, tenant: Tenant) -> None:
    """Schema, role and public rows in one transaction: all of it is gone, or nothing is."""
    with ddl_login(), transaction.atomic():
        with platform_scope():
            row = Erasure.objects.select_for_update().get(pk=erasure.pk)
            if any(step["name"] == "dropped" for step in row.steps):
                return
        with platform_scope(ddl=True), connection.cursor() as cursor:
            cursor.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(LOCK_WAIT)))
        drop_schema_and_role(tenant.schema_name)
        with platform_scope():
            gone = _public_rows(tenant)
            row.facts = {**row.facts, "public_rows": gone}
            row.save(update_fields=["facts"])
            _step(erasure, "dropped")
            after = {"erasure": str(erasure.pk), "export": row.facts.get("export", {}).get("sha256", "")}
            record("place.erased", subject=tenant.name, key=tenant.pk, reason=row.reason, after=after)
    heard(tenant)


def _public_rows(tenant: Tenant) -> dict[str, int]:
    """Delete what the public schema holds of a place, except for its row, its addresses and its certificate."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    waiting = ProcrastinateJob.objects.filter(args__schema=tenant.schema_name, status__in=("todo", "failed"))
    keys = list(waiting.values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [keys])
    gone = {
        "jobs": len(keys),
        "region_entries": RegionEntry.objects.filter(schema=tenant.schema_name).delete()[0],
        "modules": InstalledModule.objects.filter(tenant=tenant).delete()[0],
        "claims": Claim.objects.filter(tenant=tenant).delete()[0],
        "body": _forget_body(tenant),
    }
    Handover.objects.filter(tenant=tenant, state=HandoverState.OPEN).update(state=HandoverState.WITHDRAWN)
    now = timezone.now()
    Domain.objects.filter(tenant=tenant, kind=DomainKind.OWN).update(quarantined_at=now, token="", is_primary=False)
    Tenant.objects.filter(pk=tenant.pk).update(
        state=PlaceState.ERASED,
        state_note="",
        state_since=now,
        schema_version="",
        schema_problem="",
        sender_address="",
        sender_proven_at=None,
        hero="",
        hero_alt="",
        logo="",
    )
    # Last: whoever looks after people here must see that the place has no tables any more.
    return gone | {name: forget(tenant) for name, forget in PUBLIC_ROWS.items()}


def _forget_body(tenant: Tenant) -> int:
    """The people named by a responsible body that answers for no other living place."""
    others = Tenant.objects.filter(body_id=tenant.body_id).exclude(pk=tenant.pk).exclude(state=PlaceState.ERASED)
    if others.exists():
        return 0
    people = dict.fromkeys(set(BODY_COLUMNS) - {"name", "legal_form", "city", "land"}, "")
    return ResponsibleBody.objects.filter(pk=tenant.body_id).update(**people)


def _clean(erasure: Erasure, tenant: Tenant) -> None:
    """Files, the copy of the archive, mails of the development mailbox, exports of modules that were removed."""
    data = Path(settings.DATA_FOLDER)
    for folder in (
        Path(settings.MEDIA_ROOT) / tenant.schema_name,
        folder_of(tenant.schema_name),
        data / "mailbox" / tenant.schema_name,
    ):
        if folder.exists():
            shutil.rmtree(folder)
    module_exports.forget(tenant)
    with platform_scope(), transaction.atomic():
        _step(erasure, "cleaned")


def _certify(erasure: Erasure, tenant: Tenant) -> Erasure:
    """The end: what was erased, when, by whom, and when the last backup of it is gone."""
    with platform_scope(), transaction.atomic():
        row = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if row.state != ErasureState.DONE:
            row.state, row.ended_at = ErasureState.DONE, timezone.now()
            row.backups_until = timezone.localdate() + timedelta(days=settings.BACKUP_DAYS)
            row.save(update_fields=["state", "ended_at", "backups_until"])
            _step(erasure, "certified")
    with platform_scope():
        return Erasure.objects.get(pk=erasure.pk)


def certificate(erasure: Erasure) -> dict[str, Any]:
    """The certificate as data; the page and the JSON file show the same."""
    tenant = fresh(erasure.tenant_id)
    return {
        "certificate": str(erasure.pk),
        "place": {"name": tenant.name, "slug": tenant.slug, "agency": tenant.agency.name, "body": tenant.body.name},
        "reason": erasure.reason,
        "asked": {"by": erasure.asked_by_name, "at": erasure.asked_at},
        "agreed": {"by": erasure.agreed_by_name, "at": erasure.agreed_at},
        "erased_at": erasure.ended_at,
        "erased": erasure.facts,
        "steps": erasure.steps,
        "backups_expire_on": erasure.backups_until,
    }
