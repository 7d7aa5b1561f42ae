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


def handover(tenant: Tenant) -> Any:
    """A handover within the place's agency, to another of its bodies."""
    from provisioning.lifecycle.models import Handover

    agencies = {"from_agency_id": tenant.agency_id, "to_agency_id": tenant.agency_id}
    return Handover.objects.get_or_create(tenant=tenant, defaults={**agencies, "reason": "Probe"})[0].pk


def module_export(tenant: Tenant) -> Any:
    """The export of a module that was removed from the place."""
    from django.utils import timezone

    from provisioning.lifecycle.models import Export

    values = {"file": f"{tenant.slug}/probe.zip", "made_at": timezone.now()}
    return Export.objects.get_or_create(tenant=tenant, module="ideas", defaults=values)[0].pk


def member(tenant: Tenant) -> Any:
    """Somebody who works for the place's agency."""
    from tenants.models import Staff

    return Staff.objects.filter(agency=tenant.agency_id).values_list("pk", flat=True).first()


def access(tenant: Tenant) -> Any:
    """An access to the API of the place's agency."""
    from provisioning.api.models import Token

    row = {"name": "Probe", "agency": tenant.agency, "prefix": "bk_", "scopes": ["read"]}
    return Token.objects.get_or_create(digest=str(tenant.agency_id), defaults=row)[0].pk


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


def care(tenant: Tenant) -> Any:
    """Somebody who works in this place from outside: a member of its agency."""
    from provisioning.care.models import Care
    from tenants.models import Staff

    member = Staff.objects.filter(agency=tenant.agency_id).first()
    assert member is not None
    return Care.objects.get_or_create(tenant=tenant, person_id=member.person_id)[0].pk


def invitation(tenant: Tenant) -> Any:
    """Somebody who was asked to manage this place."""
    from django.utils import timezone

    from provisioning.care.models import Invitation

    values = {"name": "Probe", "token_hash": str(tenant.pk), "expires_at": timezone.now() + Invitation.LIFETIME}
    return Invitation.objects.get_or_create(tenant=tenant, email="probe@example.org", defaults=values)[0].pk


def announcement(tenant: Tenant) -> Any:
    """Something that the place's agency tells its people."""
    from datetime import timedelta

    from django.utils import timezone

    from provisioning.care.models import Announcement

    values = {"ends_at": timezone.now() + timedelta(days=1), "agency_id": tenant.agency_id, "text": "Probe"}
    return Announcement.objects.get_or_create(owner_id=tenant.agency_id, defaults=values)[0].pk


def maintenance(tenant: Tenant) -> Any:
    """A window that the place's agency planned, far ahead."""
    from datetime import timedelta

    from django.utils import timezone

    from provisioning.care.models import Maintenance

    begin = timezone.now() + timedelta(days=30)
    values = {"starts_at": begin, "ends_at": begin + timedelta(hours=1), "agency_id": tenant.agency_id}
    values |= {"announced_at": begin}
    return Maintenance.objects.get_or_create(owner_id=tenant.agency_id, defaults=values)[0].pk


def blueprint_of(tenant: Tenant) -> str:
    """The short name of a blueprint that the place's agency saved."""
    from provisioning.blueprints import blueprint
    from provisioning.blueprints.models import SavedBlueprint
    from provisioning.blueprints.saving import save_blueprint

    slug = f"vorlage-{tenant.slug}"
    if not SavedBlueprint.objects.filter(agency_id=tenant.agency_id, slug=slug).exists():
        save_blueprint(agency=tenant.agency, slug=slug, content=blueprint("village").content, by=None)
    return slug


def wish(tenant: Tenant) -> Any:
    """A confirmed wish that the place's agency decides."""
    from provisioning.wishes.models import Wish, WishState

    facts = {"name": "Wer", "role": "Amt", "email": "wer@example.org", "body_name": "Gemeinde", "slug": "wunschort"}
    where = {"agency_id": tenant.agency_id, "municipality_name": f"Wunsch {tenant.slug}"}
    return Wish.objects.get_or_create(**where, defaults={**facts, "state": WishState.CONFIRMED})[0].pk


BLUEPRINT: dict[str, Maker] = {"owner": lambda tenant: tenant.agency.slug, "name": blueprint_of}
#: By URL name; `slug` of a place is known wherever it stands.
MAKERS: dict[str, dict[str, Maker]] = {
    "panel:drop_view": {"key": saved_view},
    "care:open": {"key": care},
    "care:end": {"key": care},
    "care:withdraw": {"key": invitation},
    "care:retry": {"job": lambda tenant: 1},  # of a place of another agency, whichever job it is
    "care:end_announcement": {"key": announcement},
    "care:cancel_maintenance": {"key": maintenance},
    "panel:bulk_run": {"key": bulk_run},
    "panel:leave_team": {"key": member},
    "panel:bulk_resume": {"key": bulk_run},
    "lifecycle:handover": {"key": handover},
    "lifecycle:module_export": {"key": module_export},
    "api:revoke": {"key": access},
    **{
        f"orders:{name}": {"key": draft}
        for name in ("choose", "upload", "blueprint", "look", "addresses", "plan", "discard")
    },
    **{f"orders:{name}": {"key": submitted} for name in ("order", "stream", "file", "resume", "roll_back")},
    "blueprints:base": {"base": lambda tenant: "village"},
    "blueprints:show": BLUEPRINT,
    "blueprints:share": BLUEPRINT,
    "blueprints:download": {**BLUEPRINT, "ending": lambda tenant: "toml"},
    "blueprints:module": {"module": lambda tenant: "ideas"},
    "wishes:wish": {"key": wish},
    "wishes:accept": {"key": wish},
    "wishes:decline": {"key": wish},
    "wishes:hand_on": {"key": wish},
}
#: Patterns whose answer about another's row is the one about one's own: forgetting a view that is not there.
#: Our own blueprints are everybody's.
SAME_FOR_ALL = {"panel:drop_view", "blueprints:base"}


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
    if name == "job":
        return 9001
    return uuid.UUID(NOBODY) if name in {"key", "place", "step"} else "gibt-es-nicht"
