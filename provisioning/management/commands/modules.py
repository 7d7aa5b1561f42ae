"""`baukasten modules PLACE`: which modules a place has, and switching them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core import registry
from platform_core.scope import platform_scope
from provisioning.steps import OrderRefused
from provisioning.switch import consequence, park, switch_on, tenant_of
from tenants.addresses import place_of


class Command(BaseCommand):
    help = (
        "Shows the modules of a place, or switches one on or off. Off parks it: data stays, nothing is lost. "
        "Examples: baukasten modules weslarn | baukasten modules weslarn --on region | "
        "baukasten modules weslarn --off ideas --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--on", metavar="MODULE", help="switch this module on")
        way.add_argument("--off", metavar="MODULE", help="park this module")
        parser.add_argument("--dry-run", action="store_true", help="with --off: only say what would go away")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._switch(options["place"], options)
            self._show(options["place"])
        except OrderRefused as refused:
            raise CommandError(str(refused)) from refused

    def _switch(self, slug: str, options: dict[str, Any]) -> None:
        if options["on"]:
            changed = switch_on(slug, options["on"])
            self.stdout.write(f"{options['on']} is {'now' if changed else 'already'} on.")
        if options["off"]:
            going = consequence(slug, options["off"])
            self.stdout.write(f"Parking {going.module} closes {going.contributions} contributions and these pages:")
            for page in going.pages:
                self.stdout.write(f"  {page}")
            if not options["dry_run"]:
                changed = park(slug, options["off"])
                self.stdout.write(f"{options['off']} is {'now' if changed else 'already'} off; its data is kept.")

    def _show(self, slug: str) -> None:
        with platform_scope():
            place = place_of(tenant_of(slug))
        self.stdout.write(f"\n{place.name}")
        for name, module in registry.modules().items():
            state = "on" if name in place.modules else "parked" if name in place.parked else "–"
            self.stdout.write(f"  {name:<16} {state:<8} {module.title}")
