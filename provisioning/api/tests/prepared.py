"""What the examples speak of, in the test places: an operation with an argument unknown here fails its test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def preetz() -> CatalogEntry:
    """One row of the catalogue."""
    name, land = "Preetz", "Schleswig-Holstein"
    return CatalogEntry.objects.create(
        key="01057057", level=Level.MUNICIPALITY, name=name, official_name=f"{name}, Stadt", kind="Stadt", land=land,
        population=16000, postal_code="24211", plain_name=plain(name), words=f" {plain(f'{name} 01057057 24211 {land}')}",
    )  # fmt: skip


def bulk_run() -> Any:
    run = BulkRun.objects.create(action="update", by="Probe", by_key=Tenant.objects.get(slug="adorf").pk)
    run.items.create(tenant=Tenant.objects.get(slug="adorf"), said="Probe")
    return run


def note() -> None:
    tenant = Tenant.objects.get(slug="adorf")
    tenant.notes.create(text="Probe", by="Probe", by_key=tenant.pk)


#: What must be there before an operation is tried.
NEEDS: dict[str, Callable[[], object]] = {
    "search_catalog": preetz,
    "catalog_entry": preetz,
    "add_catalog_part": preetz,
    "place_notes": note,
}
#: Values of arguments, by operation and name, else by name.
VALUES: dict[str, Callable[[], object]] = {
    "slug": lambda: "adorf",
    "get_agency slug": lambda: "xagentur",
    "catalog_entry key": lambda: "01057057",
    "place_module name": lambda: "ideas",
    "switch_module name": lambda: "ideas",
    "get_blueprint name": lambda: "village",
    "get_bulk key": lambda: bulk_run().pk,
    "resume_bulk key": lambda: bulk_run().pk,
}


def prepare(operation: str) -> None:
    NEEDS.get(operation, lambda: None)()


def arguments(told: dict[str, Any]) -> dict[str, object]:
    """A value for every argument of an operation's path."""
    found = {}
    for each in told["parameters"]:
        if each["in"] == "path":
            make = VALUES.get(f"{told['operationId']} {each['name']}") or VALUES.get(each["name"])
            assert make, f"No value for {each['name']!r} of {told['operationId']}. Add one in {__name__}."
            found[each["name"]] = make()
    return found
