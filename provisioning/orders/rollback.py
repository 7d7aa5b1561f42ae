"""Taking back what an order made, as long as nobody can miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.audit.record import record
from platform_core.contributions.models import Contribution
from platform_core.generations import renew
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from provisioning.orders.actions import NotNow
from provisioning.orders.models import Order, OrderPlace, State
from provisioning.schema.drop import drop_place
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.models import ResponsibleBody, Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from uuid import UUID

UNSEEN = (PlaceState.PROVISIONING, PlaceState.PREPARING)


def roll_back(*, place: OrderPlace, reason: str = "") -> None:
    """Take back one place that its order made new: schema, role, rows, address, files.

    Raises NotNow, naming what stands against it. Written into the platform's log.
    """
    with ddl_login(), platform_scope():
        with transaction.atomic():
            _roll_back(OrderPlace.objects.select_for_update().select_related("order").get(pk=place.pk), reason)
        _settle(place.order_id)
    TenantDirectory.forget()


def roll_back_order(*, order: Order, reason: str = "") -> int:
    """Take back every place that this order made new; how many. All or none. Raises as roll_back."""
    with ddl_login(), platform_scope():
        with transaction.atomic():
            made = order.places.select_for_update().select_related("order").filter(is_new=True)
            to_do = list(made.exclude(state=State.ROLLED_BACK).order_by("position"))
            if not to_do:
                raise NotNow(_("This order made no place that could be taken back."))
            for place in to_do:
                _roll_back(place, reason)
        _settle(order.pk)
    TenantDirectory.forget()
    return len(to_do)


def _roll_back(place: OrderPlace, reason: str) -> None:
    if place.state == State.RUNNING:
        raise NotNow(_("%(name)s is being made at this moment. Wait until it is done.") % {"name": place.name})
    if not place.is_new:
        raise NotNow(_("%(name)s was there before this order, so it is not taken back.") % {"name": place.name})
    tenant = tenants().filter(pk=place.tenant_id).select_for_update(of=("self",)).first() if place.tenant_id else None
    if tenant is not None:
        check_nobody_misses(tenant, place)
        schema, region = tenant.schema_name, str(tenant.agency_id)
        before = {"host": tenant.default_host, "state": tenant.state, "order": str(place.order_id)}
        drop_place(tenant)
        record("place.rolled_back", subject=place.name, key=place.tenant_id, reason=reason, before=before)
        _drop_body(place.order, str(tenant.body.key))
        for name in (schema, region):
            renew(name)
    place.state, place.error, place.tenant_id = State.ROLLED_BACK, "", None
    place.save(update_fields=["state", "error", "tenant_id"])


def check_nobody_misses(tenant: Tenant, place: OrderPlace) -> None:
    """Raises NotNow for a place that is public or that people have begun to use."""
    if tenant.state not in UNSEEN:
        raise NotNow(
            _("%(name)s is public already. Close it under “State” instead of taking it back.") % {"name": tenant.name}
        )
    with place_scope(place_of(tenant)):
        people = Person.objects.filter(Q(created_at__gt=place.done_at) | Q(last_login__isnull=False))
        written = Contribution.objects.filter(Q(created_at__gt=place.done_at) | Q(changed_at__gt=place.done_at))
        is_used = people.exists() or written.exists()
    if is_used:
        raise NotNow(
            _("People have begun to use %(name)s, so it is not taken back. It can be archived or erased instead.")
            % {"name": tenant.name}
        )


def _drop_body(order: Order, key: str) -> None:
    """The responsible body that came with the place, unless others need it."""
    if key in order.made_bodies:
        ResponsibleBody.objects.filter(agency=order.agency_id, key=key, tenants=None).delete()


def _settle(order_pk: UUID) -> None:
    """An order of which nothing new is left has been taken back."""
    left = OrderPlace.objects.filter(order=order_pk).exclude(state=State.ROLLED_BACK)
    if not left.exists():
        Order.objects.filter(pk=order_pk).update(state=State.ROLLED_BACK)
    elif not left.filter(state__in=(State.WAITING, State.RUNNING, State.FAILED)).exists():
        Order.objects.filter(pk=order_pk).update(state=State.DONE)
