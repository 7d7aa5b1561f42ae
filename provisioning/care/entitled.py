"""Who may enter a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.scope import platform_scope
from tenants.models import Staff

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.models import Tenant


def may_enter(person: UUID, tenant: Tenant) -> bool:
    """Whether they work for the platform, or for the agency of this place."""
    with platform_scope():
        theirs = Staff.objects.filter(person=person, person__is_active=True)
        return theirs.filter(agency=None).exists() or theirs.filter(agency=tenant.agency_id).exists()
