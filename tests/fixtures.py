"""The cast: anna (resident) and bernd (official) of Adorf, carla of Bdorf, and visitors on their addresses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.scope import place_scope, platform_scope
from tenants.models import Staff
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from platform_core.place import Place


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, Place]]:
    """A fresh database with the test places; roles are cluster-wide, so each run uses names of its own."""
    from django.test import TransactionTestCase

    from provisioning.schema import migrate_platform
    from tenants.postgres.ddl import ddl_login
    from tests.support.database import fresh_database, truncate_all
    from tests.support.places import make_twins

    with django_db_blocker.unblock(), fresh_database():  # type: ignore[attr-defined]
        migrate_platform()
        with ddl_login():
            places = make_twins()

        def empty(case: object) -> None:
            connection.close()
            truncate_all()

        TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
        yield places
        connection.close()


@pytest.fixture(autouse=True)
def _forgetful_caches() -> Iterator[None]:
    """No test sees what another one cached."""
    from tenants.addresses import TenantDirectory

    yield
    TenantDirectory.forget()
    with platform_scope():
        cache.clear()


@pytest.fixture(autouse=True)
def _own_mailbox(settings: Any) -> None:
    """Mails go to the real mailbox (Django's test runner would swap the backend), empty before each test."""
    settings.MAILERS = {"default": {"BACKEND": "platform_core.web.mailbox.MailboxBackend"}}
    shutil.rmtree(Path(settings.DATA_FOLDER) / "mailbox", ignore_errors=True)


@pytest.fixture
def places(django_db_setup: dict[str, Place], db: None) -> dict[str, Place]:
    return django_db_setup


@pytest.fixture
def adorf(places: dict[str, Place]) -> Place:
    return places["adorf"]


@pytest.fixture
def bdorf(places: dict[str, Place]) -> Place:
    return places["bdorf"]


@pytest.fixture
def portal(places: dict[str, Place]) -> Place:
    return places["portal"]


@pytest.fixture
def in_adorf(adorf: Place) -> Iterator[Place]:
    """The test runs in the scope of Adorf."""
    with place_scope(adorf):
        yield adorf


def make_person(place: Place, name: str, *roles: Role) -> Person:
    """A person with an account and a confirmed address in a place."""
    first = name.split(maxsplit=1)[0].lower()
    with place_scope(place):
        person = Person.objects.create_person(
            email=f"{first}@{place.slug}.example", name=name, password="geheim-und-lang"
        )
        person.grant(roles)
        person.confirm_address()
        assert person.roles  # asked here, where the scope is open
    return person


@pytest.fixture
def anna(adorf: Place) -> Person:
    return make_person(adorf, "Anna Beispiel")


@pytest.fixture
def bernd(adorf: Place) -> Person:
    return make_person(adorf, "Bernd Beispielmann", Role.OFFICIAL)


@pytest.fixture
def renate(adorf: Place) -> Person:
    return make_person(adorf, "Renate Ausgedacht", Role.REPRESENTATIVE)


@pytest.fixture
def adele(adorf: Place) -> Person:
    return make_person(adorf, "Adele Erdacht", Role.ADMIN)


@pytest.fixture
def carla(bdorf: Place) -> Person:
    return make_person(bdorf, "Carla Probe")


@pytest.fixture
def visit() -> Callable[..., Visitor]:
    """`visit(place)` for somebody unknown, `visit(place, person)` for somebody signed in."""

    def visiting(place: Place | None = None, person: Person | None = None, **defaults: object) -> Visitor:
        visitor = Visitor(place, **defaults)
        return visitor.sign_in(person) if person else visitor

    return visiting


def make_staff(name: str, agency: object = None) -> Person:
    """Somebody who works in the panel: an operator, or a member of an agency (its key)."""
    first = name.split(maxsplit=1)[0].lower()
    with platform_scope():
        person = Person.objects.create_person(email=f"{first}@betrieb.example", name=name, password="geheim-und-lang")
        person.confirm_address()
        Staff.objects.create(person=person, agency_id=agency)
    return person


@pytest.fixture
def olga(places: dict[str, Place]) -> Person:
    """An operator of the platform."""
    return make_staff("Olga Ordnung")


@pytest.fixture
def agnes(adorf: Place) -> Person:
    """A member of the agency of Adorf."""
    return make_staff("Agnes Agentur", adorf.region_id)


@pytest.fixture
def otto(bdorf: Place) -> Person:
    """A member of the agency of Bdorf, which is another one."""
    return make_staff("Otto Anderswo", bdorf.region_id)


@pytest.fixture
def at_panel() -> Callable[..., Visitor]:
    """`at_panel()` for a stranger on the panel's address, `at_panel(olga)` for somebody at work there."""

    def entering(person: Person | None = None) -> Visitor:
        visitor = Visitor(host=f"panel.{django_settings.DOMAIN}")
        return visitor.sign_in(person) if person else visitor

    return entering
