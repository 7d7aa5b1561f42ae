"""What editors do with an item, from the form to the publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.news.forms import NewsForm
from modules.news.models import NewsItem
from modules.news.moments import in_words
from platform_core.contributions.models import State
from platform_core.files.actions import rearrange
from platform_core.files.tray import Tray
from platform_core.refusal import Refusal
from platform_core.scope import current_place
from platform_core.web.editor import silent_pictures
from platform_core.web.signin import person_of

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.web.request import Request


@dataclass
class Writing:
    """One form on its way: the item (None for a new one), what was typed, and its files.

    `asks` is set when a public item would get a picture without words: the form
    comes back once with the question, and the second time it is as the editor wants it.
    """

    item: NewsItem | None
    form: NewsForm
    tray: Tray
    asks: bool = False

    @classmethod
    def of(cls, request: Request, item: NewsItem | None) -> Writing:
        sent = request.POST if request.method == "POST" else None
        tray = Tray.of(request, item)
        writing = cls(item, NewsForm(sent, item=item, files=tray.files), tray)
        if sent is not None and item is not None and not item.is_draft:
            silent = silent_pictures(sent.get("body", ""), tray.files)
            writing.asks = bool(silent) and "without_words" not in sent
        return writing

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors or self.tray.problems or self.asks)

    def saved(self, request: Request) -> NewsItem | None:
        """The item with what was typed; None when the form has to be shown again."""
        if request.method != "POST" or not self.form.is_valid() or self.is_wrong:
            return None
        try:
            return self._save(request)
        except Refusal as refusal:
            self.tray.problems.append(str(refusal))
            return None

    @transaction.atomic
    def _save(self, request: Request) -> NewsItem:
        by = person_of(request)
        item = self.item
        if item is None:
            item = NewsItem.draft(by=by, texts=self.form.texts)
        else:
            item.revise(by=by, texts=self.form.texts)
        if self.form.cleaned_data["pinned"]:
            item.pin()
        else:
            item.unpin()
        tray = self.tray
        rearrange(item, by=by, keys=tray.keys, alts=tray.alts, drop=tray.dropped)
        return item


def publish_or_plan(item: NewsItem, wanted: datetime | None) -> str:
    """Publish now, or at the wanted moment when it is still to come; what happened, in a sentence."""
    if wanted is not None and wanted > timezone.now():
        item.plan(wanted)
        return _("Planned: this news item appears on %(when)s.") % {"when": in_words(wanted, current_place().zone)}
    item.publish()
    if wanted is not None:
        return _("This moment is over already. Your news item is published now.")
    return _("Your news item is published.")


def drafts_waiting() -> int:
    """Drafts and planned items of the place in scope."""
    return NewsItem.objects.filter(state=State.DRAFT).count()


def anything_published() -> bool:
    """Whether the place in scope has said anything yet."""
    return NewsItem.objects.filter(state=State.PUBLISHED).exists()
