"""The pages of a region's portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from modules.region.portal import my_place, news, news_page, place_named, places, places_page
from platform_core import registry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

OF_ONE_PLACE = 12
YEAR = 31_536_000


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All places of the region as cards and on a map, and the newest of what happens in them."""
    here = places(request)
    page = news_page(request)
    context = {"places": here, "my_place": my_place(request), "page": page, "news": page.object_list}
    return render(request, "region/list.html", {**context, **places_page(request)})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search over the public entries of all places of the region."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    chosen = place_named(request, request.GET.get("ort", ""))
    context: dict[str, Any] = {"query": query, "places": places(request), "chosen": chosen}
    if query:
        page = news_page(request, only=[chosen] if chosen else (), words=query)
        context |= {"page": page, "news": page.object_list}
    return render(request, "region/search.html", context)


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """One place of the region: its face, what people can do there, what is new there."""
    shown = place_named(request, slug)
    if shown is None:
        raise Http404
    context = {
        "other": shown,
        "others": [shown],
        "modules": registry.modules_of(shown),
        "news": news(request, limit=OF_ONE_PLACE, only=[shown]),
        "is_mine": my_place(request) == shown,
    }
    return render(request, "region/place.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose one's own place, to land there next time; choosing none forgets it.

    The answer stays on the portal: no form here may lead to another address (`form-action 'self'`).
    """
    wanted = request.POST.get("ort", "")
    if not wanted:
        response: HttpResponse = redirect("region:list")
        response.delete_cookie(settings.MY_PLACE_COOKIE_NAME, samesite="Lax")
        return response
    chosen = place_named(request, wanted)
    if chosen is None:
        raise Http404
    response = redirect("region:place", slug=chosen.slug)
    response.set_cookie(
        settings.MY_PLACE_COOKIE_NAME,
        chosen.slug,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )
    return response
