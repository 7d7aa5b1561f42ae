"""What our middleware adds to Django's request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from platform_core.place import Place
    from platform_core.web.visits import Visit


class Request(HttpRequest):
    """For annotations: a request that has passed the middleware. `place` is None on the platform's own host.

    `visit` is set while somebody of the platform looks around in a place (read it with `getattr`: not every host has it).
    """

    place: Place | None
    htmx: HtmxDetails
    visit: Visit | None
