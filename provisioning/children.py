"""Programs that `baukasten up` keeps running beside itself."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_LOG = 10_000_000
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Child:
    """A program of ours in a process group of its own, writing to a log file."""

    name: str
    command: list[str]
    log_file: Path
    environment: dict[str, str]
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _log_start: int = field(default=0, init=False)

    def start(self) -> None:
        """Start it apart from our terminal: Ctrl-C reaches us, and we end our children in order."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        if self.log_file.exists() and self.log_file.stat().st_size > LONGEST_LOG:
            self.log_file.replace(self.log_file.with_suffix(".old.log"))
        with self.log_file.open("ab") as log:
            self._log_start = log.tell()
            self.process = subprocess.Popen(  # noqa: S603  # our own commands
                [sys.executable, "-m", "provisioning.children", str(os.getpid()), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=self.environment,
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        """Say whether it was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, patience: float) -> None:
        """Wait until it has ended; after `patience` seconds end it and all it started."""
        if self.process is None:
            return
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def clear_remains(self) -> None:
        """End what a child that was killed has left running; it would hold its port."""
        if self.process is not None and self.process.poll() is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def obituary(self, lines: int = 15) -> str:
        """Say how it ended, with its last lines."""
        code = None if self.process is None else self.process.poll()
        with self.log_file.open("rb") as log:
            log.seek(self._log_start)
            said = log.read()[-20_000:].decode(errors="replace").splitlines()[-lines:]
        last = "\n".join(f"    {line}" for line in said) or "    (nothing)"
        return f"The {self.name} has ended with code {code}. Its last lines:\n{last}\nAll of it: {self.log_file}"


def wait_for_first_end(children: list[Child], *, seconds: float) -> Child | None:
    """Wait a while; give the first child that has ended, or None when all still run."""
    deadline = time.monotonic() + seconds
    while True:
        for child in children:
            if child.has_ended():
                return child
        if time.monotonic() > deadline:
            return None
        time.sleep(0.1)


def become(parent: int, command: list[str]) -> None:
    """Turn this process into the command; on Linux it gets SIGTERM when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, int(signal.SIGTERM))
        if os.getppid() != parent:  # killed before we could ask
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  # our own command


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
