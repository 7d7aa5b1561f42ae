"""Running migrations in the scope that is open, and nowhere else.

Never `migrate` with all leaf nodes: a router that refuses a table still lets
Django record the migration as applied. The targets are the leaf nodes of the
apps that belong into this schema, and a plan with any other app is refused.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from platform_core.scope import DDL_ROLE, PUBLIC_ROLE, current, place_scope, platform_scope
from provisioning.schema.replay import ReplayingExecutor
from tenants.addresses import place_of, tenants
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login


class StrayMigration(Exception):
    """A migration that would pull another app's tables into this schema."""


def migrate_here() -> list[str]:
    """Bring the schema in scope to the newest migrations of its apps; the names of those applied.

    Needs a scope opened with `ddl=True` on the DDL login. Raises StrayMigration.
    """
    executor = ReplayingExecutor(connection, progress_callback=_settle_constraints)
    apps = current().apps
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] in apps]
    plan = executor.migration_plan(targets)
    stray = {migration.app_label for migration, _backwards in plan} - apps
    if stray:
        message = f"Migrations of {', '.join(sorted(stray))} do not belong into schema {current().schema}."
        raise StrayMigration(message)
    executor.loader.check_consistent_history(connection)
    executor.replay(plan)
    settle_constraints()
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _settle_constraints(action: str, *args: Any) -> None:
    if action == "apply_success":
        settle_constraints()


def settle_constraints() -> None:
    """Fire deferred triggers now: ALTER TABLE after rows were written fails with pending ones."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@functools.cache
def fingerprint(apps: frozenset[str]) -> str:
    """What `Tenant.schema_version` says when every migration of these apps is applied."""
    graph = MigrationLoader(None).graph
    names = sorted(f"{app}.{name}" for app, name in graph.leaf_nodes() if app in apps)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def migrate_platform() -> None:
    """Create or update the public schema.

    Not one transaction: Procrastinate adds enum values and uses them in the
    next migration, which PostgreSQL refuses within one.
    """
    with ddl_login(), platform_scope(ddl=True):
        if migrate_here():
            grant_public()


def grant_public() -> None:
    """The role of the public schema may use its tables, as roles of places may use theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {PUBLIC_ROLE};"
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {PUBLIC_ROLE};"
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {DDL_ROLE} IN SCHEMA public"
            f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {PUBLIC_ROLE}"
        )


def migrate_place(tenant: Tenant) -> list[str]:
    """Bring one place's schema to the newest migrations in one transaction. On the DDL login."""
    with transaction.atomic():
        with platform_scope():
            place = place_of(tenants().get(pk=tenant.pk))
        with place_scope(place, ddl=True):
            applied = migrate_here()
            version = fingerprint(current().apps)
        with platform_scope():
            Tenant.objects.filter(pk=tenant.pk).update(schema_version=version, schema_problem="")
    return applied
