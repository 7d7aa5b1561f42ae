"""Ortsteile: in no official list, added below their municipality by the agency that cares for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioning.catalog.names import plain
from provisioning.models import CatalogEntry, Level

if TYPE_CHECKING:
    from tenants.models import Agency


class PartRefused(Exception):
    """An Ortsteil that cannot be added; the message names the value and what is allowed."""


def add_part(agency: Agency, municipality_key: str, name: str, **facts: Any) -> CatalogEntry:
    """Add an Ortsteil for this agency, or change its facts; in the platform's scope.

    `facts` are population, lat, lon (WGS 84 degrees) and postal_code. Raises PartRefused.
    """
    name = " ".join(name.split())
    if not plain(name) or len(name) > 120:
        raise PartRefused(f"{name!r} is no name of an Ortsteil. It has letters, and 120 signs at the most.")
    whole = CatalogEntry.objects.filter(key=municipality_key, level=Level.MUNICIPALITY).first()
    if whole is None or not whole.can_be_provisioned:
        raise PartRefused(f"{municipality_key}: there is no municipality of this key. It has 8 digits, like 05974008.")
    _check_point(facts.get("lat"), facts.get("lon"))
    part = CatalogEntry(
        key=f"{whole.key}/{agency.slug}/{plain(name).replace(' ', '-')}",
        level=Level.PART,
        name=name,
        official_name=name,
        kind="Ortsteil",
        land=whole.land,
        district=whole.district,
        association=whole.association,
        municipality=whole,
        agency=agency,
        plain_name=plain(name),
        **{"postal_code": whole.postal_code, "lat": whole.lat, "lon": whole.lon} | facts,
    )
    part.words = f" {plain(f'{name} Ortsteil {whole.key} {part.postal_code} {part.where}')}"
    part.clean_fields(exclude=["went_into", "gone_at"])
    part.save()
    return part


def _check_point(lat: float | None, lon: float | None) -> None:
    for name, value, limit in (("lat", lat, 90), ("lon", lon, 180)):
        if value is not None and not abs(value) <= limit:
            raise PartRefused(f"{name}: {value!r} is not on earth. Allowed are numbers within ±{limit}.")
