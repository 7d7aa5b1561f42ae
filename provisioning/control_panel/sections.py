"""What there is to see and do about one place: each part of the panel brings its sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from platform_core.scope import platform_scope
from tenants.addresses import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.contract import Text
    from platform_core.web.request import Request
    from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Section:
    """A page about one place. `url_name` takes the place's slug; `badge` is a short word beside the title, or none."""

    key: str
    title: Text
    url_name: str
    order: int
    icon: str
    badge: Callable[[Tenant], str | None] = lambda _tenant: None


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Show a section beside the others; call it in `AppConfig.ready()`."""
    _sections[section.key] = section


def place_context(request: Request, tenant: Tenant, key: str, **more: Any) -> dict[str, Any]:
    """What a section's template needs: the tenant, its place, all sections, and which one this is."""
    links = [
        {"section": each, "url": reverse(each.url_name, args=[tenant.slug]), "badge": each.badge(tenant)}
        for each in sorted(_sections.values(), key=lambda each: each.order)
    ]
    with platform_scope():
        place = place_of(tenant)
    return {
        "tenant": tenant,
        "its_place": place,
        "its_places": [place],
        "sections": links,
        "section": _sections[key],
        **more,
    }
