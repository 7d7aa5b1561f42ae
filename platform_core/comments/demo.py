"""Discussions of a place's content file, for the demo content of modules."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from platform_core.comments.models import Comment, comment_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from platform_core.accounts.models import Person
    from platform_core.contributions.models import Contribution


def plant_comments(
    contribution: Contribution, wanted: Iterable[Mapping[str, Any]], people: Mapping[str, Person]
) -> None:
    """Plant `comment` tables: author, body and days_ago; key and reply_to, speaks_for and helpful where wanted."""
    planted: dict[str, Comment] = {}
    for said in wanted:
        comment = comment_on(
            contribution,
            by=people[said["author"]],
            body=said["body"].strip(),
            reply_to=planted[said["reply_to"]] if "reply_to" in said else None,
            speaks_for=said.get("speaks_for", ""),
            at=timezone.now() - timedelta(days=float(said["days_ago"])),
        )
        for key in said.get("helpful", []):
            comment.find_helpful(by=people[key])
        if "key" in said:
            planted[said["key"]] = comment
