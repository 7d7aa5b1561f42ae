"""Map tiles from our own address, and suggestions while people type where something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.geo import addresses as search
from platform_core.geo.limits import TooOften
from platform_core.geo.tiles import Tile, picture_of

if TYPE_CHECKING:
    from platform_core.web.request import Request

TILE_SECONDS = 7 * 24 * 3600
NO_TILE_SECONDS = 60


@require_safe
def tile(request: Request, z: int, x: int, y: int) -> HttpResponse:
    """One tile, the same for everybody; 204 while there is none to be had."""
    wanted = Tile(z, x, y)
    if not wanted.exists:
        raise Http404(_("The map does not reach this far."))
    picture = picture_of(wanted)
    response = HttpResponse(picture.content, content_type=picture.content_type) if picture else HttpResponse(status=204)
    patch_cache_control(response, public=True, max_age=TILE_SECONDS if picture else NO_TILE_SECONDS)
    return response


@require_safe
def addresses(request: Request) -> HttpResponse:
    """Places that fit what somebody types, those this place knows first; 429 for too many questions."""
    try:
        found = search.suggestions(request)
    except TooOften as refusal:
        return JsonResponse({"results": [], "problem": str(refusal)}, status=429)
    return JsonResponse({"results": [each.facts for each in found]})
