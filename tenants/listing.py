"""Lists for the terminal: places with their addresses, and demo sign-ins."""

from __future__ import annotations

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.place import WITHOUT_TABLES, PlaceKind
from platform_core.scope import place_scope, platform_scope
from tenants.addresses import place_of, tenants

SHOWN_ROLES = (Role.ADMIN, Role.OFFICIAL, Role.REPRESENTATIVE)


def places() -> list[tuple[str, str, str]]:
    """Name, kind and address of every place, portals first."""
    with platform_scope():
        here = [place_of(tenant) for tenant in tenants().order_by("name")]
    here.sort(key=lambda place: (place.kind != PlaceKind.REGION, place.name))
    return [(place.name, place.kind.label, place.url) for place in here]


def sign_ins(slug: str = "") -> list[tuple[str, str, str, str]]:
    """Place, person, e-mail address and role of a resident and one person per staff role of each demo place.

    With a slug those of this place, as long as it is there; else of all.
    """
    with platform_scope():
        demo = tenants().filter(is_demo=True).exclude(state__in=WITHOUT_TABLES).order_by("name")
        here = [place_of(tenant) for tenant in demo.filter(slug=slug) or demo]
    found = []
    for place in here:
        with place_scope(place):
            found += [(place.name, *each) for each in _people_of_scope()]
    return found


def _people_of_scope() -> list[tuple[str, str, str]]:
    shown = []
    resident = Person.objects.filter(held_roles__role=Role.RESIDENT).exclude(held_roles__role__in=SHOWN_ROLES)
    for role, found in [
        (Role.RESIDENT, resident),
        *((r, Person.objects.filter(held_roles__role=r)) for r in SHOWN_ROLES),
    ]:
        person = found.order_by("created_at").first()
        if person is not None:
            shown.append((person.name, person.email, str(role.label)))
    return shown
