"""`baukasten database`: prepare a PostgreSQL of your own."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from provisioning.up import passwords_from_environment
from tenants.postgres.embedded import DatabaseProblem
from tenants.postgres.prepare import prepare

EXAMPLE = "baukasten database prepare --admin-url postgresql://postgres:secret@db.example.org/postgres"


class Command(BaseCommand):
    help = (
        "Prepares a PostgreSQL 16 or newer: the database, the roles app and app_ddl, extensions and rights. "
        "Running it again mends what is missing. BAUKASTEN_APP_PASSWORD and BAUKASTEN_DDL_PASSWORD set the passwords "
        f"of the two roles. Example: {EXAMPLE}"
    )
    requires_system_checks: list[str] = []  # Django's own name; the database is not there yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["prepare"])
        parser.add_argument("--admin-url", required=True, help="address with an account that may make roles")
        parser.add_argument("--database", help="name of the database; by default that of the settings")

    def handle(self, *args: Any, **options: Any) -> None:
        name = str(options["database"] or settings.DATABASES["default"]["NAME"])
        try:
            app, ddl = passwords_from_environment()
            sentences = prepare(options["admin_url"], name, app_password=app, ddl_password=ddl)
        except DatabaseProblem as problem:
            raise CommandError(str(problem)) from problem
        for sentence in sentences:
            self.stdout.write(f"! {sentence}")
        self.stdout.write(f"The database {name} is ready" + (", but for the points above." if sentences else "."))
