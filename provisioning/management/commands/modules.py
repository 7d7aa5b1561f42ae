"""`baukasten modules PLACE`: which modules a place has, and switching them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from platform_core import registry
from platform_core.scope import platform_scope
from provisioning.consequences import Consequence
from provisioning.removing import remove
from provisioning.steps import OrderRefused
from provisioning.switch import consequence, park, switch_on, tenant_of
from tenants.addresses import place_of


class Command(BaseCommand):
    help = (
        "Shows the modules of a place, switches one on or off, or removes one. Off parks it: data stays, nothing is "
        "lost. Removing writes an export first and then deletes all of the module. "
        "Examples: baukasten modules weslarn | baukasten modules weslarn --on region | "
        "baukasten modules weslarn --off ideas --dry-run | "
        "baukasten modules weslarn --remove ideas --export ideas-of-weslarn.zip"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--on", metavar="MODULE", help="switch this module on")
        way.add_argument("--off", metavar="MODULE", help="park this module")
        way.add_argument("--remove", metavar="MODULE", help="export this module's data into a file, then delete them")
        parser.add_argument(
            "--export", metavar="FILE", type=Path, help="with --remove: the ZIP to write, not there yet"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="with --off and --remove: only say what would go away"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override("en"):
                self._switch(options["place"], options)
                self._show(options["place"])
        except (OrderRefused, OSError) as refused:
            raise CommandError(str(refused)) from refused

    def _switch(self, slug: str, options: dict[str, Any]) -> None:
        if options["export"] is not None and options["remove"] is None:
            raise OrderRefused("--export belongs to --remove: only what is removed is exported.")
        if options["on"] is not None:
            changed = switch_on(slug, options["on"])
            self.stdout.write(f"{options['on']} is {'now' if changed else 'already'} on.")
        if options["off"] is not None:
            self._say(consequence(slug, options["off"]), "Parking")
            if not options["dry_run"]:
                changed = park(slug, options["off"])
                self.stdout.write(f"{options['off']} is {'now' if changed else 'already'} off; its data is kept.")
        if options["remove"] is not None:
            self._remove(slug, options["remove"], options["export"], dry_run=options["dry_run"])

    def _remove(self, slug: str, name: str, export: Path | None, *, dry_run: bool) -> None:
        going = consequence(slug, name)
        self._say(going, "Removing")
        self.stdout.write(f"It deletes {going.row_count} rows and {going.files} files for good:")
        for table, rows in going.rows.items():
            self.stdout.write(f"  {rows:>8}  {table}")
        if dry_run:
            return
        if export is None:
            raise OrderRefused("Say where the export goes, for example --export ideas-of-weslarn.zip")
        if export.exists():
            raise OrderRefused(f"{export} is there already. Choose another name for the export.")
        done = remove(slug, name, export=export)
        self.stdout.write(f"{name} is removed. Its data lies in {done.export} (SHA-256 {done.sha256}).")

    def _say(self, going: Consequence, doing: str) -> None:
        self.stdout.write(f"{doing} {going.module} closes {going.contributions} contributions and these pages:")
        for page in going.pages:
            self.stdout.write(f"  {page}")
        for link in going.links:
            self.stdout.write(f"  The link {link.address} in “{link.title}” would lead nowhere.")
        told = (
            (going.open_contributions, "contributions are open"),
            (going.subscribers, "people follow something there"),
            (going.jobs, "jobs wait"),
        )
        for number, what in told:
            if number:
                self.stdout.write(f"  {number} {what}.")

    def _show(self, slug: str) -> None:
        with platform_scope():
            place = place_of(tenant_of(slug))
        self.stdout.write(f"\n{place.name}")
        for name, module in registry.modules().items():
            state = "on" if name in place.modules else "parked" if name in place.parked else "–"
            self.stdout.write(f"  {name:<16} {state:<8} {module.title}")
