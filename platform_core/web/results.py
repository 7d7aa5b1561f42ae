"""Search results of all kinds, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core import registry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from platform_core.contributions.models import Contribution


@dataclass(frozen=True, slots=True)
class Result:
    """One hit: what it is, where it is, how it begins."""

    title: str
    excerpt: str
    url: str
    kind_title: str
    icon: str
    published_at: datetime | None


def results_of(found: Iterable[Contribution]) -> list[Result]:
    """Results with links, asking each kind for its rows once."""
    here = list(found)
    kinds = {kind.model._meta.model_name: kind for module in registry.modules().values() for kind in module.kinds}
    urls: dict[Any, str] = {}
    for name in {each.kind for each in here} & set(kinds):
        keys = [each.pk for each in here if each.kind == name]
        rows: Any = kinds[name].model._default_manager.filter(pk__in=keys)
        urls |= {row.pk: row.get_absolute_url() for row in rows}
    return [
        Result(
            each.title,
            each.excerpt,
            urls[each.pk],
            str(kinds[each.kind].title),
            kinds[each.kind].icon,
            each.published_at,
        )
        for each in here
        if each.pk in urls
    ]
