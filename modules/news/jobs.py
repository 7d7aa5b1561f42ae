"""Planned items are published by a job, whether somebody visits the place or not."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from modules.news.models import NewsItem
from platform_core.contributions.models import State

#: The queue goes by the database's clock, which may be ahead of ours.
LEEWAY = timedelta(seconds=5)


@task
def publish_due() -> None:
    """Publish every item whose time has come, each once, whatever other jobs do at the same time."""
    due = NewsItem.objects.filter(state=State.DRAFT, publish_at__lte=timezone.now() + LEEWAY)
    for key in list(due.order_by("publish_at").values_list("pk", flat=True)):
        _publish(key)


@transaction.atomic
def _publish(key: object) -> None:
    waiting = NewsItem.objects.select_for_update().filter(pk=key, state=State.DRAFT)
    item = waiting.filter(publish_at__lte=timezone.now() + LEEWAY).first()
    if isinstance(item, NewsItem) and item.publish_at is not None:
        item.published_at = None  # what was public once and is planned anew is new again
        item.publish(at=item.publish_at)
