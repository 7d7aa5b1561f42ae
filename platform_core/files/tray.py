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
from platform_core.web.limits import limit

if TYPE_CHECKING:
    from platform_core.contributions.models import Contribution
    from platform_core.web.request import Request


@dataclass
class Tray:
    """Loose files of whoever fills in a form, signed in or not."""

    files: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, request: Request, contribution: Contribution | None = None) -> Tray:
        """The tray of a submitted form, with the files that came along taken in.

        For a contribution that is being changed, what hangs on it already lies in the tray, too.
        """
        tray = cls()
        there = list(contribution.attachments.all()) if contribution else []
        if request.method != "POST":
            tray.files = there
            return tray
        keys = [key for key in request.POST.getlist("file") if _is_key(key)][: 2 * MOST_PER_CONTRIBUTION]
        uploads = request.FILES.getlist("files")[: 2 * MOST_PER_CONTRIBUTION]
        holder = holder_of(request, make=bool(uploads))
        loose = Attachment.objects.filter(holder.loose, pk__in=keys)
        found = {str(each.pk): each for each in (*there, *loose)}
        tray.dropped = [key for key in request.POST.getlist("drop") if key in found]
        dropped = set(tray.dropped)
        tray.files = [found[key] for key in dict.fromkeys(keys) if key in found and key not in dropped]
        for upload in uploads:
            try:
                limit(request, "upload" if holder.person else "stranger_upload")
                tray.files.append(take(upload, by=holder.person, token=holder.token))
            except Refusal as refusal:
                tray.problems.append(f"{upload.name}: {refusal}")
        for attachment in tray.files:
            attachment.alt = request.POST.get(f"alt-{attachment.pk}", attachment.alt)
        return tray

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
