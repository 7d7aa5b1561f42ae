"""The database falls over and the disk is full in the middle of a bulk: all of it is there in the end, and no more."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from modules.ideas.models import Idea
from platform_core.files.models import Attachment
from platform_core.scope import place_scope
from provisioning.children import Child, wait_for_first_end
from provisioning.revive import Reviver
from tests.faults.forge import ROOT, WELL, Forge, forging_apart
from tests.faults.test_bulk import complete
from tests.faults.test_killed_worker import QUICK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS_PER_PLACE = 15  # on a machine that has other things to do


@pytest.fixture
def apart() -> Iterator[Forge]:
    """A platform on a PostgreSQL of its own; under root that runs as another account, which has to pass through."""
    folder = Path(tempfile.mkdtemp(prefix="baukasten-faults-"))
    folder.chmod(0o711)
    try:
        with forging_apart(folder) as forge:
            yield forge
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def looked_after_worker(forge: Forge) -> Iterator[Callable[[], None]]:
    """A job worker that is started again whenever it ends, as `baukasten up` does; call what comes to do so."""
    changes = "".join(f"stalled.{name} = {seconds}; " for name, seconds in QUICK.items())
    code = f"import django; django.setup(); from platform_core.jobs import stalled, worker; {changes}worker.work()"
    child = Child("job worker", [sys.executable, "-c", code], forge.folder / "worker.log", forge.environment, ROOT)
    reviver = Reviver(print, most=20)

    def look() -> None:
        if wait_for_first_end([child], seconds=0) is not None and forge.cluster.is_running():
            reviver.revive(child)

    child.start()
    try:
        yield look
    finally:
        child.ask_to_end()
        child.end(10)


def wait_for(condition: Callable[[], bool], look: Callable[[], None], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        look()
        time.sleep(0.1)


def done(forge: Forge, key: str) -> int:
    return list(forge.states(key).values()).count("done")


@pytest.mark.parametrize("count", [4, pytest.param(50, marks=pytest.mark.long)])
def test_a_database_that_falls_over_in_the_middle_of_a_bulk_ends_with_all_of_it(apart, count):
    slugs = [f"dorf-{number:02}" for number in range(count)]
    key = apart.order(*slugs)
    with looked_after_worker(apart) as look:
        wait_for(lambda: done(apart, key) >= count // 4, look, 60 + count * SECONDS_PER_PLACE)
        fall_over(apart)
        assert done(apart, key) < count, "it came too late"
        wait_for(lambda: done(apart, key) == count, look, 60 + count * SECONDS_PER_PLACE)
    assert complete(apart, *slugs) == slugs
    assert apart.rows("SELECT count(*) FROM tenants_tenant") == [(count,)]
    assert apart.rows("SELECT count(*) FROM pg_roles WHERE rolname ~ '^t_'") == [(count,)]
    assert apart.findings() == []


def fall_over(forge: Forge) -> None:
    """As `pg_ctl restart -m immediate`: every process of the server dies at once, and it recovers from its journal."""
    with psycopg.connect(forge.cluster.dsn("postgres")) as line:
        row = line.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'").fetchone()
    assert row
    server = int((Path(row[0]) / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGQUIT)
    deadline = time.monotonic() + 30
    while forge.cluster.is_running():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    forge.cluster.start()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own for a folder; whoever is not root has none."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def disk_of_tables(apart) -> Iterator[Path]:
    """A disk of two megabytes, which the account of the server may write."""
    data = next((apart.folder / "postgres").rglob("PG_VERSION")).parent.stat()
    with small_disk(apart.folder / "disk", "2m") as disk:
        os.chown(disk, data.st_uid, data.st_gid)
        disk.chmod(0o700)
        yield disk


def test_a_disk_without_room_for_tables_stops_one_place_and_leaves_nothing_of_it(apart, disk_of_tables):
    """The server itself says so: its new tables lie on a disk of two megabytes."""
    apart_admin(
        apart, f"CREATE TABLESPACE klein LOCATION '{disk_of_tables}'", "GRANT CREATE ON TABLESPACE klein TO app_ddl"
    )
    apart_admin(apart, "ALTER ROLE app_ddl SET default_tablespace = klein")
    slugs = ["eins", "zwei", "drei"]
    key = apart.order(*slugs)

    assert apart.wish("carry_out", key) == WELL
    assert "failed" in apart.states(key).values()
    made = [slug for slug, state in apart.states(key).items() if state == "done"]
    assert sorted(complete(apart, *slugs)) == sorted(made)
    errors = apart.rows("SELECT DISTINCT error FROM orders_orderplace WHERE state = 'failed'")
    assert len(errors) == 1
    assert errors[0][0].startswith("In der Datenbank ist kein Platz mehr für diesen Ort.")
    assert apart.findings() == []

    apart_admin(apart, "ALTER ROLE app_ddl RESET default_tablespace")
    go_on(apart, key, slugs)


def apart_admin(forge: Forge, *statements: str) -> None:
    with psycopg.connect(forge.cluster.dsn("postgres", forge.database), autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement.encode())


def go_on(forge: Forge, key: str, slugs: list[str]) -> None:
    """There is room again: what had stopped is done, and nothing is there twice."""
    assert forge.wish("resume", key) == WELL
    assert forge.wish("carry_out", key) == WELL
    assert forge.states(key) == dict.fromkeys(slugs, "done")
    assert sorted(complete(forge, *slugs)) == sorted(slugs)
    assert forge.rows("SELECT count(*) FROM tenants_tenant WHERE slug = ANY(%s)", slugs) == [(len(slugs),)]
    assert forge.findings() == []


@pytest.fixture
def disk_of_files(tmp_path, settings) -> Iterator[Path]:
    """A disk of 64 kB for the files of all places."""
    with small_disk(tmp_path / "files", "64k") as disk:
        settings.MEDIA_ROOT = disk
        yield disk


def test_a_disk_without_room_for_files_is_said_and_leaves_no_part_of_one(disk_of_files, adorf, anna, visit):
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 " + bytes(200_000), content_type="application/pdf")

    answer = visit(adorf, anna).post("/ideen/neu/", {"title": "Bank am Teich", "body": "Hier.", "files": plan})

    assert answer.status_code == 422
    assert "no room for more files" in answer.text or "kein Platz" in answer.text
    assert "Bank am Teich" in answer.text, "what was typed is not lost"
    assert [file for file in disk_of_files.rglob("*") if file.is_file()] == []
    with place_scope(adorf):
        assert not Attachment.objects.exists()
        assert not Idea.objects.exists()
