"""What a file is, told from its content and never from its name."""

from __future__ import annotations

import io
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
#: Where office documents keep programs: OOXML macros, the macro sheets of old Excel, Basic and scripts of ODF.
MACRO_FILE, MACRO_FOLDERS = "vbaproject.bin", ("xl/macrosheets/", "basic/", "scripts/")
MIMETYPE = slice(30, 38)  # the name of a ZIP's first entry; ODF puts its type there, uncompressed and first of all


class FileRefused(Refusal):
    """A file of a sort that we do not take; the message says which ones work."""


def document_kind(source: IO[bytes]) -> tuple[str, str]:
    """Ending and content type of a document. Raises FileRefused for everything that is not on the list."""
    head = source.read(8)
    source.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        found = _zipped(source.read())
        source.seek(0)
        if found:
            return found
    raise FileRefused(_("Files of this sort do not work here. Pictures, PDF and office documents without macros do."))


def _zipped(content: bytes) -> tuple[str, str] | None:
    """Told from the list of entries and the first bytes alone: nothing is unpacked, so nothing can swell."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        # A damaged list, a version of ZIP that nobody has, an offset before the start or a name that is no UTF-8.
        return None
    if len(names) > MOST_ENTRIES or any(n.endswith(MACRO_FILE) or n.startswith(MACRO_FOLDERS) for n in names):
        return None
    if content[MIMETYPE] == b"mimetype":
        for declared, ending in OPEN_DOCUMENT.items():
            if content[MIMETYPE.stop :].startswith((declared + "PK").encode()):
                return ending, declared
    return next((kind for part, kind in OFFICE.items() if part.lower() in names), None)
