"""Who writes something is told what happens with it, without asking for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.contributions.models import Contribution


def author_follows(sender: object, contribution: Contribution, by: Person, **more: Any) -> None:
    """Authors follow what they publish."""
    contribution.follow(by=by)


def commenter_follows(sender: object, contribution: Contribution, by: Person, **more: Any) -> None:
    """Who comments for the first time follows; whoever has stopped following is not asked again."""
    if contribution.comments.filter(author=by).count() == 1:
        contribution.follow(by=by)
