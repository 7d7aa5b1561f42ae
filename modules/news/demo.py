"""Demo news from a region file's content; planting twice changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from modules.news.models import NewsItem
from platform_core.comments.demo import plant_comments
from platform_core.contributions.models import Topic
from platform_core.files.demo import plant_picture

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from platform_core.accounts.models import Person


def plant(content: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """Plant the `news` tables of a place's content file, oldest first."""
    for wanted in sorted(content.get("news", []), key=lambda item: -item["days_ago"]):
        if not NewsItem.objects.filter(title=wanted["title"]).exists():
            _plant_one(wanted, people)


def _plant_one(wanted: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    author = people[wanted["author"]]
    item = NewsItem(author=author, voice=author.voice, title=wanted["title"], body=wanted["body"].strip())
    item.lead = wanted.get("lead", "")
    item.topic = Topic.objects.filter(title=wanted.get("topic", "")).first()
    item.publish(at=_ago(wanted))
    plant_picture(item, wanted, by=author)
    plant_comments(item, wanted.get("comment", []), people)
    NewsItem.objects.filter(pk=item.pk).update(takes_comments=wanted.get("comments", True))
    if wanted.get("pinned"):
        item.pin()


def _ago(entry: Mapping[str, Any]) -> datetime:
    return timezone.now() - timedelta(days=float(entry["days_ago"]))
