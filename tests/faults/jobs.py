"""A job that can be killed in the middle: it says in a file what it does, and waits the first time."""

from __future__ import annotations

import time
from pathlib import Path

from django.tasks import task

BEGUN, DONE = "begun", "done"


@task
def dawdle(diary: str) -> None:
    """Never ends the first time; the next time it is done at once."""
    file = Path(diary)
    with file.open("a", encoding="ascii") as pages:
        pages.write(f"{BEGUN}\n")
    if file.read_text(encoding="ascii").count(BEGUN) == 1:
        time.sleep(600)
    with file.open("a", encoding="ascii") as pages:
        pages.write(f"{DONE}\n")
