"""What `baukasten up` relies on: ports are looked at first, and no program outlives the one that started it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioning.children import Child, wait_for_first_end
from provisioning.ports import CannotStart, check_port
from provisioning.revive import Reviver
from provisioning.welcome import table
from tenants.postgres.embedded_processes import is_alive, wait_until_gone

ROOT = Path(__file__).parents[2]
SLEEP = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)"]


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A program that sleeps."""
    child = Child("sleeper", SLEEP, tmp_path / "log" / "sleeper.log", dict(os.environ), ROOT)
    yield child
    child.ask_to_end()
    child.end(5)


def _wait_for_words(file: Path) -> None:
    deadline = time.monotonic() + 10
    while "begun" not in file.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_taken_port_is_named_with_a_free_one_beside_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} is taken .* PORT={port + 1} make up"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(CannotStart, match=r"cannot listen on 192\.0\.2\.1 .*BAUKASTEN_BIND"):
        check_port("192.0.2.1", 8000)


def test_a_child_that_dies_is_noticed_with_its_last_words(child: Child) -> None:
    child.start()
    _wait_for_words(child.log_file)
    assert wait_for_first_end([child], seconds=0) is None
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)

    assert wait_for_first_end([child], seconds=5) is child
    assert "The sleeper has ended with code -9" in child.obituary()
    assert "begun" in child.obituary()


def test_a_child_that_does_not_listen_is_ended_all_the_same(child: Child) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('begun', flush=True); time.sleep(60)"
    )
    child.command = [sys.executable, "-c", deaf]
    child.start()
    _wait_for_words(child.log_file)
    child.ask_to_end()
    child.end(0.2)

    assert child.has_ended()


def test_a_killed_child_is_running_again_within_a_second_and_that_is_said(child: Child) -> None:
    said: list[str] = []
    child.start()
    _wait_for_words(child.log_file)
    assert child.process is not None
    killed = child.process.pid
    os.kill(killed, signal.SIGKILL)
    begin = time.monotonic()

    assert wait_for_first_end([child], seconds=5) is child
    Reviver(said.append).revive(child)

    assert time.monotonic() - begin < 1
    assert not child.has_ended()
    assert child.process.pid != killed
    assert said == [f"The sleeper has ended with code -9. It is started again. Its log: {child.log_file}"]


def test_what_a_killed_child_left_running_is_ended_before_it_starts_again(child: Child, tmp_path: Path) -> None:
    number = tmp_path / "number"
    forks = f"import subprocess, time; number = subprocess.Popen({SLEEP!r}).pid; open({str(number)!r}, 'w').write(str(number)); print('begun', flush=True); time.sleep(60)"
    child.command = [sys.executable, "-c", forks]
    child.start()
    _wait_for_words(child.log_file)
    assert child.process is not None
    left = int(number.read_text())
    os.kill(child.process.pid, signal.SIGKILL)
    assert wait_for_first_end([child], seconds=5) is child
    assert is_alive(left)

    Reviver(lambda _said: None).revive(child)

    assert wait_until_gone([left], 5)


def test_a_child_that_ends_again_and_again_is_given_up_with_its_last_words(child: Child) -> None:
    child.command = [sys.executable, "-c", "print('no money left', flush=True); raise SystemExit(3)"]
    reviver = Reviver(lambda _said: None, most=2)
    child.start()
    for _time in range(2):
        assert wait_for_first_end([child], seconds=5) is child
        reviver.revive(child)
    assert wait_for_first_end([child], seconds=5) is child

    with pytest.raises(CannotStart, match=r"(?s)ended with code 3.*no money left.*ended 3 times within 60 seconds"):
        reviver.revive(child)


def test_a_child_that_ends_now_and_then_is_started_again_each_time(child: Child) -> None:
    child.command = [sys.executable, "-c", "pass"]
    reviver = Reviver(lambda _said: None, most=1, within=0.01)
    child.start()
    for _time in range(4):
        assert wait_for_first_end([child], seconds=5) is child
        time.sleep(0.02)
        reviver.revive(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    log = tmp_path / "sleeper.log"
    code = (
        "import os, sys, time; from pathlib import Path; from provisioning.children import Child; "
        f"child = Child('sleeper', {SLEEP!r}, Path({str(log)!r}), dict(os.environ), Path({str(ROOT)!r})); "
        "child.start(); print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        _wait_for_words(log)
        assert is_alive(pid)
        parent.kill()

    assert wait_until_gone([pid], 5)


def test_a_table_stands_in_columns() -> None:
    assert table(("Place", "Kind"), [("Weslarn", "village"), ("A", "b")]) == [
        "",
        "  Place    Kind",
        "  Weslarn  village",
        "  A        b",
    ]
    assert table(("Place",), []) == []
