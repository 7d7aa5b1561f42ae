"""What happens inside of a place when somebody comes from outside or leaves: in the place's scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import login

from platform_core.accounts.models import HeldRole, Person
from platform_core.accounts.proof import person_with
from platform_core.accounts.sessions import end_sessions

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

    from platform_core.web.request import Request
    from provisioning.care.models import Pass

MARK = "care"  # in the session: how somebody came here from outside
BACKEND = "platform_core.accounts.backend.PersonBackend"
#: Visitors from the platform have no mailbox here (RFC 2606): nobody signs in as them in any other way.
VISITORS = "besuch.invalid"


def proven_person(email: str, name: str) -> Person:
    """Whoever has this address here, made when missing; called when the address is proven.

    Somebody may have claimed it before without proof, to wait for a role: their password and other ways in go.
    """
    email = email.strip().lower()
    person = person_with(email)
    if person is None:
        person = Person.objects.create_person(email=email, name=name)
    else:
        drop_unproven_ways_in(person, email)
    if not EmailAddress.objects.filter(user=person, email=email, verified=True).exists():
        person.confirm_address()
    person.open_account()
    return person


def drop_unproven_ways_in(person: Person, email: str) -> None:
    """End what somebody set up for an address that they never proved: sessions, password, second factor."""
    if EmailAddress.objects.filter(user=person, email=email, verified=True).exists():
        return
    end_sessions(person.pk)
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    person.set_password(None)
    person.save(update_fields=["password"])


def visitor_person(key: UUID, name: str) -> Person:
    """The person as whom somebody of the platform looks around here; without account, password and mailbox."""
    email = f"{key.hex}@{VISITORS}"
    found = Person.objects.filter(email=email).first()
    if found is None:
        found = Person.objects.create_person(email=email, name=name, account=False)
    elif found.name != name:
        found.name = name
        found.save(update_fields=["name"])
    return found


def give_role(person: Person, role: str, care: UUID) -> None:
    """Hold the role for as long as the care lasts; a role that the place itself gave stays as it is."""
    HeldRole.objects.filter(person=person, care=care).exclude(role=role).delete()
    HeldRole.objects.get_or_create(person=person, role=role, defaults={"care": care})


def sign_in(request: Request, person: Person, used: Pass, *, lasts: timedelta, **mark: object) -> None:
    """A new session with the mark of how they came; written at once, so that whoever ends it finds it."""
    request.session.flush()
    login(request, person, backend=BACKEND)
    request.session[MARK] = {"pass": str(used.pk), "person": str(person.pk), **mark}
    request.session.set_expiry(int(lasts.total_seconds()))
    request.session.save()


def take_role(care: UUID, person: UUID | None) -> None:
    """Take what came with the care, and end the person's sessions."""
    HeldRole.objects.filter(care=care).delete()
    end_sessions(person)
