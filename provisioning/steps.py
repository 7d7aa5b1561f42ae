"""The steps from an order to a living place. The database part is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from platform_core import registry
from platform_core.legal.completeness import missing_in
from platform_core.place import Look, PlaceKind, PlaceState
from platform_core.scope import platform_scope
from provisioning.blueprints import Blueprint, NoBlueprint, blueprint
from provisioning.blueprints.planting import plant
from provisioning.care.figures import weigh
from provisioning.care.invitations import invite_missing
from provisioning.lifecycle.addresses import give_agency_address
from provisioning.schema.migrate import migrate_place
from provisioning.schema.roles import create_role, create_schema, give_rights
from provisioning.timing import timed, unheard
from tenants.addresses import place_of, tenants
from tenants.log import record_on
from tenants.models import Agency, Domain, InstalledModule, ModuleState, ResponsibleBody, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import Model

    from platform_core.place import Place
    from provisioning.care.invitations import Admin
    from provisioning.timing import OnStep

ORDERED = ("name", "kind", "subtitle", "claim", "zone", "ags", "lat", "lon", "population")
#: The parts of a look that a region file may set; pictures come with the place's own page.
LOOK_KEYS = ("accent", "second", "emblem", "landscape", "radius", "font", "mode")
FACTS = (*ORDERED, *LOOK_KEYS)


class OrderRefused(Exception):
    """An order that cannot be carried out; the message names the place, the value and what is allowed."""


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """What somebody wants a place to be.

    `body` is the key of a responsible body of the agency; `blueprint` is what a new place begins with, its topics
    and first pages (`starter`) included. Demonstrations bring contents of their own. `admins` are invited by mail.
    """

    slug: str
    name: str
    kind: PlaceKind
    body: str
    subtitle: str = ""
    claim: str = ""
    modules: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)
    zone: str = "Europe/Berlin"
    ags: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    demo: bool = False
    blueprint: str = ""
    starter: bool = True
    admins: tuple[Admin, ...] = ()


def provision(agency_id: UUID, order: PlaceOrder, *, on_step: OnStep = unheard) -> tuple[Tenant, bool]:
    """Make the place of an order, or bring the one that is there to it; whether it is new.

    Idempotent, on the DDL login. All of it – row, role, schema, tables,
    address – is one transaction: killed anywhere, nothing is left. `on_step`
    hears the name of each step and its milliseconds, also of the one that fails.
    """
    check_order(order)
    with transaction.atomic():
        with timed("row", on_step), platform_scope():
            agency = Agency.objects.select_for_update().get(pk=agency_id)
            before = facts(order.slug)
            plan = _plan_of(order, agency)
            tenant, is_new = _row(agency, order)
        if is_new:
            with timed("schema", on_step):
                _create_role_and_schema(tenant.schema_name)
        with timed("address", on_step), platform_scope():
            give_address(tenant)
            for name in order.modules:
                _install(tenant, name)
        with timed("tables", on_step):
            migrate_place(tenant)
            _note(tenant, before)
        _furnish(tenant, order, plan if is_new else None, on_step)
    return tenant, is_new


def _furnish(tenant: Tenant, order: PlaceOrder, plan: Blueprint | None, on_step: OnStep) -> None:
    """What a place needs beside its tables: what it begins with (a new one has a plan), a state, invitations."""
    with timed("home", on_step):
        if plan is not None:
            _begin(tenant, order, plan)
        with platform_scope():
            if tenant.state == PlaceState.PROVISIONING:
                tenant.state = _first_state(tenant)
                tenant.save(update_fields=["state"])
            if plan is not None:
                weigh(tenant)
    if order.admins:
        with timed("invitation", on_step):
            invite_missing(tenant=tenant, admins=order.admins)


def _place(tenant: Tenant) -> Place:
    with platform_scope():
        return place_of(tenants().get(pk=tenant.pk))


def facts(slug: str) -> dict[str, Any]:
    """What an order can change in a place, as it is; empty when there is none yet. In the platform's scope."""
    tenant = tenants().filter(slug=slug).first()
    return facts_of(tenant) if tenant else {}


def facts_of(tenant: Tenant) -> dict[str, Any]:
    """The same of a place that was read with all that belongs to it."""
    on = {each.name for each in tenant.installed_modules.all() if each.state == ModuleState.ON}
    return _described(tenant, tenant.body.key, on)


def facts_after(order: PlaceOrder, tenant: Tenant | None) -> dict[str, Any]:
    """The same as it will be once the order is carried out; the tenant is changed, but not written."""
    modules = facts_of(tenant)["modules"] if tenant else ()
    after = tenant or Tenant(slug=order.slug)
    _fill(after, order)
    return _described(after, order.body, {*modules, *order.modules})


def _described(tenant: Tenant, body: str, modules: set[str]) -> dict[str, Any]:
    own = {name: str(value) if isinstance(value := getattr(tenant, name), StrEnum) else value for name in FACTS}
    return {**own, "body": body, "modules": sorted(modules)}


def _note(tenant: Tenant, before: dict[str, Any]) -> None:
    with platform_scope():
        after, place = facts(tenant.slug), place_of(tenants().get(pk=tenant.pk))
    if before != after:
        record_on(place, "place.ordered" if before else "place.made", before=before, after=after)


def _first_state(tenant: Tenant) -> PlaceState:
    """Public at once for demonstrations and for places whose legal pages are complete; others are prepared first."""
    ready = tenant.is_demo or not missing_in(place_of(tenant))
    return PlaceState.ACTIVE if ready else PlaceState.PREPARING


