"""The places every test may use: twins A and B of two agencies, and the portal of A's region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.place import Look, Place, PlaceKind
from platform_core.scope import platform_scope
from provisioning.steps import PlaceOrder, provision
from tenants.addresses import place_of, tenants
from tenants.models import Agency, ResponsibleBody

if TYPE_CHECKING:
    from uuid import UUID

GREEN = Look(accent="#1f6b4a", second="#d9a21b", emblem="church", landscape="hills")
RED = Look(accent="#9b2f2a", second="#c9a227", emblem="wheel", landscape="river")


def make_agency(slug: str, region: str) -> UUID:
    """An agency with one responsible body, `gemeinde`."""
    with platform_scope():
        agency = Agency.objects.create(slug=slug, name=f"Agentur {slug}", region=region)
        ResponsibleBody.objects.create(
            agency=agency,
            key="gemeinde",
            name=f"Gemeinde {slug} (Probe)",
            legal_form="Körperschaft des öffentlichen Rechts",
            street="Musterweg 1",
            postal_code="12345",
            city="Musterstadt",
            representative="Bürgermeisterin Martha Musterfrau",
            email=f"gemeinde@{slug}.example",
            phone="0123 456",
            data_protection_officer="Datenschutz, datenschutz@example.org",
            supervisory_authority="Landesbeauftragte für Datenschutz",
            land="NW",
        )
    return agency.pk


def make_place(agency: UUID, slug: str, name: str, **wishes: object) -> Place:
    """Provision one place on the DDL login, which must be open."""
    wanted = {"kind": PlaceKind.VILLAGE, "body": "gemeinde", "modules": ("ideas", "news"), "starter": False, **wishes}
    tenant, _new = provision(agency, PlaceOrder(slug=slug, name=name, **wanted))  # type: ignore[arg-type]
    with platform_scope():
        return place_of(tenants().get(pk=tenant.pk))


def make_twins() -> dict[str, Place]:
    """A with the toy module, B of another agency without it, and the portal of A's region."""
    ours, theirs = make_agency("xagentur", "Region X"), make_agency("yagentur", "Region Y")
    return {
        "adorf": make_place(ours, "adorf", "Adorf", modules=("ideas", "news", "pages", "toy"), look=GREEN),
        "bdorf": make_place(theirs, "bdorf", "Bdorf", look=RED, modules=("ideas", "news", "pages")),
        "portal": make_place(ours, "xregion", "Region X", kind=PlaceKind.REGION, modules=("region",)),
    }
