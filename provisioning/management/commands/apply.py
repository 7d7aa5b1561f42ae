"""`baukasten apply FILE`: region as code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from provisioning.regions import apply_file
from provisioning.regions.reader import RegionFileError
from provisioning.steps import OrderRefused


class Command(BaseCommand):
    help = (
        "Brings the platform to a region file: agency, responsible bodies, places, modules, demo content. "
        "A second run changes nothing. Example: baukasten apply provisioning/regions/modellorte.toml"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a region file (TOML)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override("en"):  # as all commands speak
                apply_file(options["file"], self.stdout.write)
        except (RegionFileError, OrderRefused) as refused:
            raise CommandError(str(refused)) from refused
