"""Stylesheets of places, and the choice between light, dark and automatic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from theming import stylesheet
from theming.context import MODES
from theming.drawing import emblems

if TYPE_CHECKING:
    from django.http import HttpRequest

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
    look = stylesheet.look_of(getattr(request, "place", None))
    if digest != stylesheet.theme_hash(look):
        raise Http404(_("There is no such picture here."))
    return _immutable(emblems.file(look), "image/svg+xml")


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


def _immutable(text: str, kind: str = "text/css; charset=utf-8") -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
