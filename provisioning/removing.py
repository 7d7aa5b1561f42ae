"""Removing a module from a place: exported first, then gone with everything that hung on it, in one transaction."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql

from platform_core import registry
from platform_core.contributions.links import check_links_to
from platform_core.contributions.models import Contribution
from platform_core.contributions.numbers import Counter
from platform_core.generations import move_on
from platform_core.options.forms import options_of, store_options
from platform_core.options.models import Option
from platform_core.portal.models import RegionEntry
from platform_core.refusal import Refusal
from platform_core.scope import CORE_APPS, place_scope, platform_scope
from platform_core.web.home import HomeArrangement
from provisioning.archive import Archive, rows_of, verify
from provisioning.belongings import Belongings, belongings_of, drop_waiting_jobs, every, held_by_others, names_of
from provisioning.blueprints.models import Origin
from provisioning.lifecycle.export import folder
from provisioning.lifecycle.module_exports import keep
from provisioning.schema.migrate import fingerprint, settle_constraints
from provisioning.steps import OrderRefused
from provisioning.switch import park, tenant_of
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.log import record_on
from tenants.models import InstalledModule, Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from platform_core.contract import Module
    from platform_core.place import Place
    from provisioning.lifecycle.models import Export


class RemovalRefused(OrderRefused, Refusal):
    """A module that cannot be removed; the message says what stands in the way."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed, and the export in which it lies now."""

    module: str
    export: Path
    sha256: str
    rows: int
    kept: Export | None = None


def export_path(tenant: Tenant, name: str) -> Path:
    """Where an export lies when nobody says otherwise: in the data folder, beside no page that could serve it."""
    moment = timezone.now().strftime("%Y%m%d-%H%M%S")
    return folder() / tenant.slug / f"{tenant.slug}-{name}-{moment}.zip"


def remove(slug: str, name: str, *, export: Path | None = None) -> Removal:
    """Take a module out of a place for good. What is on is parked first, so nothing is written meanwhile.

    Export, tables, rows of the core, numbers, settings, waiting jobs: one transaction on the DDL login; the
    files follow its commit. Switched on again, the module starts empty. Raises RemovalRefused.
    """
    tenant = tenant_of(slug)
    module = _installed(tenant, name)
    _refuse_when_needed(tenant, name)
    park(slug, name)
    path = export or export_path(tenant, name)
    with ddl_login(), transaction.atomic(), _nothing_left_of(path):
        place = _place(tenant)
        with place_scope(place, ddl=True):
            found = _locked(module)
            archive = _export(place, found, path)
            verify(path)
            _drop(found)
        with place_scope(place):
            _forget_around(found)
        with platform_scope():
            _forget_in_public(tenant, place, found)
        drop_waiting_jobs(place, module)
        rows = sum(each.rows or 0 for each in archive.members)
        removal = Removal(name, path, archive.sha256, rows, keep(tenant, name, archive))
        _note(tenant, removal)
    TenantDirectory.forget()
    _look_after_links(tenant, module)
    return removal


@contextlib.contextmanager
def _nothing_left_of(path: Path) -> Iterator[None]:
    """When nothing is removed after all, its export is a copy of what people wrote that nobody asked for.

    Only inside of the transaction: once it may have been committed, the export is the only one there is.
    """
    was_there = path.exists()
    try:
        yield
    except BaseException:
        if not was_there:
            path.unlink(missing_ok=True)
        raise


def _installed(tenant: Tenant, name: str) -> Module:
    if name not in registry.modules():
        known = ", ".join(sorted(registry.modules()))
        raise RemovalRefused(
            _("There is no module “%(name)s”. Modules are: %(known)s.") % {"name": name, "known": known}
        )
    if name not in _place(tenant).installed:
        raise RemovalRefused(
            _("%(place)s does not have the module “%(name)s”, so there is nothing to remove.")
            % {"place": tenant.name, "name": name}
        )
    return registry.modules()[name]


def _refuse_when_needed(tenant: Tenant, name: str) -> None:
    others = [each for each in _place(tenant).installed if name in registry.modules()[each].requires]
    if others:
        raise RemovalRefused(
            _("%(others)s needs the module “%(name)s”. Remove that first.")
            % {"others": ", ".join(sorted(others)), "name": name}
        )


def _place(tenant: Tenant) -> Place:
    with platform_scope():
        return place_of(tenants().get(pk=tenant.pk))


