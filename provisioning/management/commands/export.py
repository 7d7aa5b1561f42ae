"""`baukasten export PLACE --to FILE`: all that a place holds, in one ZIP file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from provisioning.lifecycle.export import digest_of, write
from provisioning.lifecycle.states import write_down
from provisioning.lifecycle.terminal import place_named, told


class Command(BaseCommand):
    help = (
        "Writes every table and every file of a place into a ZIP file, with row counts and checksums. It holds private "
        "things: it belongs to the place's responsible body. Example: baukasten export weslarn --to weslarn.zip"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        parser.add_argument("--to", metavar="FILE", type=Path, required=True, help="a file that is not there yet")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["to"].absolute()
        if target.exists():
            raise CommandError(f"{target} is there already. Choose another name.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        with told():
            tenant = place_named(options["place"])
            manifest = write(tenant, target)
            digest = digest_of(target)
            write_down(tenant, "export.made", reason=options["reason"], after={"sha256": digest})
        rows = sum(manifest["rows"].values())
        files = sum(name.startswith("files/") for name in manifest["members"])
        self.stdout.write(
            f"{target.name}: {len(manifest['rows'])} tables, {rows} rows, {files} files\nSHA-256 {digest}"
        )
