"""`baukasten doctor`: what is misconfigured or left over, and how to mend it."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from provisioning.repair import Finding, find, mend


class Command(BaseCommand):
    help = (
        "Says what is misconfigured and how to mend it, and what was left over or is missing in the database and among "
        "the files; exit code 1 when something must be mended. --repair mends what is left over or missing; nothing "
        "that belongs to a place is deleted. Example: baukasten doctor --repair"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what is left over or missing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = checks.run_checks(include_deployment_checks=False, databases=["default"])
        found = [message for message in found if not message.is_silenced()]
        for message in found:
            level = "✗" if message.is_serious() else "!"
            self.stdout.write(f"{level} {message.msg}\n  → {message.hint or 'no hint'}  [{message.id}]")
        orphans = self._orphans()
        left = [orphan for orphan in orphans if not (options["repair"] and self._mended(orphan))]
        if orphans and not options["repair"]:
            self._describe(orphans)
        if not found and not orphans:
            self.stdout.write("✓ Everything is in order.")
        if left or any(message.is_serious() for message in found):
            raise SystemExit(1)

    def _orphans(self) -> list[Finding]:
        try:
            return find()
        except DatabaseError:
            return []  # a check above says what is wrong with the database, or `baukasten migrate` is due

    def _describe(self, orphans: list[Finding]) -> None:
        for orphan in orphans:
            verb = "--repair " if orphan.mend else ""
            self.stdout.write(f"✗ {orphan}\n  → {verb}{orphan.remedy}")
        count = f"{len(orphans)} things are" if len(orphans) > 1 else "One thing is"
        self.stdout.write(f"{count} left over or missing. Nothing was changed. Mend it: baukasten doctor --repair")

    def _mended(self, orphan: Finding) -> bool:
        if problem := mend(orphan):
            self.stdout.write(f"✗ {orphan}\n  → {problem}\n  → {orphan.remedy}")
            return False
        self.stdout.write(f"✓ {orphan} – mended: {orphan.remedy}")
        return True
