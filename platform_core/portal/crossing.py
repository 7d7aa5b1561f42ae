"""The crossing from a place to the public schema: one insert, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q

from platform_core.contributions.search import matching
from platform_core.portal.models import WORDS, RegionEntry
from platform_core.scope import current_place, platform_scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from platform_core.contributions.models import Contribution

    type OpenKinds = Mapping[str, frozenset[str]]


def publish_entry(contribution: Contribution) -> None:
    """Write (or renew) the public facts of a published public contribution of the place in scope."""
    place = current_place()
    facts = {
        "region_id": place.region_id,
        "place_name": place.name,
        "kind": contribution.kind,
        "title": contribution.title,
        "path": contribution.get_absolute_url(),
        "lat": contribution.lat,
        "lon": contribution.lon,
        "published_at": contribution.published_at,
    }
    with platform_scope():
        RegionEntry.objects.update_or_create(schema=place.schema, contribution_id=contribution.pk, defaults=facts)


def withdraw_entry(contribution: Contribution) -> None:
    """Take a contribution of the place in scope out of the region's index."""
    schema = current_place().schema
    with platform_scope():
        RegionEntry.objects.filter(schema=schema, contribution_id=contribution.pk).delete()


def forget_deleted(sender: object, instance: Contribution, **kwargs: object) -> None:
    """Whatever deletes a contribution, a person's departure included, takes it out of the region's index too."""
    withdraw_entry(instance)


def entries_of_region(region_id: UUID, *, open_kinds: OpenKinds, words: str = "", limit: int) -> list[RegionEntry]:
    """Public entries of places of a region: the newest, or the best for some words."""
    with platform_scope():
        return list(_found(region_id, open_kinds, words)[:limit])


def page_of_region(
    region_id: UUID, *, open_kinds: OpenKinds, words: str = "", number: str = "", size: int
) -> Page[RegionEntry]:
    """One page of the same; a number that makes no sense gives the first or the last one."""
    with platform_scope():
        page = Paginator(_found(region_id, open_kinds, words), size).get_page(number)
        page.object_list = list(page.object_list)
        return page


def _found(region_id: UUID, open_kinds: OpenKinds, words: str) -> QuerySet[RegionEntry]:
    """Entries of modules that are parked stay in the index and are passed over: `open_kinds` names those by schema."""
    schemas: dict[frozenset[str], list[str]] = {}
    for schema, kinds in open_kinds.items():
        schemas.setdefault(kinds, []).append(schema)
    is_open = Q(pk=None)
    for kinds, here in schemas.items():
        is_open |= Q(schema__in=here, kind__in=kinds)
    found = RegionEntry.objects.filter(is_open, region_id=region_id)
    if words:
        return cast("QuerySet[RegionEntry]", matching(found.annotate(search=WORDS), words))
    return found.order_by("-published_at", "-pk")
