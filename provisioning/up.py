"""`baukasten up`: from nothing to a running region, and back with Ctrl-C."""

import fcntl
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import psycopg
from django.conf import settings

from provisioning.children import Child, wait_for_first_end
from provisioning.ports import CannotStart, check_port, is_healthy
from provisioning.revive import Reviver
from provisioning.welcome import welcome
from tenants.postgres.embedded import DatabaseProblem, Embedded
from tenants.postgres.prepare import missing_rights, prepare

ROOT = Path(__file__).resolve().parent.parent
REGIONS = ROOT / "provisioning" / "regions"
SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 15


class Supervisor:
    """Starts everything in order, watches it, and stops it in the opposite order."""

    def __init__(self) -> None:
        self.folder: Path = settings.DATA_FOLDER
        self.log = self.folder / "log"
        self.bind = os.environ.get("BAUKASTEN_BIND", "").strip() or "127.0.0.1"
        self.admin_url = os.environ.get("BAUKASTEN_ADMIN_URL", "").strip()
        self.database = Embedded(self.folder / "postgres") if settings.EMBEDDED else None
        self.children: list[Child] = []
        self._away: str | None = None

    def run(self) -> int:
        """Run until Ctrl-C or SIGTERM (0), or until something cannot go on (1)."""
        _turn_signals_into_interrupts()
        try:
            with self._only_one():
                check_port(self.bind, settings.PORT)
                return self._run_and_stop()
        except KeyboardInterrupt:
            return 0
        except CannotStart as problem:
            _say(f"✗ {problem}")
            return 1

    def _run_and_stop(self) -> int:
        try:
            for title, step in self._steps():
                self._do(title, step)
            self._do("Ready", lambda: _say(welcome()), timed=False)
            return self._watch()
        except KeyboardInterrupt:
            return 0
        except (CannotStart, DatabaseProblem) as problem:
            _say(str(problem))
            return 1
        finally:
            self._stop()

    def _steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "Database", self._start_database
        yield "Roles and rights", self._prepare_database
        yield "Tables", _migrate
        yield "Catalogue of places", _load_catalog
        if os.environ.get("BAUKASTEN_DEMO", "1").strip() != "0":
            yield "Demo regions", _apply_demo_regions
        yield "Jobs", self._start_worker
        yield "Web server", self._start_web_server

    def _do(self, title: str, step: Callable[[], None], *, timed: bool = True) -> None:
        """Do one step and say how long it took; an unforeseen failure goes to a file, its sentence to people."""
        begin = time.monotonic()
        try:
            step()
        except (CannotStart, DatabaseProblem, KeyboardInterrupt):
            _say(f"✗ {title}")
            raise
        except Exception as error:
            _say(f"✗ {title}")
            file = self.log / "up.log"
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as log:
                traceback.print_exc(file=log)
            raise CannotStart(f"{type(error).__name__}: {error}\nThe whole story: {file}") from error
        if timed:
            _say(f"✓ {title:<20} {time.monotonic() - begin:5.1f} s")

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "up.lock").open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                raise CannotStart(
                    f"The Baukasten in {self.folder} already runs (process {lock.read().strip() or 'unknown'}). "
                    "Stop it first, or choose another folder with BAUKASTEN_DATA."
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def _start_database(self) -> None:
        if self.database is not None:
            self.database.start()
            return
        deadline = time.monotonic() + 30  # beside us in a container, it may still be starting
        while (problem := _connection_problem(self.admin_url or _app_dsn())) is not None:
            if "FATAL" in problem and "starting up" not in problem:
                raise CannotStart(
                    f"The database of DATABASE_URL refuses us: {problem}\n"
                    "Prepare it with `baukasten database prepare --admin-url postgresql://…`."
                )
            if time.monotonic() > deadline:
                raise CannotStart(f"The database of DATABASE_URL does not answer: {problem}")
            time.sleep(1)

    def _prepare_database(self) -> None:
        admin = self.database.dsn("postgres") if self.database else self.admin_url
        if admin:
            name = str(settings.DATABASES["default"]["NAME"])
            app, ddl = (None, None) if self.database else passwords_from_environment()
            sentences = prepare(admin, name, app_password=app, ddl_password=ddl)
        else:
            sentences = missing_rights(_app_dsn())
        for sentence in sentences:
            _say(f"  ! {sentence}")
        if any("is not prepared" in sentence for sentence in sentences):
            raise CannotStart("The database has to be prepared first.")

    def _start_worker(self) -> None:
        worker = self._child("job worker", "worker.log", [sys.executable, "-m", "platform_core", "worker"])
        worker.start()
        if wait_for_first_end([worker], seconds=0.3):
            raise CannotStart(worker.obituary())

    def _start_web_server(self) -> None:
        workers = os.environ.get("BAUKASTEN_WORKERS") or os.environ.get("WEB_CONCURRENCY") or "2"
        address = f"[{self.bind}]:{settings.PORT}" if ":" in self.bind else f"{self.bind}:{settings.PORT}"
        # gunicorn would write its control socket below the home folder
        options = ["-k", "asgi", "--bind", address, "--workers", workers, "--no-control-socket"]
        options += ["--graceful-timeout", "8"]
        command = [sys.executable, "-m", "gunicorn", *options, "platform_core.asgi:application"]
        server = self._child("web server", "web.log", command)
        server.start()
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not is_healthy(self.bind, settings.PORT):
            if (ended := wait_for_first_end(self.children, seconds=0.1)) is not None:
                raise CannotStart(ended.obituary())
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"The web server did not answer /healthz within {SECONDS_TO_ANSWER} seconds. See {server.log_file}"
                )

    def _child(self, name: str, log: str, command: list[str]) -> Child:
        environment = os.environ | {
            "BAUKASTEN_DATA": str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }
        child = Child(name, command, self.log / log, environment, ROOT)
        self.children.append(child)
        return child

    def _watch(self) -> int:
        """Start again what ends, until it ends too often."""
        reviver = Reviver(_say)
        while True:
            ended = wait_for_first_end(self.children, seconds=1)
            if self.database is not None and not self.database.is_running():
                _say("The database has ended. It is started again.")
                self.database.start()
            if ended is not None and self._database_answers(ended):
                reviver.revive(ended)

    def _database_answers(self, ended: Child) -> bool:
        """Without a database nothing of ours can start; it is waited for."""
        problem = None if self.database else _connection_problem(_app_dsn())
        if problem is not None:
            if self._away != problem:
                _say(f"The {ended.name} has ended, and the database of DATABASE_URL does not answer: {problem}")
            time.sleep(1)
        self._away = problem
        return problem is None

    def _stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # stopping is on its way; hurrying would leave things behind
        if self.children or (self.database is not None and self.database.is_running()):
            _say("\nStopping …")
        for child in self.children:
            child.ask_to_end()
        for child in self.children:
            child.end(SECONDS_TO_END)
        _close_own_connections()
        if self.database is not None:
            self.database.stop()
        _say("Stopped.")