def check_order(order: PlaceOrder) -> None:
    """Raises OrderRefused for what is wrong whatever else there is; asks no database."""
    check_modules(order.slug, order.modules)
    for problem in _problems(order):
        raise OrderRefused(f"{order.slug}: {problem}")
    tenant = Tenant(slug=order.slug)
    _fill(tenant, order)
    if wrong := complaints(tenant, "agency", "body"):
        raise OrderRefused(f"{order.slug}: {wrong}")


def complaints(row: Model, *unasked: str) -> str:
    """What is wrong with the fields of a row, in the one language of the command line; empty when nothing is."""
    with translation.override("en"):
        try:
            row.full_clean(exclude=unasked, validate_unique=False, validate_constraints=False)
        except ValidationError as invalid:
            return "; ".join(f"{name}: {' '.join(said)}" for name, said in invalid.message_dict.items())
    return ""


def _problems(order: PlaceOrder) -> Iterator[str]:
    try:
        ZoneInfo(order.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"zone: {order.zone!r} is no time zone. Write one as Europe/Berlin."
    for name, value, limit in (("lat", order.lat, 90), ("lon", order.lon, 180)):
        if value is not None and not abs(value) <= limit:
            yield f"{name}: {value!r} is not on earth. Allowed are numbers within ±{limit}."
    for admin in order.admins:
        try:
            validate_email(admin.email)
        except ValidationError:
            yield f"admins: {admin.email!r} is no e-mail address. Write one as clara@example.org."


def _fill(tenant: Tenant, order: PlaceOrder) -> None:
    """All that the order says, except for what the place's own people changed in its face."""
    wanted = {name: getattr(order, name) for name in ORDERED} | {name: getattr(order.look, name) for name in LOOK_KEYS}
    for name, value in wanted.items():
        if name not in tenant.own_face:
            setattr(tenant, name, value)
    tenant.is_demo = order.demo


def check_modules(slug: str, names: tuple[str, ...]) -> None:
    """Raises OrderRefused for a module that does not exist or lacks one that it requires."""
    known = registry.modules()
    for name in names:
        if name not in known:
            raise OrderRefused(f"{slug}: there is no module {name!r}. Modules are: {', '.join(sorted(known))}.")
        missing = set(known[name].requires) - set(names)
        if missing:
            raise OrderRefused(f"{slug}: module {name!r} needs {', '.join(sorted(missing))} too.")


def check_free(agency_slug: str, slugs: list[str]) -> None:
    """Raises OrderRefused for a slug whose place or address somebody else has. In the platform's scope."""
    taken = Tenant.objects.filter(slug__in=slugs).exclude(agency__slug=agency_slug).first()
    if taken is not None:
        raise OrderRefused(
            _("%(slug)s: this address belongs to a place of another agency. Choose another slug.")
            % {"slug": taken.slug}
        )
    erased = Tenant.objects.filter(slug__in=slugs, state=PlaceState.ERASED).first()
    if erased is not None:
        raise OrderRefused(
            _("%(slug)s: a place with this address was erased. Choose another slug.") % {"slug": erased.slug}
        )
    hosts = {Tenant(slug=slug).default_host: slug for slug in slugs}
    for domain in Domain.objects.filter(host__in=hosts).select_related("tenant"):
        if domain.tenant.slug != hosts[domain.host]:
            words = {"slug": hosts[domain.host], "host": domain.host}
            raise OrderRefused(_("%(slug)s: the address %(host)s belongs to another place.") % words)


def _row(agency: Agency, order: PlaceOrder) -> tuple[Tenant, bool]:
    check_free(agency.slug, [order.slug])
    tenant = Tenant.objects.filter(slug=order.slug).first()
    is_new = tenant is None
    if tenant is None:
        tenant = Tenant(slug=order.slug, agency=agency)
    body = ResponsibleBody.objects.filter(agency=agency, key=order.body).first()
    if body is None:
        raise OrderRefused(f"{order.slug}: there is no responsible body {order.body!r}. Add a [[body]] with this key.")
    tenant.body = body
    _fill(tenant, order)
    tenant.save()
    return tenant, is_new


def _create_role_and_schema(name: str) -> None:
    for step in (create_role, create_schema, give_rights):
        step(name)


def complete(tenant: Tenant) -> None:
    """Address, tables and first state of a place whose row, role and schema are there. On the DDL login."""
    with platform_scope():
        give_address(tenant)
    migrate_place(tenant)
    with platform_scope():
        tenant.state = _first_state(tenant)
        tenant.save(update_fields=["state"])


def give_address(tenant: Tenant) -> None:
    """The place's name below the platform's domain, primary when it has no other. In the platform's scope."""
    # Another default name is primary: the platform's own domain has changed, and the place moves along.
    Domain.objects.filter(tenant=tenant, is_default=True).exclude(host=tenant.default_host).update(is_primary=False)
    own = Domain.objects.filter(tenant=tenant, is_primary=True, is_default=False).exists()
    wanted = {"tenant": tenant, "is_primary": not own, "is_default": True}
    Domain.objects.update_or_create(host=tenant.default_host, defaults=wanted)
    give_agency_address(tenant)


def _plan_of(order: PlaceOrder, agency: Agency) -> Blueprint:
    try:
        return blueprint(order.blueprint or order.kind, agency.slug)
    except NoBlueprint as unknown:
        raise OrderRefused(f"{order.slug}: {unknown}") from unknown


def _begin(tenant: Tenant, order: PlaceOrder, plan: Blueprint) -> None:
    """A new place begins as its blueprint says; its people change it afterwards."""
    plant(_place(tenant), plan, with_starters=order.starter and not order.demo)


def _install(tenant: Tenant, name: str) -> None:
    InstalledModule.objects.update_or_create(tenant=tenant, name=name, defaults={"state": ModuleState.ON})