def _locked(module: Module) -> Belongings:
    """Everything of the module, with nobody writing to it until the transaction ends."""
    found = belongings_of(module)
    tables = [Contribution._meta.db_table, *found.tables]
    with connection.cursor() as cursor:
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names))
    found = belongings_of(module)
    if holding := held_by_others(found):
        raise RemovalRefused(
            _("Other modules point at contributions of “%(name)s”: %(tables)s. Remove those first.")
            % {"name": module.name, "tables": ", ".join(holding)}
        )
    return found


def _export(place: Place, found: Belongings, path: Path) -> Archive:
    """In the place's scope."""
    about = {"what": "module", "place": place.slug, "place_name": place.name, "module": found.module.name}
    with Archive(path, about={**about, "migrations": fingerprint(CORE_APPS | {found.module.name})}) as archive:
        for model in found.models:
            archive.lines(f"module/{model._meta.db_table}.jsonl", rows_of(model._meta.db_table))
        for model, keys in found.around.items():
            column = str(model._meta.pk.column) if model._meta.pk else "id"
            table = model._meta.db_table
            archive.lines(f"core/{table}.jsonl", rows_of(table, only=column, keys=sorted(keys)))
        archive.json("people.json", names_of(_authors(found)))
        if found.module.settings is not None:
            archive.json("settings.json", options_of(found.module.settings))
        for name, _size in found.files:
            if default_storage.exists(name):
                with default_storage.open(name) as source:
                    archive.file(f"files/{name}", source)
    return archive


def _authors(found: Belongings) -> set[UUID]:
    people: set[UUID] = set()
    for model, keys in found.around.items():
        for column in ("author", "by", "owner"):
            if any(field.name == column for field in model._meta.fields):
                rows: Any = every(model).filter(pk__in=keys).exclude(**{column: None})
                people |= set(rows.values_list(f"{column}_id", flat=True))
    return people


def _drop(found: Belongings) -> None:
    """The module's tables, all at once: they may point at each other. Its migrations count as never applied."""
    files = [name for name, _size in found.files]
    with connection.cursor() as cursor:
        if found.tables:
            names = sql.SQL(", ").join(map(sql.Identifier, found.tables))
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(names))
        cursor.execute("DELETE FROM django_migrations WHERE app = %s", [found.module.name])
    for name in files:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]  # bound early


def _forget_around(found: Belongings) -> None:
    """Rows of the core, whatever their order: foreign keys are checked at the end."""
    with connection.cursor() as cursor:
        for model, keys in found.around.items():
            column = model._meta.pk.column if model._meta.pk else "id"
            statement = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(
                sql.Identifier(model._meta.db_table), sql.Identifier(str(column))
            )
            cursor.execute(statement, [list(keys)])
    settle_constraints()
    Counter.objects.filter(kind__in=found.kinds).delete()
    if found.module.settings is not None:
        Option.objects.filter(name=found.module.settings.name).delete()
    _forget_blocks({block.template for block in found.module.blocks})


def _forget_blocks(gone: set[str]) -> None:
    stored = options_of(HomeArrangement)
    kept = {
        "order": [each for each in stored["order"] if each not in gone],
        "off": [each for each in stored["off"] if each not in gone],
        "columns": {each: column for each, column in stored["columns"].items() if each not in gone},
    }
    if kept != stored:
        store_options(HomeArrangement, kept)


def _forget_in_public(tenant: Tenant, place: Place, found: Belongings) -> None:
    RegionEntry.objects.filter(schema=place.schema, kind__in=found.kinds).delete()
    InstalledModule.objects.filter(tenant=tenant, name=found.module.name).delete()
    apps = CORE_APPS | (place.installed - {found.module.name})
    Tenant.objects.filter(pk=tenant.pk).update(schema_version=fingerprint(apps))
    for origin in Origin.objects.select_for_update().filter(tenant=tenant):
        # that it was here once stays known, so that no update of its blueprint brings it back
        origin.marks = {
            name: mark for name, mark in origin.marks.items() if not name.startswith(f"{found.module.name}/")
        }
        origin.save(update_fields=["marks"])


def _note(tenant: Tenant, removal: Removal) -> None:
    facts = {"module": removal.module, "rows": removal.rows, "export": removal.export.name, "sha256": removal.sha256}
    record_on(_place(tenant), "module.removed", before={"module": removal.module}, after={**facts, "module": ""})


def _look_after_links(tenant: Tenant, module: Module) -> None:
    """Links of other texts into the module lead nowhere now, and every page is made anew."""
    with place_scope(_place(tenant)):
        check_links_to(f"/{module.path}/")
        move_on()
