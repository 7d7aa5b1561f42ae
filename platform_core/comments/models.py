"""What people say to a contribution: one level of answers below a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Voice
from platform_core.contributions import screening, signals
from platform_core.contributions.models import Contribution, State
from platform_core.contributions.text import to_html
from platform_core.keys import uuid7
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime


#: A comment is published, held for review or hidden; drafts and archives are for contributions.
STATES = (State.PENDING, State.PUBLISHED, State.HIDDEN)


class CommentRefused(Refusal):
    """A comment that cannot stand where it was meant to."""


class Comment(models.Model):
    """One comment; `reply_to` is a top-level comment of the same contribution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="comments", db_index=False)
    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comments")
    voice = models.CharField(max_length=20, choices=Voice, default=Voice.RESIDENT)
    body = models.TextField(_("Your comment"), max_length=5_000)
    body_html = models.TextField(editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.PUBLISHED)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(state__in=STATES), name="comment_state_known"),)
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("contribution", "created_at"), name="comment_thread"),)

    def __str__(self) -> str:
        return f"comment on {self.contribution_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = to_html(self.body)
        super().save(*args, **kwargs)


class CommentSupport(models.Model):
    """One person finds one comment helpful."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="supports", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comment_supports")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("comment", "person"), name="comment_support_once"),)

    def __str__(self) -> str:
        return f"support of comment {self.comment_id}"


class CommentRevision(models.Model):
    """What a comment said before it was changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "pk")

    def __str__(self) -> str:
        return f"earlier text of comment {self.comment_id}"


@transaction.atomic
def comment_on(
    contribution: Contribution, *, by: Person, body: str, reply_to: Comment | None = None, at: datetime | None = None
) -> Comment:
    """Say something to an open contribution, in the voice the person has here.

    An answer to an answer joins the same level. Raises ContributionClosed, and
    CommentRefused when `reply_to` belongs to another contribution.
    """
    contribution.refuse_unless_open()
    if not contribution.takes_comments:
        raise CommentRefused(_("Comments are switched off here."))
    if reply_to is not None and reply_to.contribution_id != contribution.pk:
        raise CommentRefused(_("This comment belongs to another contribution."))
    comment = Comment.objects.create(
        contribution_id=contribution.pk,
        reply_to=reply_to.reply_to or reply_to if reply_to else None,
        author=by,
        voice=by.voice,
        body=body,
        state=screening.verdict(by, body),
        created_at=at or timezone.now(),
    )
    if comment.state == State.PUBLISHED:
        recount_comments(contribution)
        signals.comment_published.send(Comment, comment=comment, contribution=contribution, by=by)
    return comment


def recount_comments(contribution: Contribution) -> None:
    """Set the counter of a contribution to the comments that everybody may read."""
    contribution.recount("comment_count", Comment, state=State.PUBLISHED)
