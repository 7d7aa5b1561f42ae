"""The whole product as people start it: `python -m platform_core up`, in a folder and on a port of its own."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.tiles import MapService

ROOT = Path(__file__).parents[2]
READY = "Baukasten is ready"
SECONDS_TO_START = 300  # eleven places with their demo content, on a machine that has other things to do
SECONDS_TO_END = 40
#: What the settings of the test run put into this process must not reach the product.
OURS = re.compile(r"BAUKASTEN_|DJANGO_|DATABASE_URL$|PORT$|WEB_CONCURRENCY$|PYTHONWARNINGS$|PYTEST_|COV_")


class StackProblem(AssertionError):
    """The product did not start or stop as it should. Holds the last lines of its logs."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the table of demo people."""

    place: str
    name: str
    email: str
    role: str


def address(port: int, slug: str = "", path: str = "/") -> str:
    """The address of a page on this machine."""
    return f"http://{slug + '.' if slug else ''}localhost:{port}{path}"


def free_port() -> int:
    """A port nobody listens on; the kernel does not give it away again soon."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def running() -> dict[int, str]:
    """Every process of this machine that has not ended, with its command line."""
    listing = subprocess.run(["ps", "-axww", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = (line.split(maxsplit=2) for line in listing.stdout.splitlines())
    return {int(row[0]): row[2] for row in rows if len(row) == 3 and not row[1].startswith("Z")}


def descendants(pid: int) -> set[int]:
    """The process and all below it."""
    listing = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    found = {pid}
    while more := {child for child, parent in parents if parent in found} - found:
        found |= more
    return found


def holders_of(folder: Path) -> set[int]:
    """Processes that name the folder: the database detaches from whoever started it."""
    return {pid for pid, command in running().items() if str(folder) in command and pid != os.getpid()}


@dataclass
class Stack:
    """A running Baukasten: its addresses, its demo people, and commands on its data."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="baukasten-journeys-")))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    maps: MapService = field(default_factory=MapService)
    members: set[int] = field(default_factory=set)

    def start(self) -> Stack:
        """Start it and wait for its greeting. Raises StackProblem with what it said instead."""
        if not (ROOT / "build" / "static" / "staticfiles.json").exists():
            raise StackProblem("The front end is not built. Please run `make build`.")
        self.maps.__enter__()
        self.folder.chmod(0o711)  # PostgreSQL under root is another account and has to pass through
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "platform_core", "up"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while READY not in self.said or "Stop with" not in self.said:
            if self.process.poll() is not None or time.monotonic() > deadline:
                problem = StackProblem(f"The Baukasten did not start.\n{self.last_lines()}")
                if self.process.poll() is None:
                    self.stop()  # or it goes on alone
                raise problem
            time.sleep(0.1)
        self.members = descendants(self.process.pid) | holders_of(self.folder)
        return self

    def stop(self) -> None:
        """Ctrl-C, as people do. Raises StackProblem when it does not end with 0 or leaves a process behind."""
        assert self.process is not None
        self.maps.__exit__()
        self.members |= descendants(self.process.pid) | holders_of(self.folder)
        self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            code = self.process.wait()
        left = {pid: command for pid, command in running().items() if pid in self.members}
        if code != 0 or left:
            raise StackProblem(f"Stopping ended with {code} and left {left or 'nothing'}.\n{self.last_lines()}")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
        return clean | {
            "BAUKASTEN_DATA": str(self.folder),
            "PORT": str(self.port),
            "BAUKASTEN_TILES_URL": self.maps.tiles,
        }

    @property
    def log(self) -> Path:
        return self.folder / "up-said.log"

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def password(self) -> str:
        """The one password of the demo people."""
        found = re.search(r"password of all of them: (\S+)", self.said)
        assert found, self.said
        return found[1]

    @property
    def sign_ins(self) -> list[SignIn]:
        """The demo people as the greeting lists them."""
        rows = (re.split(r"\s{2,}", line.strip()) for line in self.said.splitlines() if "@" in line)
        return [SignIn(*row) for row in rows if len(row) == 4]

    def person(self, place: str, role: str) -> SignIn:
        """The demo person of a role, named as the greeting names it."""
        return next(each for each in self.sign_ins if (each.place, each.role) == (place, role))

    def url(self, slug: str = "", path: str = "/") -> str:
        """The address of a page of a place; of the platform without a slug."""
        return address(self.port, slug, path)

    def status(self, slug: str, path: str) -> int:
        """The status code of a page, asked for on a new connection."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("GET", path, headers={"Host": f"{slug}.localhost:{self.port}"})
            return line.getresponse().status
        finally:
            line.close()

    def run(self, *command: str) -> str:
        """Run a command of the Baukasten on the data of this stack, as somebody in a second terminal does."""
        done = subprocess.run(
            [sys.executable, "-m", "platform_core", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
        return done.stdout

    def an_hour_passes(self) -> None:
        """What anybody did so far no longer counts against how often they may do it. The limits stay on."""
        socket_folder = str(self.folder / "postgres" / "socket")
        with psycopg.connect(host=socket_folder, user="postgres", dbname="baukasten", autocommit=True) as database:
            counts = "SELECT table_schema FROM information_schema.tables WHERE table_name = 'moderation_tally'"
            for (schema,) in database.execute(counts).fetchall():
                over = sql.SQL("UPDATE {}.moderation_tally SET until = now()")
                database.execute(over.format(sql.Identifier(schema)))

    def last_lines(self, count: int = 25) -> str:
        """The end of everything it wrote."""
        files = [self.log, *sorted((self.folder / "log").glob("*.log"))]
        texts = [(file, file.read_text(errors="replace").splitlines()[-count:]) for file in files if file.exists()]
        return "\n".join(f"--- {file.name}\n" + "\n".join(lines) for file, lines in texts)
