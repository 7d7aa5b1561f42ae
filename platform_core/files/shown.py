"""A text with its files, as it is shown on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from platform_core.contributions.text import PICTURE, pictures_in, rich
from platform_core.files.models import pictures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from platform_core.files.models import Attachment


def shown_text(body: str, files: Sequence[Attachment]) -> dict[str, Any]:
    """The text as HTML, pictures that it does not show itself, and documents."""
    told = {address.removeprefix(PICTURE) for address, _alt in pictures_in(body)}
    return {
        "text": rich(body, pictures_of(files)),
        "files": [file for file in files if file.is_picture and file.short_key not in told],
        "documents": [file for file in files if not file.is_picture],
    }
