"""People of the platform's own, beside those of its places: operators, members of agencies, clerks of many places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from platform_core.accounts.models import Person
from platform_core.audit.record import record
from tenants.models import Staff

if TYPE_CHECKING:
    from tenants.models import Agency


def public_person(*, email: str, name: str) -> Person:
    """The public person with this address, made when missing; whoever calls answers for the address.

    They sign in on the panel's host with a code by mail. In the platform's scope.
    """
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        person = Person.objects.create_person(email=email, name=name)
        person.confirm_address()
    return person


@transaction.atomic
def make_staff(*, email: str, name: str, agency: Agency | None) -> tuple[Staff, bool]:
    """Make somebody an operator (no agency) or a member of an agency; whether they are new. In the platform's scope."""
    person = public_person(email=email, name=name)
    staff, is_new = Staff.objects.get_or_create(person=person, agency=agency)
    if is_new:
        record("staff.made", subject=person.name, key=staff.pk, after={"agency": agency.slug if agency else ""})
    return staff, is_new
