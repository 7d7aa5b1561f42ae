"""The pictures and documents of an item while somebody writes it: those that hang on it, and new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.files.actions import hang_on
from platform_core.files.models import Attachment
from platform_core.files.tray import Tray

if TYPE_CHECKING:
    from modules.news.models import NewsItem
    from platform_core.accounts.models import Person
    from platform_core.web.request import Request


def tray_of(request: Request, item: NewsItem | None) -> Tray:
    """The tray of the form, what hangs on the item first, with the words that were just typed."""
    tray = Tray.of(request)
    there = list(item.attachments.all()) if item else []
    if request.method == "POST":
        dropped = set(request.POST.getlist("drop"))
        there = [each for each in there if str(each.pk) not in dropped]
        for each in there:
            each.alt = request.POST.get(f"alt-{each.pk}", each.alt)[:300].strip()
    tray.files = [*there, *tray.files]
    return tray


def has_unnamed_pictures(tray: Tray) -> bool:
    """Whether a picture does not say what is to be seen."""
    return any(each.is_picture and not each.alt.strip() for each in tray.files)


def keep_files(item: NewsItem, tray: Tray, *, by: Person) -> None:
    """Leave exactly the tray's files on the item, with their words. Raises UploadRefused for too many."""
    kept = [each for each in tray.files if each.contribution_id == item.pk]
    for gone in item.attachments.exclude(pk__in=[each.pk for each in kept]):
        gone.delete()
    for position, each in enumerate(kept):
        Attachment.objects.filter(pk=each.pk).update(position=position, alt=each.alt)
    loose = [str(each.pk) for each in tray.files if each.contribution_id is None]
    hang_on(item, by=by, keys=loose, alts=tray.alts)
