"""URLs of `api.<domain>`: version 1, its OpenAPI document, and a page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import URLPattern, include, path

from platform_core.web import views as shared
from provisioning.api import pages
from provisioning.api.gate import gate
from provisioning.api.v1 import api
from theming import urls as theming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioning.api.gate import View


def operations() -> Iterator[URLPattern]:
    """The patterns of all operations, each behind the gate."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = gate(cast("View", pattern.callback))
            yield pattern


#: Stylesheet and icons of the reference; without the switch of the appearance, which sets a cookie.
face = [pattern for pattern in theming.urlpatterns if pattern.name != "mode"]

urlpatterns = [
    path("", pages.reference, name="home"),
    path("v1/openapi.json", pages.openapi, name="openapi"),
    path("v1/", include((list(operations()), "v1"))),
    path("", include((face, "theming"))),
    path("healthz", shared.healthz, name="healthz"),
    path("robots.txt", shared.robots, name="robots"),
]
handler400 = "provisioning.api.problem.bad_request"
handler403 = "provisioning.api.problem.forbidden"
handler404 = "provisioning.api.problem.not_found"
handler500 = "provisioning.api.problem.server_error"
