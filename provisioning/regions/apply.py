"""Applying a region file: the agency, its bodies, each place in one transaction, then its demo content."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction

from platform_core import registry
from platform_core.contributions.topics import plant_topics
from platform_core.generations import move_on
from platform_core.notify.events import silence
from platform_core.scope import place_scope, platform_scope
from provisioning.care.figures import collect
from provisioning.demo import demo_password, plant_people
from provisioning.regions.reader import RegionFile, RegionFileError, load, read
from provisioning.steps import PlaceOrder, check_free, check_order, complaints, provision
from provisioning.timing import unheard
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.models import Agency, ResponsibleBody, Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from django.db.models import Model

    from provisioning.timing import OnStep


OWN_PAGE = "/verwalten/gesicht/"
PICTURES = ("hero", "hero_alt", "logo")  # which no order names


def apply_file(path: Path, say: Callable[[str], None]) -> None:
    """Bring the platform to a region file; a second run changes nothing.

    The whole file is checked before anything is written. Raises
    RegionFileError and OrderRefused with a sentence.
    """
    apply(read(path), say)


def apply(wanted: RegionFile, say: Callable[[str], None]) -> None:
    """The same for what was read from anywhere."""
    check(wanted)
    with ddl_login():
        agency = write_agency(wanted)
        for order, content in wanted.orders:
            started = time.perf_counter()
            tenant, is_new = carry_out(agency, order, content)
            if is_new and content is not None:
                collect(tenant)
            took = (time.perf_counter() - started) * 1000
            say(f"{order.name}: {'created' if is_new else 'is as ordered'} ({took:.0f} ms)")
            if kept := kept_by_its_people(tenant, order):
                say(f"  Kept as its people set it on {OWN_PAGE}: {', '.join(kept)}.")
    TenantDirectory.forget()


def carry_out(
    agency: UUID, order: PlaceOrder, content: Path | None, *, on_step: OnStep = unheard
) -> tuple[Tenant, bool]:
    """One place of a region file with its demo content; whether it is new. On the DDL login."""
    tenant, is_new = provision(agency, order, on_step=on_step)
    if content is not None:
        _plant(tenant.pk, order, content)
    return tenant, is_new


def kept_by_its_people(tenant: Tenant, order: PlaceOrder) -> list[str]:
    """Columns in which the place differs from its order, because its own people changed them."""
    wanted = {name: getattr(order, name, None) or getattr(order.look, name, "") for name in tenant.own_face}
    return [name for name, value in wanted.items() if name not in PICTURES and getattr(tenant, name) != value]


def check(wanted: RegionFile) -> None:
    """Everything that can be known to fail, before the first row is written. Raises as apply_file."""
    for order, _content in wanted.orders:
        check_order(order)
    named: list[tuple[str, Model]] = [("[agency]", Agency(**wanted.agency))]
    named += [(f"[[body]] {number}", ResponsibleBody(**body)) for number, body in enumerate(wanted.bodies, 1)]
    for where, row in named:
        if wrong := complaints(row, "agency"):
            raise RegionFileError(f"{wanted.name}: {where}: {wrong}")
    with platform_scope():
        check_free(wanted.agency["slug"], [order.slug for order, _content in wanted.orders])


def write_agency(wanted: RegionFile) -> UUID:
    """The rows of the agency and its responsible bodies; the agency's key."""
    with platform_scope(), transaction.atomic():
        agency, _new = Agency.objects.update_or_create(slug=wanted.agency["slug"], defaults=wanted.agency)
        for body in wanted.bodies:
            given = {name: value for name, value in body.items() if value}  # what was entered in a place stays
            ResponsibleBody.objects.update_or_create(agency=agency, key=body["key"], defaults=given)
    return agency.pk


def _plant(tenant_id: UUID, order: PlaceOrder, content: Path) -> None:
    """People first, then each module's own part of the content file; one transaction."""
    data = load(content)
    with platform_scope():
        place = place_of(tenants().get(pk=tenant_id))
    with place_scope(place), silence(), transaction.atomic():
        people = plant_people(data, demo_password())
        plant_topics(data.get("topics", []))
        for name in order.modules:
            plant = registry.modules()[name].demo
            if plant is None:
                continue
            try:
                plant(data, people)
            except KeyError as missing:
                raise RegionFileError(
                    f"{content.name}: {missing} is missing. Module {name!r} needs it as a field of an entry, "
                    "or as the key of a [[person]]."
                ) from missing
        move_on()
