"""Comments as a page shows them: the thread of the people, and what representatives say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.accounts.roles import Voice
from platform_core.comments.models import Comment
from platform_core.contributions.states import State

if TYPE_CHECKING:
    from platform_core.contributions.models import Contribution


def threads_of(contribution: Contribution) -> tuple[list[Comment], list[Comment]]:
    """Top-level comments with `replies_list`, and statements of representatives, in one query."""
    threads: list[Comment] = []
    statements: list[Comment] = []
    by_key: dict[object, Comment] = {}
    for comment in Comment.objects.filter(contribution_id=contribution.pk, state=State.PUBLISHED).select_related(
        "author"
    ):
        comment.replies_list = []  # type: ignore[attr-defined]  # for the template
        comment.is_author_of_idea = comment.author_id == contribution.author_id  # type: ignore[attr-defined]
        by_key[comment.pk] = comment
        parent = by_key.get(comment.reply_to_id)
        if parent is not None:
            parent.replies_list.append(comment)  # type: ignore[attr-defined]
        elif comment.voice == Voice.REPRESENTATIVE:
            statements.append(comment)
        else:
            threads.append(comment)
    return threads, statements
