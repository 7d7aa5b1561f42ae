"""`baukasten staff`: the people who run the platform, and those of the agencies."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from platform_core.scope import platform_scope
from provisioning.lifecycle.terminal import agency_named
from provisioning.staff import make_staff


class Command(BaseCommand):
    help = (
        "Makes somebody an operator of the platform, or with --agency a member of an agency. They sign in on the "
        "platform's own address with a code by mail. "
        "Example: baukasten staff bea@example.org --name 'Bea Vorlage' --agency modellorte"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--agency", help="the agency's slug; without it: an operator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as invalid:
            raise CommandError(f"{options['email']!r} is no e-mail address. Example: bea@example.org") from invalid
        with platform_scope():
            agency = agency_named(options["agency"]) if options["agency"] is not None else None
            staff, is_new = make_staff(email=options["email"], name=options["name"], agency=agency)
        what = f"member of {agency}" if agency else "operator"
        self.stdout.write(f"{staff.person.name} <{staff.person.email}> is {'now' if is_new else 'already'} {what}.")
