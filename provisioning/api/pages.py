"""The reference of the API for people: one page made from the OpenAPI document, and the document itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from provisioning.api.gate import language_of
from provisioning.api.reference import groups, problems
from provisioning.api.v1 import document

if TYPE_CHECKING:
    from platform_core.web.request import Request

LANGUAGES = ("de", "en")


@require_safe
def openapi(request: Request) -> HttpResponse:
    """The OpenAPI document, for everybody: it tells nothing about any place."""
    with translation.override(language_of(request)):
        response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    patch_vary_headers(response, ("Accept-Language",))
    return response


@require_safe
def reference(request: Request) -> HttpResponse:
    """All operations on one page, in the language of `?lang=` or of the browser."""
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else language_of(request)
    with translation.override(language):
        request.LANGUAGE_CODE = language
        told = document()
        context = {
            "groups": groups(told),
            "problems": problems(),
            "server": told["servers"][0]["url"],
            "info": told["info"],
        }
        response = render(request, "api/reference.html", context)
    response.headers["Content-Language"] = language
    patch_vary_headers(response, ("Accept-Language",))
    return response
