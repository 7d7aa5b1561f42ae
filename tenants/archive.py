"""The static copy of an archived place: pages and files as they were, served without session and database.

`contents.json` in the copy's folder says which file answers which address. The
files have numbers for names, so no address is ever made into a path.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

if TYPE_CHECKING:
    from platform_core.place import Place
    from platform_core.web.request import Request

CONTENTS = "contents.json"
#: A page of the past: it runs nothing, sends nothing, and shows only what lies beside it.
PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def folder_of(schema: str) -> Path:
    """Where the copy of a place lies."""
    return Path(settings.DATA_FOLDER) / "archive" / schema


def kept_answer(request: Request, place: Place) -> HttpResponse | None:
    """What the copy answers; None where there is no copy."""
    contents = contents_of(place.schema)
    if contents is None:
        return None
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    address = request.get_full_path()
    found = contents.get(address) or contents.get(request.path)
    if found is None and not request.path.endswith("/") and f"{request.path}/" in contents:
        return HttpResponseRedirect(f"{request.path}/")
    return _answer(place, found or contents["404"], 200 if found else 404)


def _answer(place: Place, entry: dict[str, str], status: int) -> HttpResponse:
    content = (folder_of(place.schema) / entry["file"]).read_bytes()
    is_page = entry["type"].startswith("text/html")
    headers = {"Content-Security-Policy": PAGE if is_page else FILE, "Cache-Control": "public, max-age=600"}
    if shown := entry.get("disposition"):
        headers["Content-Disposition"] = shown
    return HttpResponse(content, content_type=entry["type"], status=status, headers=headers)


def contents_of(schema: str) -> dict[str, Any] | None:
    """The table of contents of a copy; None when there is none."""
    file = folder_of(schema) / CONTENTS
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@functools.lru_cache(maxsize=64)
def _read(file: Path, _changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
