"""`baukasten migrate`: the tables of the platform, then those of all places in waves. Stands in for Django's own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.migrations.autodetector import MigrationAutodetector

from provisioning.schema import migrate_places, migrate_platform
from provisioning.schema.waves import WAVES, AlreadyRunning, behind


class Command(BaseCommand):
    help = (
        "Brings the tables of the platform and of every place to this version: one place first, then ten, then the "
        "rest. Stops at the first that fails; run it again to go on. Example: baukasten migrate --waves 1 10 100"
    )

    autodetector = MigrationAutodetector  # Django checks that it is the one `makemigrations` uses

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only list the places that are behind; exit code 2")
        parser.add_argument("--waves", type=int, nargs="+", default=WAVES, help="how many places the first waves have")
        parser.add_argument("--keep-going", action="store_true", help="leave places that fail behind and go on")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        if min(options["waves"]) < 1:
            raise CommandError(f"--waves: {min(options['waves'])} is no number of places. Write 1 or more.")
        migrate_platform()
        try:
            run = migrate_places(self.stdout.write, waves=options["waves"], keep_going=options["keep_going"])
        except AlreadyRunning as other:
            raise CommandError(str(other)) from other
        if run.is_complete:
            self.stdout.write(f"Every place is up to date; {len(run.migrated)} were behind.")
            return
        waiting = f" {len(run.waiting)} wait as they were." if run.waiting else ""
        raise CommandError(
            f"{', '.join(run.failed)}: see above; in maintenance until it is mended. {len(run.migrated)} are up to "
            f"date.{waiting} Mend the reason, then run it again: it goes on where it stopped."
        )

    def _check(self) -> None:
        names = [tenant.name for tenant in behind()]
        if names:
            self.stdout.write(f"{len(names)} places are behind: {', '.join(names)}")
            raise SystemExit(2)
        self.stdout.write("Every place is up to date.")
