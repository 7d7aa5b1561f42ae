#!/usr/bin/env python3
"""Make everything ready to start: packages, launcher, front end, translations. What has not changed is skipped.

`python3 deploy/bootstrap.py [--dev]`. Runs with any Python from 3.8, so that an old one can say what is needed; the
packages then go to a newer one. Needs the standard library only.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 12)
FAILURE_LINES = 25
LAUNCHER = """#!/bin/sh
# Works through links and in folders with spaces, which a script with an interpreter line of its own would not.
here=$(dirname -- "$(readlink -f -- "$0" 2>/dev/null || echo "$0")")
exec "$here/python" -m platform_core "$@"
"""


class CannotGoOn(Exception):
    """Something is missing; the message says what and what to do."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes everything ready to start the Baukasten.")
    parser.add_argument("--dev", action="store_true", help="with the tools for tests and checks")
    dev = parser.parse_args().dev
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        VENV.mkdir(exist_ok=True)
        with (VENV / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two at once wait for each other
            make_ready(dev)
    except CannotGoOn as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print("%s: %s" % (error.filename or ROOT, error.strerror or error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def make_ready(dev: bool) -> None:
    """Take all steps in order."""
    if not environment_works():
        step("Python environment", make_environment)
    (VENV / ".place").write_text(str(ROOT), encoding="utf-8")
    requirements = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    if not is_installed(requirements):
        step("Packages (takes a minute the first time)", lambda: install(requirements))
    put_launcher()
    step("Front end", lambda: run_module("theming.build"), quiet_below=1.0)
    if (ROOT / "platform_core" / "catalogues.py").exists() or (ROOT / "platform_core" / "catalogues").is_dir():
        step("Translations", lambda: run_module("platform_core.catalogues"), quiet_below=1.0)


def step(title: str, work: Callable[[], None], quiet_below: float = 0.0) -> None:
    """Do one step and say how long it took; a step that had nothing to do need not be mentioned."""
    begin = time.monotonic()
    try:
        work()
    except CannotGoOn:
        print("✗ " + title, flush=True)
        raise
    seconds = time.monotonic() - begin
    if seconds >= quiet_below:
        print("✓ %-42s %5.1f s" % (title, seconds), flush=True)


def environment_works() -> bool:
    """Say whether there is a virtual environment, made here, whose Python still runs and is new enough."""
    place = VENV / ".place"
    if not PYTHON.exists() or (place.exists() and place.read_text(encoding="utf-8") != str(ROOT)):
        return False
    return version_of(str(PYTHON)) >= OLDEST


def make_environment() -> None:
    """Make the virtual environment anew with a Python that is new enough."""
    done = run([new_enough_python(), "-m", "venv", "--clear", str(VENV)])
    if done.returncode != 0:
        raise CannotGoOn(
            "The Python environment in %s could not be made. On Debian and Ubuntu the package python3-venv is "
            "needed.\n%s" % (VENV, last_lines(done.stdout))
        )


def new_enough_python() -> str:
    """Find a Python that is new enough: ours, or another one on the path."""
    if sys.version_info[:2] >= OLDEST:
        # Inside a virtual environment, perhaps the one we are about to clear: the Python it was made from.
        return str(getattr(sys, "_base_executable", sys.executable))
    for minor in range(15, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found and version_of(found) >= OLDEST:
            return found
    raise CannotGoOn(
        "Python %d.%d or newer is needed, this is %d.%d at %s. Install a newer one, "
        "or name it: make up PYTHON=/path/to/python3.13" % (*OLDEST, *sys.version_info[:2], sys.executable)
    )


def version_of(python: str) -> tuple[int, int]:
    """Ask a Python for its version; (0, 0) when it does not run."""
    try:
        done = run([python, "-c", "import sys; print(*sys.version_info[:2])"])
        major, minor = done.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError):
        return 0, 0


def is_installed(requirements: Path) -> bool:
    """Say whether exactly these requirements, or those for development, are in the environment."""
    stamp = VENV / ".installed"
    installed = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    return key_of(requirements) in installed or key_of(ROOT / "requirements-dev.txt") in installed


def key_of(requirements: Path) -> str:
    """Name the contents of a requirements file."""
    return "%s %s" % (requirements.name, hashlib.sha256(requirements.read_bytes()).hexdigest())


def install(requirements: Path) -> None:
    """Install packages whose hashes we know, and nothing else."""
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--no-deps"]
    done = run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(requirements)])
    if done.returncode != 0:
        raise CannotGoOn(
            "The packages of %s could not be installed. Is there a connection to the package index, "
            "and room on the disk?\n%s" % (requirements.name, last_lines(done.stdout))
        )
    (VENV / ".installed").write_text(key_of(requirements) + "\n", encoding="utf-8")


def put_launcher() -> None:
    """Put the `baukasten` command into the environment; the code itself stays where it is."""
    [packages] = (VENV / "lib").glob("python3.*/site-packages")
    write_if_other(packages / "baukasten.pth", "%s\n" % ROOT)
    launcher = VENV / "bin" / "baukasten"
    write_if_other(launcher, LAUNCHER)
    launcher.chmod(0o755)


def write_if_other(file: Path, text: str) -> None:
    """Write a file unless it says that already."""
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def run_module(module: str) -> None:
    """Run a module of ours that does its work only when something has changed."""
    done = run([str(PYTHON), "-m", module])
    if done.returncode != 0:
        raise CannotGoOn("`python -m %s` failed:\n%s" % (module, last_lines(done.stdout)))


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder of the project and keep what it says."""
    return subprocess.run(
        command,
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=dict(os.environ, PYTHONUTF8="1"),
        check=False,
    )


def last_lines(text: str) -> str:
    """Keep the end of what a failed command said."""
    return "\n".join("    " + line for line in text.strip().splitlines()[-FAILURE_LINES:])


if __name__ == "__main__":
    sys.exit(main())
