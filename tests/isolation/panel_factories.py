"""Values for the arguments of the panel's patterns: of the own agency, of another one, and of nobody.

Agency X looks after Adorf, agency Y after Bdorf. A pattern with an argument that is not known here fails the walk.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from platform_core.scope import platform_scope
from tenants.models import Tenant
from tests.isolation.cast import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.isolation.cast import World
    from tests.isolation.routes import Route

    type Maker = Callable[[Tenant], Any]

PANEL = "provisioning.control_panel.urls"
WHOSE = {"ours": "adorf", "theirs": "bdorf"}


class NoPanelFactory(Exception):
    """A pattern of the panel that the walk does not know how to call."""


def saved_view(tenant: Tenant) -> Any:
    """A view of somebody of the place's agency."""
    from provisioning.control_panel.models import SavedView
    from tenants.models import Staff

    member = Staff.objects.filter(agency=tenant.agency_id).first()
    assert member is not None
    return SavedView.objects.get_or_create(person_id=member.person_id, name="Probe", query="q=x")[0].pk


def bulk_run(tenant: Tenant) -> Any:
    """A run that somebody of the place's agency began."""
    from provisioning.control_panel.models import BulkRun
    from tenants.models import Staff

    member = Staff.objects.filter(agency=tenant.agency_id).first()
    assert member is not None
    return BulkRun.objects.get_or_create(action="update", by="Wer", by_key=member.person_id)[0].pk


def draft(tenant: Tenant) -> Any:
    """A draft of the place's agency."""
    from provisioning.orders.models import Order

    facts = {"agency_id": tenant.agency_id, "title": f"Entwurf {tenant.slug}", "state": "draft", "step": 5}
    places = [{"key": "gibt-es-nicht", "name": f"Wunschort {tenant.slug}"}]
    return Order.objects.get_or_create(**facts, defaults={"answers": {"places": places}})[0].pk


def submitted(tenant: Tenant) -> Any:
    """An order of the place's agency that has stopped at its place."""
    from provisioning.orders.models import Order, OrderPlace

    facts = {"agency_id": tenant.agency_id, "title": f"Auftrag {tenant.slug}", "state": "failed"}
    order, is_new = Order.objects.get_or_create(**facts)
    if is_new:
        OrderPlace.objects.create(order=order, position=1, slug=f"neu-{tenant.slug}", name="Neu", state="failed")
    return order.pk


def member(tenant: Tenant) -> Any:
    """Somebody who works for the place's agency."""
    from tenants.models import Staff

    return Staff.objects.filter(agency=tenant.agency_id).values_list("pk", flat=True).first()


#: By URL name; `slug` of a place is known wherever it stands.
MAKERS: dict[str, dict[str, Maker]] = {
    "panel:drop_view": {"key": saved_view},
    "panel:bulk_run": {"key": bulk_run},
    "panel:leave_team": {"key": member},
    "panel:bulk_resume": {"key": bulk_run},
    **{
        f"orders:{name}": {"key": draft}
        for name in ("choose", "upload", "blueprint", "look", "addresses", "plan", "discard")
    },
    **{f"orders:{name}": {"key": submitted} for name in ("order", "stream", "file", "resume", "roll_back")},
}
#: Patterns whose answer about another's row is the one about one's own: forgetting a view that is not there.
SAME_FOR_ALL = {"panel:drop_view"}


def arguments_of(world: World, route: Route, whose: str) -> dict[str, Any]:
    """The arguments of a pattern for a house. Raises NoPanelFactory with a sentence."""
    return {name: _value(route, name, whose) for name in route.arguments}


def _value(route: Route, name: str, whose: str) -> Any:
    makers = MAKERS.get(route.name, {})
    if whose == "nobodys":
        return "cdorf" if name not in makers and name == "slug" else _nobodys(name)
    with platform_scope():
        tenant = Tenant.objects.get(slug=WHOSE[whose])
        if name in makers:
            return makers[name](tenant)
    if name == "slug":
        return tenant.slug
    message = f"{route.name}: no value is known for <{name}>. Add one to MAKERS in tests/isolation/panel_factories.py."
    raise NoPanelFactory(message)


def _nobodys(name: str) -> Any:
    return uuid.UUID(NOBODY) if name in {"key", "place", "step"} else "gibt-es-nicht"
