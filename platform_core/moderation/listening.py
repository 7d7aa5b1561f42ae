"""Who listens to what: the wiring of moderation in one place."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from platform_core.accounts.models import Person
from platform_core.comments.models import Comment
from platform_core.contributions.models import Contribution
from platform_core.contributions.signals import comment_held, contribution_held
from platform_core.moderation import personal
from platform_core.moderation.verdicts import note_held


def listen() -> None:
    """Connect everything once, when the application starts."""
    contribution_held.connect(_contribution_held)
    comment_held.connect(_comment_held)
    pre_delete.connect(personal.forget_person, sender=Person)
    pre_delete.connect(personal.forget_words_about, sender=Contribution)
    pre_delete.connect(personal.forget_words_about, sender=Comment)


def _contribution_held(sender: object, contribution: Contribution, findings: list[str], **kwargs: Any) -> None:
    note_held(contribution, findings)


def _comment_held(sender: object, comment: Comment, findings: list[str], **kwargs: Any) -> None:
    note_held(comment, findings)
