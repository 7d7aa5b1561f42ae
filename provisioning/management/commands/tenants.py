"""`baukasten tenants`: who is here, where, with what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from platform_core.scope import platform_scope
from tenants.addresses import place_of, tenants


class Command(BaseCommand):
    help = "Lists the places with their state, modules and addresses. Example: baukasten tenants"

    def handle(self, *args: Any, **options: Any) -> None:
        with platform_scope():
            places = [place_of(tenant) for tenant in tenants().order_by("agency__region", "name")]
        if not places:
            self.stdout.write("There is no place yet. Make some: baukasten apply provisioning/regions/modellorte.toml")
        for place in places:
            parked = [f"({name})" for name in sorted(place.parked)]
            modules = " ".join([*sorted(place.modules), *parked]) or "–"
            self.stdout.write(f"{place.slug:<24} {place.state.value:<12} {place.schema}  {modules:<20} {place.url}")
