"""The topics of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from platform_core.contributions.around import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def topics_here() -> list[Topic]:
    """The topics of the place in scope, in their order."""
    return list(Topic.objects.all())


def plant_topics(titles: Iterable[str]) -> dict[str, Topic]:
    """The topics with these titles, made where they are missing; by title."""
    planted = {}
    for order, title in enumerate(titles):
        slug = slugify(title.lower().translate(UMLAUTS))[:60]
        planted[title], _new = Topic.objects.get_or_create(slug=slug, defaults={"title": title[:60], "order": order})
    return planted
