"""Tables for spreadsheets: CSV that Excel and LibreOffice read without being asked, and that carries nothing out."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out


def spreadsheet(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV with semicolons, and with a mark that lets spreadsheets read its umlauts."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(head)
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        lines.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return "\ufeff" + out.getvalue()
