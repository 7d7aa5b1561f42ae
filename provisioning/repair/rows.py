"""Rows of the public schema that speak of places which are not there, and places that nobody can reach."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, OuterRef

from platform_core.place import WITHOUT_TABLES
from platform_core.portal.models import RegionEntry
from platform_core.scope import platform_scope
from provisioning.repair.database import known_schemas
from provisioning.repair.findings import Finding
from provisioning.steps import give_address
from tenants.addresses import TenantDirectory
from tenants.models import Domain, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

STRANGERS = """
    SELECT DISTINCT args->>'schema' FROM procrastinate_jobs
     WHERE status IN ('todo', 'failed') AND args->>'schema' ~ '^t_[a-z2-7]{10}$'
"""
NO_MORE_JOBS = "DELETE FROM procrastinate_jobs WHERE status IN ('todo', 'failed') AND args->>'schema' = %s"


def addresses_of_nobody() -> Iterator[Finding]:
    """The database forbids them; a restored backup may hold them all the same."""
    with platform_scope():
        there = Exists(Tenant.objects.filter(pk=OuterRef("tenant_id")))
        strays = list(Domain.objects.filter(~there).order_by("host").values_list("pk", "host"))
    for key, host in strays:
        yield Finding("An address without place", host, "frees the address", functools.partial(_free, key))


def _free(key: UUID) -> None:
    with platform_scope():
        there = Exists(Tenant.objects.filter(pk=OuterRef("tenant_id")))
        Domain.objects.filter(~there, pk=key).delete()


def places_without_address() -> Iterator[Finding]:
    """Each place has one primary address, from which its links are made."""
    with platform_scope():
        primary = Exists(Domain.objects.filter(tenant=OuterRef("pk"), is_primary=True))
        lost = list(Tenant.objects.filter(~primary).exclude(state__in=WITHOUT_TABLES).order_by("slug"))
    for tenant in lost:
        yield Finding(
            what="A place without primary address",
            where=tenant.slug,
            remedy=f"makes {tenant.default_host} its address",
            mend=functools.partial(_give_address, tenant),
        )


def _give_address(tenant: Tenant) -> None:
    with platform_scope():
        taken = Domain.objects.filter(host=tenant.default_host).exclude(tenant=tenant).first()
        if taken is not None:
            message = f"{tenant.default_host} belongs to {taken.tenant.slug}. Give {tenant.slug} another address."
            raise ValueError(message)
        give_address(tenant)
    TenantDirectory.forget()


def entries_of_nobody() -> Iterator[Finding]:
    """The portal of a region would list what is no longer there."""
    with platform_scope():
        listed = set(RegionEntry.objects.values_list("schema", flat=True).distinct())
    for schema in sorted(listed - known_schemas()):
        yield Finding(
            what="Entries on the portal of a region, from a place that is gone",
            where=schema,
            remedy="takes them off the portal",
            mend=functools.partial(_take_off, schema),
        )


def _take_off(schema: str) -> None:
    with platform_scope():
        RegionEntry.objects.filter(schema=schema).delete()


def jobs_of_nobody() -> Iterator[Finding]:
    """They could only fail."""
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(STRANGERS)
        schemas = {row[0] for row in cursor.fetchall()}
    for schema in sorted(schemas - known_schemas()):
        yield Finding("Jobs of a place that is gone", schema, "deletes them", functools.partial(_forget_jobs, schema))


def _forget_jobs(schema: str) -> None:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(NO_MORE_JOBS, [schema])
