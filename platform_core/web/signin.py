"""Asking people to sign in, in a way that htmx and plain browsers both understand."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from platform_core.accounts.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.web.request import Request


def person_of(request: Request) -> Person:
    """Whoever is signed in; for views behind `signed_in`. Raises TypeError for strangers."""
    if not isinstance(request.user, Person):
        message = "This view needs somebody who is signed in: put @signed_in before it."
        raise TypeError(message)
    return request.user


def to_sign_in(request: Request, back_to: str) -> HttpResponse:
    """To the sign-in page and back afterwards; a fragment request gets `HX-Redirect`."""
    url = f"{reverse('account_login')}?{urlencode({'next': back_to})}"
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def signed_in[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Only for people who are signed in; others come back after signing in to the page they were on."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        request: Request = args[0]
        if request.user.is_authenticated:
            return view(*args, **kwargs)
        path = request.get_full_path()
        if request.method != "GET":
            path = request.path.rstrip("/").rsplit("/", 1)[0] + "/"
        return to_sign_in(request, path)

    return guarded
