"""What the examples speak of, in the test places: an operation with an argument unknown here fails its test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioning.api.models import Token
from provisioning.catalog.names import plain
from provisioning.control_panel.models import BulkRun
from provisioning.models import CatalogEntry, Level
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Callable

#: Names of the examples, and what they are called in the test places.
HERE = {"weslarn": "adorf", "modellorte": "xagentur", "05974008": "01057057"}


def as_here(text: str) -> str:
    for shown, here in HERE.items():
        text = text.replace(shown, here)
    return text


def preetz(tenant: Tenant) -> CatalogEntry:
    """One row of the catalogue."""
    name, land = "Preetz", "Schleswig-Holstein"
    return CatalogEntry.objects.create(
        key="01057057", level=Level.MUNICIPALITY, name=name, official_name=f"{name}, Stadt", kind="Stadt", land=land,
        population=16000, postal_code="24211", plain_name=plain(name), words=f" {plain(f'{name} 01057057 24211 {land}')}",
    )  # fmt: skip


def bulk_run(tenant: Tenant) -> Any:
    """A run over the place, begun by a token of its agency."""
    token = Token.objects.filter(agency=tenant.agency_id).first()
    run = BulkRun.objects.create(action="update", by="Probe", by_key=token.pk if token else tenant.pk)
    run.items.create(tenant=tenant, said="Probe")
    return run


def note(tenant: Tenant) -> None:
    tenant.notes.create(text="Probe", by="Probe", by_key=tenant.pk)


#: What must be there before an operation is tried.
NEEDS: dict[str, Callable[[Tenant], object]] = {
    "search_catalog": preetz,
    "catalog_entry": preetz,
    "add_catalog_part": preetz,
    "place_notes": note,
}
#: Values of arguments, by operation and name, else by name.
VALUES: dict[str, Callable[[Tenant], object]] = {
    "slug": lambda tenant: tenant.slug,
    "get_agency slug": lambda tenant: tenant.agency.slug,
    "catalog_entry key": lambda tenant: "01057057",
    "name": lambda tenant: "ideas",
    "get_blueprint name": lambda tenant: "village",
    "get_bulk key": lambda tenant: bulk_run(tenant).pk,
    "resume_bulk key": lambda tenant: bulk_run(tenant).pk,
}


def prepare(operation: str, slug: str = "adorf") -> None:
    NEEDS.get(operation, lambda _tenant: None)(Tenant.objects.get(slug=slug))


def arguments(told: dict[str, Any], slug: str = "adorf") -> dict[str, object]:
    """A value for every argument of an operation's path, about this place. In the platform's scope."""
    tenant = Tenant.objects.select_related("agency").get(slug=slug)
    return {name: maker(told, name)(tenant) for name in names(told)}


def names(told: dict[str, Any]) -> list[str]:
    """The arguments of an operation's path."""
    return [each["name"] for each in told["parameters"] if each["in"] == "path"]


def maker(told: dict[str, Any], name: str) -> Callable[[Tenant], object]:
    found = VALUES.get(f"{told['operationId']} {name}") or VALUES.get(name)
    assert found, f"No value for {name!r} of {told['operationId']}. Add one to VALUES in {__name__}."
    return found
