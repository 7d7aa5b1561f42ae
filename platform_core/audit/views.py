"""The log of a place for its admins, as a page and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.audit.actions import ACTIONS
from platform_core.audit.models import Entry
from platform_core.desk.guard import is_admin, staff_only
from platform_core.scope import current_place
from platform_core.web.spreadsheet import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from platform_core.web.request import Request

PER_PAGE = 50


def chosen(request: Request) -> QuerySet[Entry]:
    """The lines that the query asks for: by action and by name; what makes no sense counts as not asked."""
    found = Entry.objects.all()
    if (action := request.GET.get("art", "")) in ACTIONS:
        found = found.filter(action=action)
    if who := request.GET.get("wer", "").replace("\x00", "").strip()[:160]:
        found = found.filter(actor__icontains=who)
    return found


@staff_only(is_admin)
@require_safe
def log(request: Request) -> HttpResponse:
    """The log, the newest first; `?als=csv` gives it as a table."""
    found = chosen(request)
    if request.GET.get("als") == "csv":
        name = f"protokoll-{current_place().slug}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(table(found), content_type="text/csv; charset=utf-8", headers=headers)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    wish = {"art": request.GET.get("art", ""), "wer": request.GET.get("wer", "").replace("\x00", "")}
    context = {"page": page, "actions": ACTIONS, "wish": wish, "is_filtered": any(wish.values())}
    return render(request, "audit/log.html", context)


def table(entries: Iterable[Entry]) -> str:
    """The log as CSV."""
    head = [_("Number"), _("Time"), _("Who"), _("What"), _("About"), _("Reason"), _("Before"), _("After")]
    return spreadsheet(head, (_cells(entry) for entry in entries))


def _cells(entry: Entry) -> list[object]:
    states = [json.dumps(each, ensure_ascii=False) if each else "" for each in (entry.before, entry.after)]
    at = localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return [entry.number, at, entry.who, entry.what, entry.subject, entry.reason, *states]
