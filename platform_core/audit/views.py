"""The log of a place for its admins, as a page and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.audit.models import Entry
from platform_core.audit.reading import as_csv, log_context
from platform_core.desk.guard import is_admin, staff_only
from platform_core.scope import current_place

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


@staff_only(is_admin)
@require_safe
def log(request: Request) -> HttpResponse:
    """The log, the newest first; `?als=csv` gives it as a table."""
    if request.GET.get("als") == "csv":
        return as_csv(Entry.objects.all(), request.GET, f"protokoll-{current_place().slug}.csv")
    return render(request, "audit/log.html", log_context(Entry.objects.all(), request.GET))
