"""What commands share: finding the place, the agency and the person that were named, and telling refusals."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.core.management.base import CommandError
from django.utils import translation

from platform_core.accounts.models import Person
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.lifecycle.dns import Unreachable
from provisioning.steps import OrderRefused
from provisioning.switch import tenant_of
from tenants.models import Agency, Staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenants.models import Tenant


@contextlib.contextmanager
def told() -> Iterator[None]:
    """A refusal becomes the sentence of a command, in English."""
    with translation.override("en"):
        try:
            yield
        except (Refusal, OrderRefused) as refused:
            raise CommandError(str(refused)) from refused
        except Unreachable as silent:
            raise CommandError(f"The name servers do not answer: {silent}. Try again in a few minutes.") from silent


def place_named(slug: str) -> Tenant:
    """The tenant with this slug. Raises OrderRefused naming those there are."""
    with platform_scope():
        return tenant_of(slug)


def agency_named(slug: str) -> Agency:
    """The agency with this slug, in the platform's scope. Raises CommandError naming those there are."""
    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Agency.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no agency {slug!r}. Agencies are: {known}.")
    return found


def person_named(email: str | None) -> Person:
    """Somebody of the platform or an agency by their address. Raises CommandError."""
    with platform_scope():
        staff = Staff.objects.filter(person__email=(email or "").strip().lower()).select_related("person").first()
    if staff is None:
        raise CommandError(f"{email or 'Nobody'} works neither for the platform nor for an agency. Use --by with one.")
    return staff.person
