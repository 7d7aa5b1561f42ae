"""Search results of all kinds, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core import registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from platform_core.contract import Kind
    from platform_core.contributions.models import Contribution


@dataclass(frozen=True, slots=True)
class Result:
    """One hit: what it is, where it is, how it begins."""

    key: UUID
    title: str
    excerpt: str
    url: str
    kind_title: str
    icon: str
    published_at: datetime | None


def _kinds() -> dict[str | None, Kind]:
    return {kind.model._meta.model_name: kind for module in registry.modules().values() for kind in module.kinds}


def paths_of(here: Collection[Contribution]) -> dict[UUID, str]:
    """The path of each contribution, asking each kind for its rows once; none for kinds that no module brings."""
    kinds = _kinds()
    paths: dict[UUID, str] = {}
    for name in {each.kind for each in here} & {each for each in kinds if each}:
        keys = [each.pk for each in here if each.kind == name]
        rows: Any = kinds[name].model._default_manager.filter(pk__in=keys)
        paths |= {row.pk: row.get_absolute_url() for row in rows}
    return paths


def results_of(found: Iterable[Contribution]) -> list[Result]:
    """Results with links, asking each kind for its rows once."""
    here = list(found)
    kinds, urls = _kinds(), paths_of(here)
    return [
        Result(
            each.pk,
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
