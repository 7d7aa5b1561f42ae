"""`baukasten translations`: are the translations complete?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core import catalogues


class Command(BaseCommand):
    help = (
        "Fails with every text that lacks a German translation; --update writes new texts into the catalogues. "
        "Example: baukasten translations --update"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="add new texts, drop those that are gone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["update"]:
            for room in catalogues.rooms():
                catalogues.update(room)
        found = catalogues.problems()
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} texts to mend. Run: baukasten translations --update, then translate.")
        catalogues.compile_all()
