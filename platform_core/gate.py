"""A module that is off is not there: its URLs answer 404 in this place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from platform_core import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from platform_core.web.request import Request

    type GetResponse = Callable[[Request], HttpResponseBase]


class GateMiddleware:
    """Asks, once the URL is resolved, whether its module is switched on here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: Any, kwargs: Any) -> None:
        refuse_when_off(request)


def refuse_when_off(request: Request) -> None:
    """Raises Http404 when the address belongs to a module that is off in this place."""
    match = request.resolver_match
    namespace = match.namespaces[0] if match and match.namespaces else ""
    place = request.place
    if namespace in registry.modules() and (place is None or namespace not in place.modules):
        raise Http404
