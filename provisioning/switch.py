"""Switching modules of a living place: on, parked, and on again without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from platform_core import registry
from platform_core.scope import platform_scope
from provisioning.consequences import Consequence, consequence_of
from provisioning.schema.migrate import migrate_place
from provisioning.steps import OrderRefused
from tenants.addresses import place_of, tenants
from tenants.log import record_on
from tenants.models import InstalledModule, ModuleState
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from tenants.models import Tenant


def tenant_of(slug: str) -> Tenant:
    """The tenant with this slug. Raises OrderRefused naming those there are."""
    with platform_scope():
        found = tenants().filter(slug=slug).first()
        if found is None:
            known = ", ".join(tenants().order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise OrderRefused(f"There is no place {slug!r}. Places are: {known}.")
    return found


def switch_on(slug: str, name: str) -> bool:
    """Switch a module on; creates its tables when it was never here. Whether anything changed."""
    tenant = tenant_of(slug)
    on = {each.name for each in tenant.installed_modules.all() if each.state == ModuleState.ON}
    _check_known(slug, name)
    missing = set(registry.modules()[name].requires) - on
    if missing:
        raise OrderRefused(f"{slug}: module {name!r} needs {', '.join(sorted(missing))}. Switch that on first.")
    if name in on:
        return False
    with ddl_login(), transaction.atomic():
        with platform_scope():
            InstalledModule.objects.update_or_create(tenant=tenant, name=name, defaults={"state": ModuleState.ON})
        migrate_place(tenant)
        _note(tenant, "module.on", name)
    return True


def park(slug: str, name: str) -> bool:
    """Switch a module off; tables and rows stay, migrations go on. Whether anything changed."""
    tenant = tenant_of(slug)
    _check_known(slug, name)
    on = {each.name for each in tenant.installed_modules.all() if each.state == ModuleState.ON}
    needing = sorted(other for other in on if name in registry.modules()[other].requires)
    if needing:
        raise OrderRefused(f"{slug}: {', '.join(needing)} needs module {name!r}. Switch that off first.")
    if name not in on:
        return False
    with platform_scope(), transaction.atomic():
        for row in InstalledModule.objects.filter(tenant=tenant, name=name):
            row.state = ModuleState.PARKED
            row.save(update_fields=["state"])
        _note(tenant, "module.parked", name)
    return True


def _note(tenant: Tenant, action: str, name: str) -> None:
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
    record_on(place, action, after={"module": name})


def consequence(slug: str, name: str) -> Consequence:
    """The dry run of `park` and of `remove`."""
    _check_known(slug, name)
    return consequence_of(tenant_of(slug), name)


def _check_known(slug: str, name: str) -> None:
    if name not in registry.modules():
        known = ", ".join(sorted(registry.modules()))
        raise OrderRefused(f"{slug}: there is no module {name!r}. Modules are: {known}.")
