"""`baukasten tenants`: who is here, where, with what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.scope import platform_scope
from provisioning.demo import demo_password
from provisioning.welcome import table
from tenants.addresses import place_of, tenants
from tenants.listing import sign_ins


class Command(BaseCommand):
    help = (
        "Lists the places with their state, modules and addresses, or who can sign in to demo places. "
        "Example: baukasten tenants --people"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", action="store_true", help="the people of the demo places and their password")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"]:
            self._people()
            return
        with platform_scope():
            places = [place_of(tenant) for tenant in tenants().order_by("agency__region", "name")]
        if not places:
            self.stdout.write("There is no place yet. Make some: baukasten apply provisioning/regions/modellorte.toml")
        for place in places:
            parked = [f"({name})" for name in sorted(place.parked)]
            modules = " ".join([*sorted(place.modules), *parked]) or "–"
            self.stdout.write(f"{place.slug:<24} {place.state.value:<12} {place.schema}  {modules:<20} {place.url}")

    def _people(self) -> None:
        people = sign_ins()
        if not people:
            self.stdout.write("There is no demo place, so nobody is known here by name.")
            return
        self.stdout.write("\n".join(table(("Place", "Person", "E-mail", "Role"), people)))
        self.stdout.write(f"\n  The password of all of them: {demo_password()}")
