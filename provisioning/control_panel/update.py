"""Bringing chosen places to the newest tables, as a bulk action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from platform_core.refusal import Refusal
from provisioning.control_panel.listing import outdated
from provisioning.schema.waves import Run, migrate_one
from tenants.models import Tenant

if TYPE_CHECKING:
    from provisioning.control_panel.bulk import Cleaned


def dry_run(tenant: Tenant, choice: Cleaned) -> str:
    """What would happen to the place; nothing when its tables are up to date."""
    return _("Its tables are brought up to date.") if outdated(Tenant.objects.filter(pk=tenant.pk)) else ""


def act(tenant: Tenant, choice: Cleaned) -> str:
    """Migrate the place. Raises Refusal with the problem; the place then shows maintenance."""
    run = Run()
    migrate_one(tenant, run)
    if run.failed:
        raise Refusal(next(iter(run.failed.values())))
    return _("Its tables are up to date.")
