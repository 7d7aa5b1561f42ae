"""Which processes of this machine belong to one embedded PostgreSQL.

Every process of a server shows its `cluster_name` in its command line, which any account may read. The working
folder of a process would say the same, but root in a container may not look at that of other accounts.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def command_lines() -> Iterator[tuple[int, str]]:
    """List all living processes with their command lines."""
    if not (PROC / "self" / "cmdline").exists():
        yield from _command_lines_by_ps()
        return
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (line := _command_line(int(entry.name))):
            yield int(entry.name), line


def _command_line(pid: int) -> str:
    """Read a process's command line, its words parted by zero bytes; a dead process or a zombie has none."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def _command_lines_by_ps() -> Iterator[tuple[int, str]]:
    command = ["/bin/ps", "-axo", "pid=,stat=,command="]
    listing = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603  # a fixed command
    for line in listing.stdout.splitlines():
        number, state, words = line.split(maxsplit=2)
        if not state.startswith("Z"):
            yield int(number), words


def _living(pid: int) -> str:
    """Give the command line of a living process, or nothing."""
    if (PROC / "self" / "cmdline").exists():
        return _command_line(pid)
    return dict(_command_lines_by_ps()).get(pid, "")


def _is_of(line: str, cluster_name: str) -> bool:
    """The program's name tells the server from a shell that starts it or an editor that looks at it."""
    return cluster_name in line and "postgres" in line.split("\0", maxsplit=1)[0]


def belongs(pid: int, cluster_name: str) -> bool:
    """Say whether a process is of this server."""
    return _is_of(_living(pid), cluster_name)


def belonging_to(cluster_name: str) -> list[int]:
    """List the processes of one server: the postmaster, its helpers and its connections."""
    return [pid for pid, line in command_lines() if _is_of(line, cluster_name)]


def is_alive(pid: int) -> bool:
    """Say whether any process has this number; it need not be ours. A zombie is dead."""
    return bool(_living(pid))


def end(pids: list[int], *, patience: float = 1.0) -> None:
    """End orphans of a dead server: ask first, then insist. They hold nothing that recovery does not restore."""
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for pid in pids:
            if is_alive(pid):
                _signal(pid, number)
        wait_until_gone(pids, patience)


def wait_until_gone(pids: list[int], patience: float) -> bool:
    """Wait until none of the processes is left, for at most `patience` seconds; say whether that is so."""
    deadline = time.monotonic() + patience
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
