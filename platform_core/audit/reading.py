"""Reading a log, whosever it is: what was asked for, the lines that fit, and the same as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from platform_core.audit.actions import ACTIONS
from platform_core.web.spreadsheet import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from django.db.models import QuerySet

    from platform_core.audit.models import Entry

PER_PAGE = 50
FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a query string asks of a log: an action, a name, from and until a day. What makes no sense counts as not asked."""

    art: str = ""
    wer: str = ""
    von: date | None = None
    bis: date | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        action = asked.get("art", "")
        return cls(
            art=action if action in ACTIONS else "",
            wer=asked.get("wer", "").replace("\x00", "").strip()[:160],
            von=_day(asked.get("von", "")),
            bis=_day(asked.get("bis", "")),
        )

    @property
    def is_narrow(self) -> bool:
        return any((self.art, self.wer, self.von, self.bis))

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The lines that fit; days are days of the zone that is in force."""
        if self.art:
            entries = entries.filter(action=self.art)
        if self.wer:
            entries = entries.filter(actor__icontains=self.wer)
        if self.von:
            entries = entries.filter(at__gte=_begin(self.von))
        if self.bis:
            entries = entries.filter(at__lt=_begin(self.bis + timedelta(days=1)))
        return entries


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def log_context(entries: QuerySet[Entry], asked: Mapping[str, str]) -> dict[str, Any]:
    """What a page that shows a log needs."""
    wish = Wish.of(asked)
    page = Paginator(wish.narrow(entries), PER_PAGE).get_page(asked.get("page"))
    return {"page": page, "actions": ACTIONS, "wish": wish, "is_filtered": wish.is_narrow}


def as_csv(entries: QuerySet[Entry], asked: Mapping[str, str], name: str) -> HttpResponse:
    """The lines that fit, as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table(Wish.of(asked).narrow(entries)), content_type="text/csv; charset=utf-8", headers=headers)


def table(entries: Iterable[Entry]) -> str:
    """Lines as CSV."""
    head = [_("Number"), _("Time"), _("Who"), _("What"), _("About"), _("Reason"), _("Before"), _("After")]
    return spreadsheet(head, (_cells(entry) for entry in entries))


def _cells(entry: Entry) -> list[str]:
    states = [json.dumps(each, ensure_ascii=False) if each else "" for each in (entry.before, entry.after)]
    at = localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return [str(entry.number), at, entry.who, entry.what, entry.subject, entry.reason, *states]
