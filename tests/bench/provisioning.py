"""One place per blueprint by our steps, beside what django-tenants does by itself; and migrating all of them.

Both run on the same server, in a prepared database each, as the same login, with
few and with many places there already. django-tenants makes the schema and runs
its migrate_schemas when the tenant is saved, or clones a schema; ours also makes the
database role of the place with its rights, the log, the home page and the figures.
`BENCH_PLACES=100` measures with fewer than 500.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.test import override_settings

from platform_core.place import PlaceKind
from platform_core.scope import platform_scope
from provisioning.blueprints import blueprint, names
from provisioning.schema import migrate_places, migrate_platform, replay
from provisioning.schema.migrate import fingerprint
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login
from tenants.postgres.prepare import prepare
from tests.bench.figures import line, milliseconds, ratio
from tests.support.database import drop_database, fresh_database, server
from tests.support.places import make_agency, make_place

if TYPE_CHECKING:
    from uuid import UUID

RUNS = 5
FEW, MANY = 10, int(os.environ.get("BENCH_PLACES", "500"))
NUMBERS = itertools.count()


def measure() -> None:
    plain = plain_seconds()
    with fresh_database():
        migrate_platform()
        agency = make_agency("agentur", "Region")
        ours: dict[int, float] = {}
        for count in (FEW, MANY):
            fill(agency, count)
            print(f"  with {count} places:")
            for name in names():
                median = milliseconds(f"our steps, blueprint {name}", seconds_of(agency, name))
                ours[count] = median if name == "village" else ours.get(count, 0)
            for way, figures in plain.items():
                theirs = milliseconds(f"django-tenants, tables of a village, {way}", figures[str(count)])
                ratio(f"… takes, beside our village, {way}", ours[count], theirs)
        without_memory(agency)
        migrate_all()
        connection.close()


def seconds_of(agency: UUID, name: str, runs: int = RUNS) -> list[float]:
    """How long each of some new places of a blueprint takes, after one to warm up."""
    taken = []
    with ddl_login():
        for _run in range(runs + 1):
            begin = time.perf_counter()
            one(agency, name)
            taken.append(time.perf_counter() - begin)
    return taken[1:]


def one(agency: UUID, name: str) -> None:
    plan, kind = blueprint(name), PlaceKind(name) if name in set(PlaceKind) else PlaceKind.VILLAGE
    make_place(agency, f"{name}-{next(NUMBERS)}", "Probedorf", kind=kind, modules=plan.modules, blueprint=name)


def fill(agency: UUID, count: int) -> None:
    """As many villages as there shall be; how many a minute that are is a figure, too."""
    with platform_scope():
        missing = count - Tenant.objects.count()
    begin = time.perf_counter()
    with ddl_login():
        for _each in range(missing):
            one(agency, "village")
    if missing > 100:
        line(f"{missing} villages made one after another", f"{time.perf_counter() - begin:8.1f} s")


def without_memory(agency: UUID) -> None:
    """The same village when migrations are worked out anew for each place, as Django does."""

    class Forgetful(dict):  # type: ignore[type-arg]
        def __contains__(self, key: object) -> bool:
            return False

        def move_to_end(self, key: object) -> None:
            pass

        def popitem(self, last: bool = True) -> None:
            self.clear()

    real, replay._remembered = replay._remembered, Forgetful()
    try:
        milliseconds("our steps, village, migrations worked out each time", seconds_of(agency, "village", 3))
    finally:
        replay._remembered = real


def migrate_all() -> None:
    """All places with nothing to do, and with one field more in a module that most of them have."""
    with platform_scope():
        line("places to migrate", f"{Tenant.objects.count():8}")
    milliseconds("migrate, nothing to do", [_seconds() for _run in range(RUNS)])
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        with override_settings(MIGRATION_MODULES=_one_field_more(Path(folder))):
            fingerprint.cache_clear()
            each: list[str] = []
            begin = time.perf_counter()
            run = migrate_places(each.append)
            took = time.perf_counter() - begin
        sys.path.remove(folder)
        fingerprint.cache_clear()
    milli = [int(said.rsplit("(", 1)[1].split()[0]) for said in each if said.startswith("  ✓")]
    assert run.is_complete, run.failed
    line(f"migrate, one AddField in {len(run.migrated)} places", f"{took:8.1f} s")
    line("… of these, one place", f"{statistics.median(milli):8.0f} ms   (median, {min(milli)}–{max(milli)})")


def _seconds() -> float:
    begin = time.perf_counter()
    assert migrate_places().is_complete
    return time.perf_counter() - begin


def _one_field_more(folder: Path) -> dict[str, str]:
    """A package with the migrations of ideas and one more."""
    real = import_module("modules.ideas.migrations")
    there = sorted(file.stem for file in Path(str(real.__file__)).parent.glob("0*.py"))
    package = folder / "more_of_ideas"
    package.mkdir()
    (package / "__init__.py").touch()
    for name in there:
        text = f"from importlib import import_module\nMigration = import_module('modules.ideas.migrations.{name}').Migration\n"
        (package / f"{name}.py").write_text(text)
    (package / "9999_more.py").write_text(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = [('ideas', '{there[-1]}')]\n"
        "    operations = [migrations.AddField('idea', 'more', models.CharField(max_length=20, default=''))]\n"
    )
    return {"ideas": "more_of_ideas"}


def plain_seconds() -> dict[str, dict[str, list[float]]]:
    """The same by django-tenants alone, in a process with settings of its own."""
    cluster, name = server(), f"test_{secrets.token_hex(4)}"
    cluster.start()
    prepare(cluster.dsn("postgres"), name)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings",
        "PLAIN_SOCKET": str(cluster.socket_folder),
        "PLAIN_DATABASE": name,
        "PLAIN_MODULES": ",".join(blueprint("village").modules),
    }
    command = [sys.executable, "-m", "tests.bench.plain", str(RUNS), str(FEW), str(MANY)]
    try:
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
    finally:
        drop_database(cluster, name)
        cluster.stop()
    if done.returncode:
        raise SystemExit(done.stderr)
    taken: dict[str, dict[str, list[float]]] = json.loads(done.stdout.splitlines()[-1])
    return taken
