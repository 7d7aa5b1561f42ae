"""A ZIP of what leaves the platform: each member with its size and SHA-256 in `manifest.json`, which is written last.

A file that was cut off has no manifest, so nobody takes half an export for a
whole one. Rows are JSON lines, as PostgreSQL writes them, ordered by their key:
the same rows give the same checksums.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, Self

from django.db import connection
from django.utils import timezone
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

FORMAT = "baukasten-export/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20
ROWS_AT_ONCE = 500


class BrokenArchive(Exception):
    """An export that is not what its manifest says; the message names the member."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive; `rows` where it holds lines of a table."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


class Archive:
    """Writes an export: `with Archive(path, about={…}) as archive: archive.lines(…)`.

    The file appears under its name only when the block ends well; then `sha256`
    and `size` are those of the whole file, and `members` says what is in it.
    """

    def __init__(self, path: Path, *, about: dict[str, Any]) -> None:
        self.path = path
        self.about = about
        self.members: list[Member] = []
        self.sha256 = ""
        self.size = 0
        self._part = path.with_name(f"{path.name}.part")

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_DEFLATED)
        self._part.chmod(0o600)  # what people wrote is nobody else's on this machine
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._list_members()
            self._zip.close()
            if kind is None:
                self._settle()
        finally:
            self._part.unlink(missing_ok=True)  # gone already when it has got its name

    def _list_members(self) -> None:
        manifest = {"format": FORMAT, "made_at": timezone.now().isoformat(), **self.about}
        manifest["members"] = [asdict(member) for member in self.members]
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, default=str))

    def _settle(self) -> None:
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self.size = file.tell()
        self._part.replace(self.path)

    def json(self, name: str, value: Any) -> Member:
        """One JSON document."""
        return self.text(name, json.dumps(value, ensure_ascii=False, indent=1, default=str))

    def text(self, name: str, content: str) -> Member:
        return self._write(name, [content.encode()])

    def lines(self, name: str, rows: Iterable[str]) -> Member:
        """Rows as JSON lines, counted."""
        counted = _Counted(rows)
        return self._write(name, counted, counted)

    def file(self, name: str, source: IO[bytes]) -> Member:
        """The content of an open file."""
        return self._write(name, iter(lambda: source.read(CHUNK), b""))

    def _write(self, name: str, parts: Iterable[bytes], counted: _Counted | None = None) -> Member:
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_safe(name), "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
                size += len(part)
        written = Member(name, size, digest.hexdigest(), counted.count if counted else None)
        self.members.append(written)
        return written


class _Counted:
    """Lines as bytes, counting them on the way."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for row in self.rows:
            self.count += 1
            yield f"{row}\n".encode()


def _safe(name: str) -> str:
    """The name, if nothing that unpacks it could leave its folder. Raises ValueError."""
    if name == MANIFEST or name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/"):
        raise ValueError(f"{name!r} cannot be the name of a member of an archive.")
    return name


def columns_of(table: str) -> list[str]:
    """The columns of a table of the schema in scope, without those the database computes itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s)"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [f'"{table}"'],
        )
        return [name for (name,) in cursor.fetchall()]


def key_of(table: str) -> str:
    """The column of the primary key of a table of the schema in scope; the first column without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]"
            " WHERE indrelid = to_regclass(%s) AND indisprimary",
            [f'"{table}"'],
        )
        found = cursor.fetchone()
    return str(found[0]) if found else columns_of(table)[0]


def rows_of(table: str, *, only: str = "", keys: Sequence[Any] | None = None) -> Iterator[str]:
    """The rows of a table of the schema in scope as JSON, by their key; `only` names the column that `keys` must hold.

    To be consumed in the scope it was called in: a generator that is left and
    entered again asks the scope that is open then, and is refused.
    """
    names = columns_of(table)
    if not names:
        return
    chosen = sql.SQL(", ").join(map(sql.Identifier, names))
    where = sql.SQL("WHERE {} = ANY(%(keys)s)").format(sql.Identifier(only)) if only else sql.SQL("")
    query = sql.SQL("SELECT row_to_json(r)::text FROM (SELECT {} FROM {} {}) r ORDER BY {}").format(
        chosen, sql.Identifier(table), where, sql.SQL("r.") + sql.Identifier(key_of(table))
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"keys": list(keys or ())} if only else None)
        while some := cursor.fetchmany(ROWS_AT_ONCE):
            for (row,) in some:
                yield row


def verify(path: Path) -> dict[str, Any]:
    """The manifest of an export whose members are all what it says. Raises BrokenArchive naming the first that is not."""
    try:
        with zipfile.ZipFile(path) as archive:
            if MANIFEST not in archive.namelist():
                raise BrokenArchive(f"{path.name} has no {MANIFEST}: it was cut off while it was written.")
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            for member in manifest["members"]:
                _check(archive, path.name, member)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError) as broken:
        raise BrokenArchive(f"{path.name} cannot be read as an export: {broken}.") from broken
    return manifest


def _check(archive: zipfile.ZipFile, name: str, member: dict[str, Any]) -> None:
    digest = hashlib.sha256()
    with archive.open(member["name"]) as content:
        while part := content.read(CHUNK):
            digest.update(part)
    if digest.hexdigest() != member["sha256"]:
        raise BrokenArchive(f"{name}: {member['name']} is not what the manifest says.")
