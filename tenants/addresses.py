"""Host → place, exact and cached in the process; the only maker of places from public rows."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings

from platform_core.place import Look, Place, PlaceKind, PlaceState, Region, ResponsibleBodyFacts
from platform_core.scope import platform_scope
from tenants import live
from tenants.listener import Listener
from tenants.models import Domain, ModuleState, Tenant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any
    from uuid import UUID

    from django.db.models import QuerySet

OPEN_STATES = (PlaceState.ACTIVE, PlaceState.READ_ONLY)
LOOK_FIELDS = tuple(Look.__dataclass_fields__)
BODY_FIELDS = tuple(ResponsibleBodyFacts.__dataclass_fields__)


def normal_host(host: str) -> str | None:
    """Lower case, without port and trailing dot, IDNA; None for what cannot be a name."""
    name = host.strip().lower()
    if name.count(":") == 1:
        name = name.rsplit(":", 1)[0]
    name = name.removesuffix(".")
    try:
        return name.encode("idna").decode() if name else None
    except UnicodeError:
        return None


class TenantDirectory:
    """Places by host and schema. Known hosts are cached until `forget()`; unknown ones never are."""

    _by_host: dict[str, Place] = {}
    _lock = threading.Lock()
    _generation = 0
    listener: Listener
    #: What other rooms add to a place when a process meets it: called with its tenant, in the platform's scope.
    extras: list[Callable[[Tenant], Mapping[str, Any]]] = []

    def place_of_host(self, host: str) -> Place | None:
        """The place of a normalised host name, exactly; None for an unknown one."""
        known = self._by_host.get(host)
        return known or self._load_host(host)

    @property
    def generation(self) -> int:
        """Counts how often this process had to forget."""
        return TenantDirectory._generation

    def remembered(self, host: str) -> Place | None:
        """The place of a raw Host header from memory; None does not mean that there is no such place."""
        return self._by_host.get(normal_host(host) or "")

    def _load_host(self, host: str) -> Place | None:
        if settings.LISTEN_FOR_CHANGES:
            self.listener.ensure_started()
        generation = TenantDirectory._generation
        with platform_scope():
            domain = Domain.objects.filter(host=host).first()
            place = self._whole(tenants().filter(pk=domain.tenant_id)) if domain and domain.serves else None
        if place is not None and (self.listener.is_listening or not settings.LISTEN_FOR_CHANGES):
            with self._lock:
                if generation == TenantDirectory._generation:  # else: changed while we were reading
                    self._by_host[host] = place
        return place

    def place_of_schema(self, schema: str) -> Place | None:
        """The place of a schema; fresh from the database."""
        with platform_scope():
            return self._one(tenants().filter(schema_name=schema))

    def places_of_region(self, region_id: UUID) -> list[Place]:
        """The villages and towns of a region, by name; without its portal and without places that are gone."""
        with platform_scope():
            here = tenants().filter(agency_id=region_id, state__in=OPEN_STATES)
            return [place_of(tenant) for tenant in here.exclude(kind=PlaceKind.REGION).order_by("name")]

    def regions(self) -> list[Region]:
        """All regions with their open places, portals first."""
        groups: dict[tuple[str, UUID], list[Place]] = {}
        with platform_scope():
            for tenant in tenants().filter(state__in=OPEN_STATES).order_by("agency__region", "name"):
                groups.setdefault((tenant.agency.region, tenant.agency_id), []).append(place_of(tenant))
        return [
            Region(name, tuple(sorted(places, key=lambda place: (place.kind != PlaceKind.REGION, place.name))))
            for (name, _agency), places in groups.items()
        ]

    def places_sharing_body(self, place: Place) -> list[str]:
        """The names of other places that the same responsible body answers for."""
        return live.sharing_body(place)

    def change_body(self, place: Place, values: Mapping[str, str]) -> None:
        """Write the body's columns that may be written from inside of a place."""
        live.change_body(place, values)
        self.forget()

    def go_live(self, place: Place) -> None:
        """Make a place public. Raises NotReady with the list of what is missing."""
        live.go_live(place)
        self.forget()

    @classmethod
    def _whole(cls, found: QuerySet[Tenant]) -> Place | None:
        """The place with all that visitors of it meet."""
        tenant = found.first()
        if tenant is None:
            return None
        place = _with_portal(tenant)
        for extra in cls.extras:
            place = replace(place, **extra(tenant))
        return place

    @staticmethod
    def _one(found: QuerySet[Tenant]) -> Place | None:
        tenant = found.first()
        return _with_portal(tenant) if tenant else None

    @classmethod
    def forget(cls) -> None:
        """Drop every cached place of this process; the next request reads its row."""
        with cls._lock:
            cls._generation += 1
            cls._by_host.clear()


TenantDirectory.listener = Listener(TenantDirectory.forget)


def _with_portal(tenant: Tenant) -> Place:
    return replace(place_of(tenant), region_url=_portal_of(tenant))


def _portal_of(tenant: Tenant) -> str:
    """The address of the portal of a place's region; empty for the portal itself and where there is none."""
    portal = tenants().filter(agency=tenant.agency_id, kind=PlaceKind.REGION, state__in=OPEN_STATES).first()
    return place_of(portal).url if portal is not None and portal.pk != tenant.pk else ""


def tenants() -> QuerySet[Tenant]:
    """Tenants with all that a place is made of, in three queries whatever their number."""
    return Tenant.objects.select_related("agency", "body").prefetch_related("domains", "installed_modules")


def _state(tenant: Tenant) -> PlaceState:
    """The tenant's state; a place that would be open, but whose tables are older than the code, is in maintenance."""
    state = PlaceState(tenant.state)
    return PlaceState.MAINTENANCE if tenant.schema_problem and state in (*OPEN_STATES, PlaceState.PREPARING) else state


def place_of(tenant: Tenant) -> Place:
    """The frozen value for a tenant's row. Open `platform_scope()` around it."""
    installed = list(tenant.installed_modules.all())
    domains = list(tenant.domains.all())
    return Place(
        id=tenant.id,
        schema=tenant.schema_name,
        slug=tenant.slug,
        name=tenant.name,
        kind=PlaceKind(tenant.kind),
        host=primary_host(tenant, domains),
        state=_state(tenant),
        subtitle=tenant.subtitle,
        claim=tenant.claim,
        region_id=tenant.agency_id,
        region_name=tenant.agency.region,
        modules=frozenset(each.name for each in installed if each.state == ModuleState.ON),
        parked=frozenset(each.name for each in installed if each.state == ModuleState.PARKED),
        zone_name=tenant.zone,
        language=tenant.language,
        look=Look(**{field: getattr(tenant, field) for field in LOOK_FIELDS}),
        body=ResponsibleBodyFacts(**{field: getattr(tenant.body, field) for field in BODY_FIELDS}),
        ags=tenant.ags,
        lat=tenant.lat,
        lon=tenant.lon,
        population=tenant.population,
        is_demo=tenant.is_demo,
        state_note=tenant.state_note,
        sender=tenant.sender_address if tenant.sender_proven_at else "",
        reply_to="" if tenant.sender_proven_at else tenant.sender_address,
    )


def primary_host(tenant: Tenant, domains: list[Domain]) -> str:
    """The primary name while it serves, else the name below the platform's own domain."""
    return next((domain.host for domain in domains if domain.is_primary and domain.serves), tenant.default_host)
