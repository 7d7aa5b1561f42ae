"""Pictures of demo content: drawn, not photographed, and taken in like every upload.

Who can draw says so with `drawn_by` when Django starts; without anybody the
content goes without pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.files.actions import hang_on, take

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from platform_core.accounts.models import Person
    from platform_core.contributions.models import Contribution

    type Draw = Callable[[Mapping[str, Any], str], bytes]

_drawing: list[Draw] = []


def drawn_by(draw: Draw) -> None:
    """Have pictures drawn by this from now on: it gets the wish and a seed, and gives a PNG."""
    _drawing[:] = [draw]


def plant_picture(contribution: Contribution, wanted: Mapping[str, Any], *, by: Person) -> None:
    """Hang the picture on it that its `picture` table asks for, such as `{draw = "coast", alt = "…"}`."""
    wish = wanted.get("picture")
    if not wish or not _drawing:
        return
    content = _drawing[0](wish, contribution.title)
    picture = take(SimpleUploadedFile("zeichnung.png", content, "image/png"), by=by)
    hang_on(contribution, by=by, keys=[str(picture.pk)], alts={str(picture.pk): wish["alt"]})
