"""`baukasten worker`: run background jobs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.jobs.worker import work


class Command(BaseCommand):
    help = "Runs background jobs until stopped. Example: baukasten worker --until-empty"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="stop when no job is waiting")

    def handle(self, *args: Any, **options: Any) -> None:
        work(wait=not options["until_empty"])
