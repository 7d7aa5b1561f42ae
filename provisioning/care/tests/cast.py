"""People of the platform for these tests, and their ways into places."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platform_core.accounts.models import Person
from platform_core.scope import platform_scope
from provisioning.care.caring import give_care
from provisioning.care.passes import enter, hand_over
from tenants.addresses import tenants
from tenants.models import Staff, Tenant
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.place import Place
    from provisioning.care.models import Care

REASON = "Anna hat angerufen: die Startseite ist leer"


def tenant_of(place: Place) -> Tenant:
    with platform_scope():
        return tenants().get(pk=place.id)


def public_person(name: str, email: str) -> Person:
    with platform_scope():
        person = Person.objects.create_person(email=email, name=name)
        person.confirm_address()
        return person


def operator() -> Person:
    person = public_person("Olga Operatorin", "olga@platform.example")
    with platform_scope():
        Staff.objects.create(person=person)
    return person


def member(place: Place, name: str = "Xaver Agentur") -> Person:
    """Somebody of the agency of a place."""
    person = public_person(name, f"{name.split(maxsplit=1)[0].lower()}@agentur.example")
    with platform_scope():
        Staff.objects.create(person=person, agency_id=place.region_id)
    return person


def carer(*places: Place, role: str = "official") -> list[Care]:
    """The clerk of an Amt, who works in these places."""
    clerk = public_person("Klara Amt", "klara@amt.example")
    return [give_care(person=clerk, tenant=tenant_of(place), role=role, department="Amt Probe") for place in places]


def path_of(address: str) -> str:
    return urlsplit(address).path


def arrive(place: Place, address: str, **defaults: object) -> Visitor:
    """Whoever follows the address and presses the button."""
    visitor = Visitor(place, **defaults)
    answer = visitor.post(path_of(address))
    assert answer.status_code == 302, answer.content
    return visitor


def at_work(place: Place, care: Care) -> Visitor:
    return arrive(place, hand_over(care=care))


def on_visit(place: Place, person: Person) -> Visitor:
    return arrive(place, enter(person=person, tenant=tenant_of(place), reason=REASON))
