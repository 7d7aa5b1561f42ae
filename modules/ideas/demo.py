"""Demo ideas from a region file's content; planting twice changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from modules.ideas.models import Idea
from platform_core.comments.demo import plant_comments
from platform_core.contributions.models import AnswerStatus, Topic
from platform_core.files.demo import plant_picture

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from platform_core.accounts.models import Person


def plant(content: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """Plant the `idea` tables of a place's content file, oldest first."""
    for wanted in sorted(content.get("idea", []), key=lambda idea: -idea["days_ago"]):
        if not Idea.objects.filter(title=wanted["title"]).exists():
            _plant_one(wanted, people)


def _plant_one(wanted: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    author = people[wanted["author"]]
    idea = Idea(author=author, voice=author.voice, title=wanted["title"], body=wanted["body"].strip())
    idea.place_name = wanted.get("place_name", "")
    idea.lat, idea.lon = wanted.get("lat"), wanted.get("lon")
    idea.topic = Topic.objects.filter(title=wanted.get("topic", "")).first()
    idea.publish(at=_ago(wanted))
    plant_picture(idea, wanted, by=author)
    for key in wanted.get("supporters", []):
        idea.support(by=people[key])
    plant_comments(idea, wanted.get("comment", []), people)
    for given in wanted.get("answer", []):
        status = AnswerStatus(given["status"])
        idea.answer(
            by=people[given["author"]],
            status=status,
            body=given["body"].strip(),
            decided_by=given.get("decided_by", ""),
            passed_to=given.get("passed_to", ""),
            planned_until=given.get("planned_until", ""),
            at=_ago(given),
        )
    if wanted.get("pinned"):
        idea.pin()
    if wanted.get("closed"):
        idea.close(reason=wanted["closed"] if isinstance(wanted["closed"], str) else "")


def _ago(entry: Mapping[str, Any]) -> datetime:
    return timezone.now() - timedelta(days=float(entry["days_ago"]))
