"""`baukasten doctor`: what is misconfigured, and how to mend it."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Says what is misconfigured and how to mend it; exit code 1 when something must be mended. Example: baukasten doctor"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = checks.run_checks(include_deployment_checks=False, databases=["default"])
        found = [message for message in found if not message.is_silenced()]
        for message in found:
            level = "✗" if message.is_serious() else "!"
            self.stdout.write(f"{level} {message.msg}\n  → {message.hint or 'no hint'}  [{message.id}]")
        serious = [message for message in found if message.is_serious()]
        if not found:
            self.stdout.write("✓ Everything is in order.")
        if serious:
            raise SystemExit(1)
