"""A real Chromium: the one that is installed, else Playwright's own, else Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = "apt-get update && apt-get install -y chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]


class NoBrowser(Exception):
    """There is no Chromium and none could be had. Says what was tried and what to run."""


def installed() -> Path | None:
    """The Chromium of this machine, if there is one on the PATH."""
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path), None)


def find_chromium(playwright: Playwright) -> Path:
    """The browser to drive. Raises NoBrowser with the command to run: a missing browser is no reason to skip."""
    here = installed() or _playwrights_own(playwright)
    if here:
        return here
    tried = [_run([sys.executable, "-m", "playwright", "install", "chromium"])]
    if not (here := _playwrights_own(playwright)) and os.geteuid() == 0 and shutil.which("apt-get"):
        tried += [_run(["apt-get", "update"]), _run(["apt-get", "install", "-y", "chromium"])]
        here = installed()
    if here:
        return here
    raise NoBrowser(
        "The journeys need a Chromium, and none of " + ", ".join(NAMES) + " is on the PATH. Please run\n"
        f"    {sys.executable} -m playwright install chromium\nor, as root on Debian or Ubuntu,\n    {APT}\n"
        "Tried just now:\n" + "\n".join(tried)
    )


def launch(playwright: Playwright) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=str(find_chromium(playwright)), args=FLAGS)


def _playwrights_own(playwright: Playwright) -> Path | None:
    path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _run(command: list[str]) -> str:
    """Try a command; what it was and how it ended, for people."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"    {' '.join(command)}: {problem}"
    last = (done.stderr or done.stdout).strip().splitlines()[-3:]
    return f"    {' '.join(command)}: ended with {done.returncode}\n        " + "\n        ".join(last)
