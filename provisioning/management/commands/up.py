"""`baukasten up`: start everything."""

from typing import Any

from django.core.management.base import BaseCommand

from provisioning.up import up


class Command(BaseCommand):
    help = (
        "Starts the database, makes tables and the demo region, runs jobs and the web server until Ctrl-C. "
        "Example: PORT=8001 baukasten up"
    )
    requires_system_checks: list[str] = []  # Django's own name; checks need the database that we start

    def handle(self, *args: Any, **options: Any) -> None:
        up()
