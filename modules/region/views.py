"""The pages of a region's portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from modules.region.portal import news, places

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LISTED = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All places of the region, and the newest of what happens in them."""
    return render(request, "region/list.html", {"places": places(request), "news": news(request, limit=LISTED)})
