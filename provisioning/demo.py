"""Demo people, and the one password of this installation they all sign in with."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from provisioning.steps import OrderRefused
from tenants.models import Agency, Staff

if TYPE_CHECKING:
    from collections.abc import Mapping

SYLLABLES = ("lin", "de", "bach", "feld", "wie", "se", "müh", "le", "dorf", "hof", "stein", "au")


def demo_password() -> str:
    """Made once for this installation and kept beside its data; printed by `baukasten up`."""
    file = Path(settings.DATA_FOLDER) / "demo-password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        word = "".join(secrets.choice(SYLLABLES) for _ in range(4)).replace("ü", "ue")
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(f"{word}-{secrets.randbelow(9000) + 1000}")
    return file.read_text()


def plant_people(content: Mapping[str, Any], password: str) -> dict[str, Person]:
    """The persons of a content file by key; those who are there already stay as they are."""
    hashed = ""
    people: dict[str, Person] = {}
    for wanted in content.get("person", []):
        person = Person.objects.filter(email=wanted["email"].lower()).first()
        if person is None:
            hashed = hashed or make_password(password)
            person = _plant_one(wanted, hashed)
        people[wanted["key"]] = person
    return people


#: Who shows the control panel on one's own machine: an operator, and a member of an agency.
DEMO_STAFF = (
    ("betrieb@baukasten.example", "Olga Ordnung", ""),
    ("agentur@baukasten.example", "Agnes Anbahnung", "modellorte"),
)


def plant_staff(password: str) -> None:
    """The people who show the control panel. Only on one's own machine, where nobody else reaches it."""
    if not settings.IS_LOCAL:
        return
    for email, name, slug in DEMO_STAFF:
        agency = Agency.objects.filter(slug=slug).first()
        if Person.objects.filter(email=email).exists() or (slug and agency is None):
            continue
        person = Person.objects.create_person(email=email, name=name, password=password)
        person.confirm_address()
        Staff.objects.create(person=person, agency=agency)


def _plant_one(wanted: Mapping[str, Any], hashed: str) -> Person:
    roles = wanted.get("roles", ["resident"])
    unknown = sorted(set(roles) - set(Role.values))
    if unknown:
        raise OrderRefused(f"{wanted['email']}: role {unknown[0]!r} is not known. Roles: {', '.join(Role.values)}.")
    person = Person.objects.create_person(email=wanted["email"], name=wanted["name"])
    Person.objects.filter(pk=person.pk).update(password=hashed, about=wanted.get("about", "")[:300])
    person.grant(Role(role) for role in roles)
    person.confirm_address()
    return person
