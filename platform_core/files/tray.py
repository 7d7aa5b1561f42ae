"""The files of one form: those uploaded before, those that came along, and what was wrong with them.

Without JavaScript files come with the form; what could be taken stays in the
tray when the form has to be shown again, so nothing has to be chosen twice.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from platform_core.files.actions import MOST_PER_CONTRIBUTION, take
from platform_core.files.holding import holder_of
from platform_core.files.models import Attachment
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.web.request import Request


@dataclass
class Tray:
    """Loose files of whoever fills in a form, signed in or not."""

    files: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    described: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request) -> Tray:
        """The tray of a submitted form, with the files that came along taken in."""
        tray = cls()
        if request.method != "POST":
            return tray
        keys = [key for key in request.POST.getlist("file") if _is_key(key)][: 2 * MOST_PER_CONTRIBUTION]
        uploads = request.FILES.getlist("files")[: 2 * MOST_PER_CONTRIBUTION]
        holder = holder_of(request, make=bool(uploads))
        found = {str(each.pk): each for each in Attachment.objects.filter(holder.loose, pk__in=keys)}
        tray.dropped = dropped = set(request.POST.getlist("drop"))
        tray.described = {name[4:]: str(value) for name, value in request.POST.items() if name.startswith("alt-")}
        tray.files = [found[key] for key in dict.fromkeys(keys) if key in found and key not in dropped]
        for upload in uploads:
            try:
                tray.files.append(take(upload, by=holder.person, token=holder.token))
            except Refusal as refusal:
                tray.problems.append(f"{upload.name}: {refusal}")
        for attachment in tray.files:
            attachment.alt = request.POST.get(f"alt-{attachment.pk}", attachment.alt)
        return tray

    def with_changes(self, hanging: Iterable[Attachment]) -> list[Attachment]:
        """Files that hang there already, as the form leaves them: described anew, without those left out."""
        kept = [each for each in hanging if str(each.pk) not in self.dropped]
        for each in kept:
            each.alt = self.described.get(str(each.pk), each.alt)
        return kept

    @property
    def keys(self) -> list[str]:
        return [str(each.pk) for each in self.files]

    @property
    def alts(self) -> dict[str, str]:
        return {str(each.pk): each.alt for each in self.files}


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
