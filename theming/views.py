"""Stylesheets of places, and the choice between light, dark and automatic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.files.views import SANDBOX
from theming import pictures, stylesheet, webmanifest
from theming.context import MODES
from theming.drawing import appicons, emblems

if TYPE_CHECKING:
    from django.http import HttpRequest

    from platform_core.place import Look

YEAR = 31_536_000
COLOURS = re.compile(r"([0-9a-f]{12})(_[0-9a-f]{12})*\Z")


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours of the place we are in; another place's hash is not found."""
    look = stylesheet.look_of(getattr(request, "place", None))
    if digest != stylesheet.theme_hash(look):
        raise Http404(_("There is no such stylesheet here."))
    return _immutable(stylesheet.theme(look))


@require_safe
def sign(request: HttpRequest, digest: str) -> HttpResponse:
    """The arms of the place, for the browser's tab."""
    return _immutable(emblems.file(_look_of_digest(request, digest)), "image/svg+xml")


@require_safe
def app_icon(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    """The arms or the logo of the place, for home screens."""
    return _immutable(appicons.png(_look_of_digest(request, digest), kind), "image/png")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers ask for by themselves."""
    look = stylesheet.look_of(getattr(request, "place", None))
    response = HttpResponse(appicons.ico(look), content_type="image/x-icon")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the place on its home screen (W3C, Web Application Manifest)."""
    facts = webmanifest.facts(getattr(request, "place", None), getattr(request, "urlconf", None))
    response = JsonResponse(facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Hero picture or logo of the place we are in; any other name is not found."""
    look = stylesheet.look_of(getattr(request, "place", None))
    content = pictures.read(name) if name.removesuffix("-klein") in {look.hero, look.logo} else None
    if content is None:
        raise Http404(_("There is no such picture here."))
    response = _immutable(content, "image/webp")
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_safe
def trial(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """The colours and shapes that somebody tries out, made from the address alone."""
    try:
        look = stylesheet.look_of_trial(name)
    except ValueError as wrong:
        raise Http404(_("There is no such stylesheet here.")) from wrong
    if digest != stylesheet.trial_hash(look):
        raise Http404(_("There is no such stylesheet here."))
    return _immutable(stylesheet.trial(look))


@require_safe
def cards(request: HttpRequest, digest: str, colours: str) -> HttpResponse:
    """The colours of other places' cards, made from the address alone."""
    if not COLOURS.match(colours):
        raise Http404(_("There is no such stylesheet here."))
    pairs = tuple((f"#{pair[:6]}", f"#{pair[6:]}") for pair in colours.split("_"))
    fits = len(pairs) <= stylesheet.MOST_COLOURS
    if not fits or stylesheet.cards_name(pairs) != f"{digest}-{colours}":
        raise Http404(_("There is no such stylesheet here."))
    return _immutable(stylesheet.cards(pairs))


@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie that only holds one of three words."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    choice = request.POST.get("mode", "")
    if choice in MODES:
        secure = settings.SESSION_COOKIE_SECURE
        name = settings.THEME_COOKIE_NAME
        response.set_cookie(name, choice, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def _look_of_digest(request: HttpRequest, digest: str) -> Look:
    """The look of the place we are in, when this is its hash; another place's is not found."""
    look = stylesheet.look_of(getattr(request, "place", None))
    if digest != stylesheet.face_hash(look):
        raise Http404(_("There is no such picture here."))
    return look


def _immutable(text: str | bytes, kind: str = "text/css; charset=utf-8") -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
