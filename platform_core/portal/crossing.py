"""The crossing from a place to the public schema: one insert, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.contributions.search import matching
from platform_core.portal.models import WORDS, RegionEntry
from platform_core.scope import current_place, platform_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from platform_core.contributions.models import Contribution


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


def entries_of_region(
    region_id: UUID, *, schemas: Sequence[str], kinds: Sequence[str], words: str = "", limit: int = 50
) -> list[RegionEntry]:
    """Public entries of these places of a region and of these kinds: the newest, or the best for some words."""
    with platform_scope():
        found = RegionEntry.objects.filter(region_id=region_id, schema__in=schemas, kind__in=kinds)
        found = matching(found.annotate(search=WORDS), words) if words else found.order_by("-published_at")
        return list(found[:limit])
