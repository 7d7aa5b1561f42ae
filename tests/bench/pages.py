"""Requests per second: the whole stack as `baukasten up` starts it, with the demo region, in a folder of its own.

Anonymous pages of a village come from the server's memory; the portal's and
everything of somebody signed in are made anew for each request. The one who asks
runs on the same machine and takes part of its time.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tests.bench.figures import line

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 4
CONNECTIONS = 8
PERSON = "gudrun.beispiel@weslarn.example"
READY = "Stop with Ctrl-C."


def measure() -> None:
    line("load of the machine before (1 minute)", f"{os.getloadavg()[0]:8.1f}")
    with scratch_folder() as folder:
        for workers in (1, 2):
            with running(folder, workers) as port:
                cookie = sign_in(folder, port)
                print(f"  with {workers} worker{'s' * (workers > 1)}")
                show(port, "weslarn", "/", "", "    village, home, anonymous (from memory)")
                show(port, "weslarn", "/", cookie, "    village, home, signed in")
                show(port, "weslarn", "/ideen/1/", cookie, "    village, one idea, signed in")
                show(port, "modellorte", "/", "", "    portal, home, anonymous (from memory)")


def show(port: int, place: str, path: str, cookie: str, title: str) -> None:
    ask(port, place, path, cookie, 1)  # warm: every worker, every template
    found = ask(port, place, path, cookie, SECONDS)
    codes = "" if set(found["codes"]) == {"200"} else f"   NOT ONLY 200: {found['codes']}"
    times = f"median {found['median'] * 1000:.1f} ms, p95 {found['p95'] * 1000:.1f} ms"
    line(title, f"{found['rps']:8.0f} rps   ({times}){codes}")


def ask(port: int, place: str, path: str, cookie: str, seconds: float) -> dict[str, Any]:
    arguments = [port, f"{place}.localhost:{port}", path, seconds, CONNECTIONS, *([cookie] if cookie else [])]
    command = [sys.executable, "-m", "tests.bench.load", *map(str, arguments)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bk-bench-"))
    folder.chmod(0o711)  # the database may run as another account
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(folder: Path, workers: int) -> Iterator[int]:
    """The stack, until the block ends; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = environment_of(folder, port) | {"BAUKASTEN_WORKERS": str(workers)}
    command = [sys.executable, "-m", "platform_core", "up"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = []
    try:
        while READY not in (said or [""])[-1]:
            said.append(process.stdout.readline())
            if not said[-1]:
                raise SystemExit("The stack did not start. It said:\n" + "".join(said))
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def environment_of(folder: Path, port: int) -> dict[str, str]:
    """The environment of somebody who has just begun, whatever the tests have set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BAUKASTEN_", "DJANGO_"))}
    return clean | {"BAUKASTEN_DATA": str(folder), "PORT": str(port)}


def sign_in(folder: Path, port: int) -> str:
    """The session cookie of a demo person."""
    command = [sys.executable, "-m", "tests.bench.session", "weslarn", PERSON]
    environment = environment_of(folder, port)
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()