def passwords_from_environment() -> tuple[str | None, str | None]:
    """Read the passwords of app and app_ddl, named as the settings name them; None leaves one as it is."""
    return os.environ.get("BAUKASTEN_APP_PASSWORD") or None, os.environ.get("BAUKASTEN_DDL_PASSWORD") or None


def _turn_signals_into_interrupts() -> None:
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # SIGINT too: shells let programs in the background ignore it
        signal.signal(number, interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, interrupt)


def _app_dsn() -> str:
    database = settings.DATABASES["default"]
    given = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    values = {key: str(database[name]) for key, name in given.items() if database.get(name)}
    return psycopg.conninfo.make_conninfo("", **values)


def _connection_problem(dsn: str) -> str | None:
    try:
        psycopg.connect(dsn, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return str(error)
    return None


def _migrate() -> None:
    from provisioning.schema import migrate_places, migrate_platform

    migrate_platform()
    run = migrate_places(partial(_say, indent="  "), keep_going=True)
    if run.failed:
        _say(f"  ! In maintenance until their tables can be brought up to date: {', '.join(run.failed)}.")
        _say("    Mend what is named above, then: .venv/bin/baukasten migrate")


def _load_catalog() -> None:
    from provisioning.catalog.load import load_once

    load_once()


def _apply_demo_regions() -> None:
    from platform_core.scope import platform_scope
    from provisioning.demo import demo_password, plant_staff
    from provisioning.regions import apply_file

    for file in sorted(REGIONS.glob("*.toml")):
        apply_file(file, partial(_say, indent="  · "))
    with platform_scope():
        plant_staff(demo_password())


def _close_own_connections() -> None:
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()


def _say(text: str, indent: str = "") -> None:
    print(f"{indent}{text}", flush=True)  # noqa: T201  # the terminal is what this is for


def up() -> None:
    """Run the supervisor, and end with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows "?" and goes on
    sys.exit(Supervisor().run())
