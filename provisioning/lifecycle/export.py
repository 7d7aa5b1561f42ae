"""All that a place holds in one ZIP file: every table, every file, its public facts, and checksums of all of it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.place import WITHOUT_TABLES
from platform_core.refusal import Refusal
from platform_core.scope import place_scope, platform_scope
from provisioning.lifecycle.models import Export
from provisioning.lifecycle.states import fresh, write_down
from provisioning.lifecycle.tables import LEFT_OUT, exported_tables, lines_of
from provisioning.lifecycle.who import check_may_care_for, name_of
from tenants.addresses import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platform_core.accounts.models import Person
    from platform_core.place import Place
    from tenants.models import Tenant

FORMAT = 1
PIECE = 1 << 20


class ExportRefused(Refusal):
    """There is nothing to export, or no room for it."""


def folder() -> Path:
    """Where exports lie; nobody but this account reads it."""
    made = Path(settings.DATA_FOLDER) / "exports"
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def ask_for_export(tenant: Tenant, *, by: Person | None, reason: str = "") -> Export:
    """Have a place exported by a job; the link goes to its admins and its responsible body, not to who asked.

    Raises ExportRefused and NotAllowed.
    """
    from provisioning.lifecycle.tasks import make_export

    check_may_care_for(by, tenant)
    check_exportable(tenant)
    with platform_scope(), transaction.atomic():
        asked = {"asked_by": by.pk if by else None, "asked_by_name": name_of(by), "reason": reason}
        export = Export.objects.create(tenant_id=tenant.pk, **asked)
        make_export.enqueue(export=str(export.pk))
    return export


def check_exportable(tenant: Tenant) -> None:
    """Raises ExportRefused for a place without tables."""
    if tenant.state in WITHOUT_TABLES:
        raise ExportRefused(_("%(place)s has no tables to export.") % {"place": tenant.name})


def carry_out(export: Export) -> Export:
    """Write the file of an export that was asked for. Again is harmless: what is there stays, a torso goes."""
    if export.made_at is not None and (folder() / export.file).exists():
        return export
    tenant = fresh(export.tenant_id)
    name = _name_for(export)
    manifest = write(tenant, folder() / name)
    with platform_scope(), transaction.atomic():
        export.made_at, export.problem = timezone.now(), ""
        export.size, export.sha256 = (folder() / name).stat().st_size, digest_of(folder() / name)
        export.manifest = manifest
        export.save()
        write_down(tenant, "export.made", reason=export.reason, after={"sha256": export.sha256, "bytes": export.size})
    return export


def _name_for(export: Export) -> str:
    """The random name of its file, kept before a byte is written: what a killed job left is written over."""
    if not export.file:
        export.file = f"{secrets.token_hex(16)}.zip"
        with platform_scope():
            export.save(update_fields=["file"])
    return export.file


def write(tenant: Tenant, target: Path) -> dict[str, Any]:
    """Write the export of a place to a file; its manifest. The file is whole or not there.

    Raises ExportRefused, and ExportIncomplete for a table that nobody thought of.
    """
    check_exportable(tenant)
    with platform_scope():
        place = place_of(tenant)
        facts = public_facts(tenant)
    torso = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(torso, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as out:
            _alone(out)
            manifest = _fill(out, place, facts)
            os.fsync(out.fileno())
        torso.replace(target)
    except OSError as problem:
        torso.unlink(missing_ok=True)
        raise ExportRefused(
            _("The export could not be written: %(problem)s. Make room and try again.") % {"problem": problem.strerror}
        ) from problem
    except BaseException as problem:
        if not isinstance(problem.__cause__, BlockingIOError):
            torso.unlink(missing_ok=True)
        raise
    return manifest


def _alone(out: IO[bytes]) -> None:
    """One process writes a file; its lock ends with it, however it ends. Raises ExportRefused."""
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        raise ExportRefused(_("This export is being written already.")) from busy
    out.truncate(0)


def _fill(out: IO[bytes], place: Place, facts: dict[str, Any]) -> dict[str, Any]:
    tables: dict[str, int] = {}
    members: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _add(archive, members, "public.json", iter([_json(facts)]))
        with place_scope(place), one_moment():
            for table in exported_tables():
                lines = _Counted(lines_of(table))
                _add(archive, members, f"tables/{table}.jsonl", lines)
                tables[table] = lines.count
        for file in files_of(place):
            _add(archive, members, f"files/{file.relative_to(file_folder(place)).as_posix()}", _pieces(file))
        manifest = {
            "format": FORMAT,
            "place": {"name": place.name, "slug": place.slug, "schema": place.schema, "address": place.url},
            "made_at": timezone.now(),
            "rows": tables,
            "left_out": LEFT_OUT,
            "members": members,
        }
        archive.writestr("manifest.json", _json(manifest))
    written: dict[str, Any] = json.loads(_json(manifest))
    return written


def _add(archive: zipfile.ZipFile, members: dict[str, dict[str, Any]], name: str, pieces: Iterator[bytes]) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size += len(piece)
    members[name] = {"sha256": digest.hexdigest(), "bytes": size}


class _Counted:
    """Lines as bytes, counted while they pass."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.count = lines, 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> bytes:
        line = next(self.lines)
        self.count += 1
        return f"{line}\n".encode()


@contextmanager
def one_moment() -> Iterator[None]:
    """All tables as they were at one moment."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def public_facts(tenant: Tenant) -> dict[str, Any]:
    """What the platform knows of a place: its row, its body, agency, addresses and modules."""
    return {
        "tenant": _row(tenant),
        "agency": {"slug": tenant.agency.slug, "name": tenant.agency.name, "region": tenant.agency.region},
        "body": _row(tenant.body),
        "domains": [_row(domain) for domain in tenant.domains.all()],
        "modules": [_row(module) for module in tenant.installed_modules.all()],
    }


def _row(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def file_folder(place: Place) -> Path:
    """The folder of a place's files."""
    return Path(settings.MEDIA_ROOT) / place.schema


def files_of(place: Place) -> list[Path]:
    """Every file of a place; links that somebody laid there are passed over."""
    here = file_folder(place)
    return sorted(file for file in here.rglob("*") if file.is_file() and not file.is_symlink()) if here.exists() else []


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True).encode()
