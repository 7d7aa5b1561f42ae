"""Who may do what with a place: operators everything, an agency's people with the places of their agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from tenants.models import Staff

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.accounts.models import Person
    from tenants.models import Agency, Tenant


@dataclass(frozen=True, slots=True)
class Hand:
    """A program that acts for a person: `pk` and `name` say for whom, its rights are those of its access alone.

    `agency` is the key of the agency whose places it reaches, None for the whole platform.
    """

    pk: UUID
    name: str
    agency: UUID | None


class NotAllowed(Refusal):
    """Somebody may not do this; the message says who may."""

    status = 403


def is_operator(by: Person | Hand | None) -> bool:
    """Whether they run the platform. Nobody (`None`) is the command line, which is run by an operator."""
    if by is None:
        return True
    if isinstance(by, Hand):
        return by.agency is None
    with platform_scope():
        return Staff.objects.filter(person_id=by.pk, agency=None).exists()


def is_of(by: Person | Hand | None, agency: Agency) -> bool:
    """Whether they work for this agency."""
    if by is None:
        return False
    if isinstance(by, Hand):
        return by.agency == agency.pk
    with platform_scope():
        return Staff.objects.filter(person_id=by.pk, agency=agency).exists()


def may_care_for(by: Person | Hand | None, tenant: Tenant) -> bool:
    """Operators, and the people of the place's agency."""
    return is_operator(by) or is_of(by, tenant.agency)


def check_may_care_for(by: Person | Hand | None, tenant: Tenant) -> None:
    """Raises NotAllowed."""
    if not may_care_for(by, tenant):
        names = {"place": tenant.name, "agency": tenant.agency.name}
        raise NotAllowed(
            _("Only operators and the people of %(agency)s may do this with %(place)s. Ask one of them.") % names
        )


def check_operator(by: Person | Hand | None, tenant: Tenant) -> None:
    """Raises NotAllowed."""
    if not is_operator(by):
        raise NotAllowed(_("Only operators may do this with %(place)s. Ask one of them.") % {"place": tenant.name})


def name_of(by: Person | Hand | None) -> str:
    """For the record of who agreed and who asked."""
    return by.name if by is not None else "command line"
