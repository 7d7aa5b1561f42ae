"""The daily look at every proof: what fails for three days is taken out of service."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.audit.record import record
from platform_core.scope import platform_scope
from provisioning.lifecycle.dns import Unreachable, texts
from provisioning.lifecycle.states import fresh, tell, write_down
from tenants.models import BaseDomain, Domain, DomainKind

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A proof that is gone, and name servers that do not answer: the second may be our own fault.
PATIENCE = timedelta(days=3)
LONG_PATIENCE = timedelta(days=14)


def still_proves(name: Domain | BaseDomain) -> bool:
    """Whether the proof of a name is there right now; servers that do not answer count as yes."""
    try:
        return _said(name) == ""
    except Unreachable:
        return True


def _said(name: Domain | BaseDomain) -> str:
    """What is wrong with the proof, or nothing. Raises Unreachable."""
    found = [text.strip() for text in texts(f"_baukasten.{name.host}")]
    wanted = f"baukasten={name.token}"
    if name.token and wanted in found:
        return ""
    return _("The TXT record _baukasten.%(host)s no longer says %(value)s.") % {"host": name.host, "value": wanted}


def recheck_all(now: datetime) -> list[str]:
    """Look at every name that has to be proved; those taken out of service."""
    with platform_scope():
        names: list[Domain | BaseDomain] = [
            *Domain.objects.filter(kind=DomainKind.OWN, verified_at__isnull=False, quarantined_at=None),
            *BaseDomain.objects.filter(verified_at__isnull=False, quarantined_at=None),
        ]
    return [name.host for name in names if recheck(name, now)]


def recheck(name: Domain | BaseDomain, now: datetime) -> bool:
    """Look at one name and note what was found; whether it was taken out of service."""
    patience = PATIENCE
    try:
        problem = _said(name)
    except Unreachable:
        problem, patience = _("The name servers of %(host)s do not answer.") % {"host": name.host}, LONG_PATIENCE
    with platform_scope(), transaction.atomic():
        row = type(name)._default_manager.select_for_update().filter(pk=name.pk, quarantined_at=None).first()
        if row is None:
            return False
        is_new = bool(problem) and row.failing_since is None
        row.failing_since = (row.failing_since or now) if problem else None
        row.checked_at, row.problem = now, problem[:300]
        is_over = row.failing_since is not None and now - row.failing_since >= patience
        if is_over:
            row.quarantined_at = now
        row.save(update_fields=["failing_since", "checked_at", "problem", "quarantined_at"])
        _tell(row, now, is_new=is_new, is_over=is_over)
    return is_over


def _tell(name: Domain | BaseDomain, now: datetime, *, is_new: bool, is_over: bool) -> None:
    """Log lines, and what follows from a quarantine."""
    action = "address.quarantined" if is_over else "address.failing" if is_new else ""
    if isinstance(name, BaseDomain):
        if is_over:
            Domain.objects.filter(pk__in=[each.pk for each in below(name)]).update(quarantined_at=now)
        if action:
            record(action, subject=name.agency.name, key=name.agency_id, after={"host": name.host}, reason=name.problem)
        return
    if action:
        tenant = fresh(name.tenant_id)
        write_down(tenant, action, reason=name.problem, after={"host": name.host})
        tell(tenant)


def below(base: BaseDomain) -> Iterator[Domain]:
    """The addresses of places below a base domain."""
    yield from Domain.objects.filter(kind=DomainKind.AGENCY, host__endswith=f".{base.host}")
