"""Who holds a role of the administration in a place: names of those who act for it, never of residents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from platform_core.accounts.models import HeldRole
from platform_core.accounts.roles import Role
from platform_core.scope import current_place, platform_scope
from provisioning.care.models import Care

if TYPE_CHECKING:
    from uuid import UUID

STAFF = (Role.ADMIN, Role.OFFICIAL, Role.MODERATOR, Role.EDITOR)


@dataclass(slots=True)
class Helper:
    """One person with their roles here; `outside` says from where they come when they look after several places."""

    name: str
    roles: list[str]
    is_admin: bool = False
    outside: str = ""


def people_here() -> list[Helper]:
    """Those who hold a role of the administration in the place in scope, admins first; two questions for all."""
    rows = HeldRole.objects.filter(role__in=STAFF, person__is_active=True).select_related("person")
    place = current_place()
    with platform_scope():
        cares = {care.pk: care for care in Care.objects.filter(tenant=place.id)}
    found: dict[UUID, Helper] = {}
    for row in rows.order_by("person__name", "person", "role"):
        helper = found.setdefault(row.person_id, Helper(row.person.public_name, []))
        helper.roles.append(str(Role(row.role).label))
        helper.is_admin |= row.role == Role.ADMIN
        if row.care:
            care = cares.get(row.care)
            helper.outside = (care.department if care else "") or "–"
    return sorted(found.values(), key=lambda helper: (not helper.is_admin, helper.name.casefold()))
