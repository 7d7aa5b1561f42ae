"""For which names the reverse proxy may obtain a certificate: the endpoint that Caddy's `on_demand_tls ask` calls."""

from __future__ import annotations

import ipaddress
import re
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from tenants.addresses import normal_host
from tenants.models import Domain

if TYPE_CHECKING:
    from platform_core.web.request import Request

#: A place that is asked for or erased gets no certificate.
WITHOUT = (PlaceState.REQUESTED, PlaceState.ERASED)
MOST_PER_MINUTE = 600
HOST = re.compile(r"[a-z0-9.-]{1,253}\Z")
NEAR = tuple(
    ipaddress.ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


def may_have_certificate(name: str) -> bool:
    """Whether a name serves a living place: given by us, or proved and not in quarantine."""
    host = normal_host(name)
    if host is None or host != name.lower().removesuffix(".") or not HOST.match(host):
        return False
    with platform_scope():
        domain = Domain.objects.filter(host=host).exclude(tenant__state__in=WITHOUT).first()
    return domain is not None and domain.serves


def is_near(address: str) -> bool:
    """Whether this is our own machine or network, where the proxy is."""
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(peer in network for network in NEAR if network.version == peer.version)


@require_safe
def tls_question(request: Request) -> HttpResponse:
    """200 for a name that may have a certificate, else 404; nothing else is told."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers  # asked through the proxy
    if not settings.TLS_ASK_OPEN and (forwarded or not is_near(request.META.get("REMOTE_ADDR", ""))):
        return HttpResponse(status=404)
    if too_many():
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    return HttpResponse(status=200 if may_have_certificate(request.GET.get("domain", "")) else 404)


def too_many() -> bool:
    """Whether this process was asked too often in this minute; each question costs a query."""
    key = f"tls-question-{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    return settings.LIMITS and cache.incr(key) > MOST_PER_MINUTE
