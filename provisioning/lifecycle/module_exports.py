"""Exports of modules that were removed from a place: who gets them, how long they are kept, and what is left of them.

They hold what people wrote, so they go the way of whole exports: the panel shows that they are there, and the
file itself goes by a link in a mail to the place's admins and its responsible body (decision 0009).
"""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from platform_core import registry
from platform_core.audit.actor import acting
from platform_core.scope import platform_scope
from provisioning.lifecycle.export import folder
from provisioning.lifecycle.models import LINK_HOURS, Export
from provisioning.lifecycle.states import fresh, write_down
from provisioning.lifecycle.who import check_may_care_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.db.models import QuerySet

    from platform_core.accounts.models import Person
    from provisioning.archive import Archive
    from tenants.models import Tenant


def keep(tenant: Tenant, module: str, archive: Archive) -> Export | None:
    """Note the export of a module that is being removed; None for a file that its owner keeps elsewhere."""
    if not archive.path.is_relative_to(folder()):
        return None
    facts = {"module": module, "made_at": timezone.now(), "size": archive.size, "sha256": archive.sha256}
    who = acting()
    with platform_scope():
        return Export.objects.create(
            tenant_id=tenant.pk,
            asked_by=who.key,
            asked_by_name=who.name[:160],
            file=archive.path.relative_to(folder()).as_posix(),
            **facts,
        )


def kept_of(tenant: Tenant) -> QuerySet[Export]:
    """The exports of removed modules that are still there, the newest first. In the platform's scope."""
    return Export.objects.of_modules().filter(tenant=tenant).exclude(file="")


def listed(tenant: Tenant) -> list[dict[str, Any]]:
    """The same for a page: each with the title of its module, and whether a link to it still works."""
    now = timezone.now()
    return [
        {"row": row, "title": title_of(row), "has_link": bool(row.link and row.link_until and row.link_until > now)}
        for row in kept_of(tenant)
    ]


def title_of(export: Export) -> str:
    """The module as people know it; its name where it is no longer part of the platform."""
    known = registry.modules().get(export.module)
    return str(known.title) if known else export.module


def delete(export: Export, *, by: Person | None, reason: str = "") -> None:
    """Delete the file before its time; again changes nothing. Raises NotAllowed."""
    tenant = fresh(export.tenant_id)
    check_may_care_for(by, tenant)
    _delete(export, tenant, reason=reason)


def _delete(export: Export, tenant: Tenant, *, reason: str) -> bool:
    """Whether there was one. The row says so first: nobody is sent to a file that is gone."""
    with platform_scope(), transaction.atomic():
        if not Export.objects.filter(pk=export.pk).exclude(file="").update(file="", link=""):
            return False
        after = {"module": export.module, "sha256": export.sha256}
        write_down(tenant, "export.deleted", reason=reason, after=after)
        transaction.on_commit(lambda: _unlink(folder() / export.file))
    return True


def _unlink(file: Path) -> None:
    """With its folder, when it was the last one there."""
    file.unlink(missing_ok=True)
    if file.parent != folder():
        with contextlib.suppress(OSError):
            file.parent.rmdir()


def forget(tenant: Tenant) -> int:
    """Delete all of them with their place; how many. What is said of them remains."""
    with platform_scope():
        found = list(kept_of(tenant))
        for each in found:
            _unlink(folder() / each.file)
            Export.objects.filter(pk=each.pk).update(file="", link="")
    return len(found)


def sweep() -> int:
    """Delete what is older than it may be, and files that no row speaks of by then; how many."""
    limit = timezone.now() - timedelta(days=settings.MODULE_EXPORT_DAYS)
    with platform_scope():
        old = list(Export.objects.of_modules().exclude(file="").filter(made_at__lt=limit))
    gone = sum(_delete(each, fresh(each.tenant_id), reason="") for each in old)
    for file in strays(hours=settings.MODULE_EXPORT_DAYS * 24):
        _unlink(file)
        gone += 1
    for torso in torsos(hours=LINK_HOURS):
        _unlink(torso)
        gone += 1
    return gone


def strays(*, hours: float = 0) -> Iterator[Path]:
    """Files in folders of places that no row speaks of and that nobody has touched for so long."""
    with platform_scope():
        known = set(Export.objects.of_modules().exclude(file="").values_list("file", flat=True))
    for file in sorted(folder().glob("*/*.zip")):
        if file.relative_to(folder()).as_posix() not in known and is_older(file, hours):
            yield file


def torsos(*, hours: float) -> Iterator[Path]:
    """What somebody began to write and did not end, here or in the folder of a place."""
    yield from (file for file in sorted(folder().rglob("*.part")) if is_older(file, hours))


def is_older(file: Path, hours: float) -> bool:
    """Whether nobody has written to it for so long; a file that is gone meanwhile is nobody's concern."""
    try:
        return timezone.now().timestamp() - file.stat().st_mtime >= hours * 3600
    except FileNotFoundError:
        return False
