"""Programs of a running Baukasten are killed: it goes on by itself."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.support.stack import descendants, running

pytestmark = pytest.mark.journey


def process_of(stack, words: str) -> int:
    """The topmost process of the running Baukasten with these words in its command line; 0 for none."""
    assert stack.process is not None
    commands = running()
    found = [pid for pid in descendants(stack.process.pid) if words in commands.get(pid, "")]
    return min(found, default=0)


def kill(stack, words: str) -> int:
    killed = process_of(stack, words)
    assert killed
    os.kill(killed, signal.SIGKILL)
    return killed


def seconds_until(condition, patience: float = 30) -> float:
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < patience
        time.sleep(0.02)
    return time.monotonic() - begin


def test_a_killed_job_worker_is_back_within_a_second(stack):
    killed = kill(stack, "platform_core worker")

    assert seconds_until(lambda: process_of(stack, "platform_core worker") not in (0, killed)) < 1.5
    assert "The job worker has ended with code -9. It is started again." in stack.said
    assert stack.status("weslarn", "/") == 200


def test_a_killed_web_server_answers_again(stack):
    killed = kill(stack, "gunicorn")

    seconds_until(lambda: process_of(stack, "gunicorn") not in (0, killed))
    seconds_until(lambda: answers(stack))
    assert "The web server has ended with code -9. It is started again." in stack.said


def answers(stack) -> bool:
    try:
        return stack.status("weslarn", "/") == 200
    except OSError:
        return False
