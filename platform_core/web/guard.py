"""Cross-origin writes are refused.

A sibling subdomain is same-site, so neither SameSite cookies nor tokens for the
whole domain keep places apart. An unsafe request must therefore say that it
comes from this very origin: `Sec-Fetch-Site: same-origin`, or an `Origin` that
matches exactly. See deploy/decisions/0003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from platform_core.web.request import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Path prefixes with a proof of their own, each with its reason. Each new one needs a test in tests/isolation.
EXEMPT: tuple[str, ...] = (
    "/mitteilungen/abmelden/",  # mail programs stop mails by a POST (RFC 8058); the signed token in the path proves it
)
#: Hosts, by their URLs, on which no cookie proves anything, each with the proof it asks for instead.
EXEMPT_HOSTS: dict[str, str] = {
    # It reads no cookie and refuses writes that bring one. No page can send the header: nothing allows it (no CORS).
    "provisioning.api.urls": "a token in the header Authorization",
}


def is_same_origin(request: Request) -> bool:
    """Whether the browser says that this request comes from a page of this origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{settings.SCHEME}://{request.get_host()}"


class CrossOriginMiddleware:
    """Answers 403 to an unsafe request from elsewhere or from nowhere."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        exempt = request.path_info.startswith(EXEMPT) or getattr(request, "urlconf", None) in EXEMPT_HOSTS
        if request.method in SAFE_METHODS or exempt or is_same_origin(request):
            return self.get_response(request)
        return render(request, "403.html", {"place": request.place, "cross_origin": True}, status=403)
