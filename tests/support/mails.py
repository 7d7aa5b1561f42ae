"""Run what waits in the queue, and read the mails that came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platform_core.jobs.backend import run_job
from platform_core.scope import place_scope, platform_scope
from platform_core.web import mailbox

if TYPE_CHECKING:
    from platform_core.place import Place


def run_waiting_jobs() -> int:
    """Run every waiting job as the worker would, in the order they came; how many there were."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    with platform_scope():
        jobs = list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))
    for job in jobs:
        run_job(**job.args)
    from django.db import connection

    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[job.id for job in jobs]])
    return len(jobs)


def mails_of(place: Place) -> list[mailbox.Mail]:
    """The mails of a place, newest first, after running the queue."""
    run_waiting_jobs()
    with place_scope(place):
        return mailbox.mails()


def link_in(text: str) -> str:
    """The path of an invitation in the text of its mail."""
    found = re.search(r"/einladung/[\w-]+/", text)
    assert found, f"no invitation in:\n{text}"
    return found.group()


def code_in(text: str) -> str:
    """The code of a sign-in mail: the one line that is indented."""
    found = re.search(r"^ {4}(\S+)$", text, re.MULTILINE)
    assert found, f"no code in:\n{text}"
    return found[1]
