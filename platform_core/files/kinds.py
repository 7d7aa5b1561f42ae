"""What a file is, told from its content and never from its name."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from typing import IO

OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
MOST_ENTRIES = 5_000


class FileRefused(Refusal):
    """A file of a sort that we do not take; the message says which ones work."""


def document_kind(source: IO[bytes]) -> tuple[str, str]:
    """Ending and content type of a document. Raises FileRefused for everything that is not on the list."""
    head = source.read(8)
    source.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        found = _zipped(source)
        source.seek(0)
        if found:
            return found
    raise FileRefused(_("Files of this sort do not work here. Pictures, PDF and office documents without macros do."))


def _zipped(source: IO[bytes]) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
            if len(names) > MOST_ENTRIES or any(name.endswith("vbaProject.bin") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                if declared in OPEN_DOCUMENT and not any(name.startswith("Basic/") for name in names):
                    return OPEN_DOCUMENT[declared], declared
            return next((kind for part, kind in OFFICE.items() if part in names), None)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
