"""Places that lack what they need, and tables in them that belong to no module of theirs."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from platform_core import registry
from platform_core.place import WITHOUT_TABLES, PlaceState
from platform_core.scope import place_scope, platform_scope
from provisioning.repair.database import ROLES, SCHEMAS, names
from provisioning.repair.findings import Finding
from provisioning.schema.migrate import migrate_place
from provisioning.schema.roles import create_role, create_schema, give_rights
from provisioning.steps import complete
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.models import InstalledModule, ModuleState, Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Whoever makes a place needs a second. After this long, nobody is at it any more.
STUCK_AFTER = timedelta(minutes=10)
SCHEMA_GONE = "Its schema is missing from the database."


def _living() -> list[Tenant]:
    with platform_scope():
        return list(tenants().exclude(state__in=WITHOUT_TABLES).order_by("slug"))


def without_schema() -> Iterator[Finding]:
    """What people wrote is gone with the schema, so nothing is made up in its place."""
    living = _living()  # asked before the schemas: one that is being erased has still both
    there = set(names(SCHEMAS))
    for tenant in living:
        if tenant.schema_name not in there and _is_still_so(tenant):
            closed = bool(tenant.schema_problem)
            yield Finding(
                what="A place without schema",
                where=f"{tenant.slug} ({tenant.schema_name})",
                remedy="has to be mended by people: restore the schema from the last backup, or erase the place"
                + ("" if closed else "; until then the repair shows its visitors the maintenance page"),
                mend=None if closed else functools.partial(_close, tenant),
            )


def _is_still_so(tenant: Tenant) -> bool:
    """Places can be erased between two looks."""
    with platform_scope():
        return Tenant.objects.filter(pk=tenant.pk).exclude(state__in=WITHOUT_TABLES).exists()


def _close(tenant: Tenant) -> None:
    with platform_scope():
        Tenant.objects.filter(pk=tenant.pk).update(schema_problem=SCHEMA_GONE)
    TenantDirectory.forget()


def without_role() -> Iterator[Finding]:
    """Its tables are there, and nobody may read them."""
    living = _living()
    roles, schemas = set(names(ROLES)), set(names(SCHEMAS))
    for tenant in living:
        if tenant.schema_name in schemas - roles and _is_still_so(tenant):
            yield Finding(
                what="A place without database role",
                where=f"{tenant.slug} ({tenant.schema_name})",
                remedy="makes the role with its rights on the place's tables",
                mend=functools.partial(_make_role, tenant),
            )


def _make_role(tenant: Tenant) -> None:
    with ddl_login(), transaction.atomic():
        create_role(tenant.schema_name)
        give_rights(tenant.schema_name)


def never_finished() -> Iterator[Finding]:
    """Provisioning is one transaction, so this is a row that somebody wrote beforehand and nobody went on with."""
    with platform_scope():
        old = timezone.now() - STUCK_AFTER
        stuck = list(Tenant.objects.filter(state=PlaceState.PROVISIONING, created_at__lt=old).order_by("slug"))
    for tenant in stuck:
        yield Finding(
            what="A place that was never finished",
            where=f"{tenant.slug} ({tenant.schema_name})",
            remedy="makes what it lacks – role, schema, address, tables – and opens it to its people",
            mend=functools.partial(_finish, tenant),
        )


def _finish(tenant: Tenant) -> None:
    with ddl_login(), transaction.atomic():
        with platform_scope():
            locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if locked.state != PlaceState.PROVISIONING:
            return
        if locked.schema_name not in names(ROLES):
            create_role(locked.schema_name)
        if locked.schema_name not in names(SCHEMAS):
            create_schema(locked.schema_name)
        give_rights(locked.schema_name)
        complete(locked)
    TenantDirectory.forget()


def tables_of_no_module() -> Iterator[Finding]:
    """Tables of a module that the place does not have: somebody began to remove it, or to add it, by hand."""
    owners = {table: name for name in registry.modules() for table in tables_of(name)}
    schemas = set(names(SCHEMAS))
    for tenant in _living():
        if tenant.schema_name not in schemas:
            continue
        here = _tables_in(tenant.schema_name)
        known = {each.name for each in tenant.installed_modules.all()}
        for module in sorted({owners[table] for table in here if table in owners} - known):
            yield _left_behind(tenant, module, sorted(here & tables_of(module)))


def _left_behind(tenant: Tenant, module: str, tables: list[str]) -> Finding:
    where = f"{tenant.slug} ({tenant.schema_name}): {', '.join(tables)}"
    what = f"Tables of the module {module!r}, which the place does not have"
    if not any(_has_rows(tenant, table) for table in tables):
        mend = functools.partial(_drop_tables, tenant, module, tables)
        return Finding(what, where, "drops them; they are empty", mend)
    if set(tables) == tables_of(module):
        mend = functools.partial(_park, tenant, module)
        return Finding(what, where, "keeps them: the module is entered as parked, from where it can be removed", mend)
    return Finding(what, where, "has to be mended by people: some hold rows, others of the module are missing")


@functools.cache
def tables_of(module: str) -> frozenset[str]:
    """The tables that a module brings into a place."""
    models = apps.get_app_config(module).get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy)


def _tables_in(schema: str) -> set[str]:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = %s", [schema])
        return {row[0] for row in cursor.fetchall()}


def _has_rows(tenant: Tenant, table: str) -> bool:
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
    with place_scope(place), connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
        return bool(cursor.fetchone()[0])


def _drop_tables(tenant: Tenant, module: str, tables: list[str]) -> None:
    with ddl_login(), transaction.atomic():
        with platform_scope():
            place = place_of(tenants().select_for_update(of=("self",)).get(pk=tenant.pk))
        if module in place.installed or any(_has_rows(tenant, table) for table in tables):
            message = f"{module} is in use in {tenant.slug} by now. Nothing was changed."
            raise ValueError(message)
        with place_scope(place, ddl=True), connection.cursor() as cursor:
            listed = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
            cursor.execute(sql.SQL("DROP TABLE {}").format(listed))
            cursor.execute("DELETE FROM django_migrations WHERE app = %s", [module])


def _park(tenant: Tenant, module: str) -> None:
    with ddl_login(), transaction.atomic():
        with platform_scope():
            InstalledModule.objects.get_or_create(tenant=tenant, name=module, defaults={"state": ModuleState.PARKED})
        migrate_place(tenant)
    TenantDirectory.forget()
