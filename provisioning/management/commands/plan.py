"""`baukasten plan FILE`: what `baukasten apply FILE` would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from provisioning.regions.plan import ADD, CHANGE, SAME, plan_file
from provisioning.regions.reader import RegionFileError
from provisioning.steps import OrderRefused

CHANGES = 2


class Command(BaseCommand):
    help = (
        "Says what a region file would change and does nothing: + is made, ~ is changed. Exit code 0 when everything "
        "is as ordered, 2 when something would change, 1 for a mistake. "
        "Example: baukasten plan provisioning/regions/modellorte.toml"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a region file (TOML)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override("en"):  # as all commands speak
                steps = plan_file(options["file"])
        except (RegionFileError, OrderRefused) as refused:
            raise CommandError(str(refused)) from refused
        for step in steps:
            self.stdout.write(f"{step.sign} {step.title}")
            for line in step.lines:
                self.stdout.write(f"{step.sign}   {line}")
        counts = {sign: sum(step.sign == sign for step in steps) for sign in (ADD, CHANGE, SAME)}
        self.stdout.write(
            f"{counts[ADD]} to make, {counts[CHANGE]} to change, {counts[SAME]} as ordered. Nothing has been done yet."
        )
        if counts[ADD] or counts[CHANGE]:
            raise SystemExit(CHANGES)
