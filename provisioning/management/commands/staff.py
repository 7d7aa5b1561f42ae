"""`baukasten staff`: the people who run the platform, and those of the agencies."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from platform_core.accounts.models import Person
from platform_core.audit.record import record
from platform_core.scope import platform_scope
from tenants.models import Agency, Staff


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
        with platform_scope(), transaction.atomic():
            agency = self._agency(options["agency"])
            email = options["email"].lower()
            person = Person.objects.filter(email=email).first()
            if person is None:
                person = Person.objects.create_person(email=email, name=options["name"])
                person.confirm_address()
            staff, is_new = Staff.objects.get_or_create(person=person, agency=agency)
            if is_new:
                record("staff.made", subject=person.name, key=staff.pk, after={"agency": agency.slug if agency else ""})
        what = f"member of {agency}" if agency else "operator"
        self.stdout.write(f"{person.name} <{email}> is {'now' if is_new else 'already'} {what}.")

    @staticmethod
    def _agency(slug: str | None) -> Agency | None:
        if slug is None:
            return None
        found = Agency.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Agency.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no agency {slug!r}. Agencies are: {known}.")
        return found
