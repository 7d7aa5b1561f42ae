"""What people say to a contribution: one level of answers below a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role, Voice
from platform_core.contributions import screening, signals
from platform_core.contributions.models import Contribution, State
from platform_core.contributions.text import to_html
from platform_core.keys import uuid7
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.contributions.models import Visitor


#: A comment is published, held for review or hidden; drafts and archives are for contributions.
STATES = (State.PENDING, State.PUBLISHED, State.HIDDEN)
#: Those who look after a discussion also read what is held or hidden.
MODERATING = frozenset({Role.MODERATOR, Role.ADMIN})


class CommentRefused(Refusal):
    """A comment, or a change to one, that cannot be."""


def readable_by(visitor: Visitor) -> models.Q:
    """Comments whose words this visitor may read; what its author took away has none."""
    readable = models.Q(state=State.PUBLISHED)
    if isinstance(visitor, Person):
        readable |= models.Q(state=State.PENDING, author_id=visitor.pk)
        if visitor.roles & MODERATING:
            readable = models.Q(state__in=STATES)
    return readable & models.Q(removed_at=None)


class CommentQuerySet(models.QuerySet["Comment"]):
    """The guarded door to comments; whether their contribution may be seen is asked beside it."""

    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(readable_by(visitor))


class Comment(models.Model):
    """One comment; `reply_to` is a top-level comment of the same contribution.

    Representatives may say for whom they speak (`speaks_for`). What its author
    removed (`removed_at`) has no words left, and stays only below answers of others.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="comments", db_index=False)
    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comments")
    voice = models.CharField(max_length=20, choices=Voice, default=Voice.RESIDENT)
    speaks_for = models.CharField(_("You speak for"), max_length=80, blank=True, default="")
    body = models.TextField(_("Your comment"), max_length=5_000)
    body_html = models.TextField(editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.PUBLISHED)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(state__in=STATES), name="comment_state_known"),)
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("contribution", "created_at"), name="comment_thread"),)

    def __str__(self) -> str:
        return f"comment on {self.contribution_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = to_html(self.body)
        super().save(*args, **kwargs)

    def is_readable_by(self, visitor: Visitor) -> bool:
        """What `visible_to` says, for a comment that is loaded already."""
        if self.removed_at is not None:
            return False
        if self.state == State.PUBLISHED:
            return True
        if not isinstance(visitor, Person):
            return False
        return bool(visitor.roles & MODERATING) or (self.state == State.PENDING and self.author_id == visitor.pk)

    @transaction.atomic
    def edit(self, *, by: Person, body: str, speaks_for: str = "") -> None:
        """Change one's own words; what was said before stays readable. Words that are the same change nothing.

        Raises CommentRefused for others, and ContributionClosed once the discussion has ended.
        """
        self.contribution.refuse_unless_open()
        if self.author_id != by.pk or self.removed_at is not None:
            raise CommentRefused(_("Only the person who wrote a comment may change it."))
        now = Comment.objects.select_for_update().get(pk=self.pk)
        if body != now.body:
            CommentRevision.objects.create(comment=self, body=now.body)
            self.body, self.edited_at = body, timezone.now()
        self.speaks_for = speaks_for_of(by, speaks_for)
        self.save(update_fields=["body", "body_html", "edited_at", "speaks_for"])
        findings = screening.new_findings(by, now.body, body, self.pk) if now.state == State.PUBLISHED else []
        if findings:
            self.hold(by=by, findings=findings)

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Take one's own words away, earlier ones too; only the place below answers of others stays.

        Raises CommentRefused for others. Works in a closed discussion: the words are the author's.
        """
        if self.author_id != by.pk:
            raise CommentRefused(_("Only the person who wrote a comment may remove it."))
        Comment.objects.select_for_update().get(pk=self.pk)  # no answer may come in between
        if self.replies.exists():
            self.revisions.all().delete()
            self.supports.all().delete()
            self.body, self.speaks_for, self.helpful_count = "", "", 0
            self.removed_at, self.edited_at = timezone.now(), None
            self.save()
        else:
            above = self.reply_to
            self.delete()
            if above is not None and above.removed_at is not None and not above.replies.exists():
                above.delete()
        recount_comments(self.contribution)

    @transaction.atomic
    def hide(self, *, by: Person | None = None) -> None:
        """Take it out of sight; answers to it stay."""
        self.become(State.HIDDEN)
        signals.comment_hidden.send(Comment, comment=self, contribution=self.contribution, by=by)

    @transaction.atomic
    def restore(self, *, by: Person | None = None) -> None:
        """Show what was hidden or held; for what was held it is the publication."""
        was_held = self.state == State.PENDING
        self.become(State.PUBLISHED)
        if was_held:
            signals.comment_published.send(Comment, comment=self, contribution=self.contribution, by=self.author)

    @transaction.atomic
    def hold(self, *, by: Person, findings: list[str]) -> None:
        """Keep it back until somebody has looked at it."""
        self.become(State.PENDING)
        signals.comment_held.send(Comment, comment=self, by=by, findings=findings)

    def become(self, state: State) -> None:
        """Change the state, and the count that everybody sees."""
        self.state = state
        self.save(update_fields=["state"])
        recount_comments(self.contribution)

    @transaction.atomic
    def find_helpful(self, *, by: Person) -> None:
        """Count one person who finds it helpful; a second click changes nothing. Raises CommentRefused for the author."""
        self.contribution.refuse_unless_open()
        if self.author_id == by.pk:
            raise CommentRefused(_("This is your own comment."))
        CommentSupport.objects.get_or_create(comment=self, person=by)
        self._recount_helpful()

    @transaction.atomic
    def find_not_helpful(self, *, by: Person) -> None:
        """Take it back; changes nothing for somebody who never said so."""
        self.contribution.refuse_unless_open()
        CommentSupport.objects.filter(comment=self, person=by).delete()
        self._recount_helpful()

    def _recount_helpful(self) -> None:
        """Set the counter to what the rows say, under a row lock so that parallel clicks agree."""
        row = Comment.objects.select_for_update().only("pk").get(pk=self.pk)
        self.helpful_count = CommentSupport.objects.filter(comment=row).count()
        Comment.objects.filter(pk=row.pk).update(helpful_count=self.helpful_count)


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
    """What a comment said before it was changed, and when that was."""

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
    contribution: Contribution,
    *,
    by: Person,
    body: str,
    reply_to: Comment | None = None,
    speaks_for: str = "",
    at: datetime | None = None,
) -> Comment:
    """Say something to an open contribution, in the voice the person has here.

    An answer to an answer joins the same level; `speaks_for` counts for
    representatives only. Raises ContributionClosed, and CommentRefused when
    `reply_to` belongs to another contribution.
    """
    _refuse_unless_welcome(contribution, reply_to)
    findings = screening.findings(by, body)
    comment = Comment.objects.create(
        contribution_id=contribution.pk,
        reply_to=reply_to.reply_to or reply_to if reply_to else None,
        author=by,
        voice=by.voice,
        speaks_for=speaks_for_of(by, speaks_for),
        body=body,
        state=State.PENDING if findings else State.PUBLISHED,
        created_at=at or timezone.now(),
    )
    if comment.state == State.PUBLISHED:
        recount_comments(contribution)
        signals.comment_published.send(Comment, comment=comment, contribution=contribution, by=by)
    else:
        signals.comment_held.send(Comment, comment=comment, by=by, findings=findings)
    return comment


def _refuse_unless_welcome(contribution: Contribution, reply_to: Comment | None) -> None:
    contribution.refuse_unless_open()
    if not contribution.takes_comments:
        raise CommentRefused(_("Comments are switched off here."))
    if reply_to is not None and reply_to.contribution_id != contribution.pk:
        raise CommentRefused(_("This comment belongs to another contribution."))


def speaks_for_of(person: Person, said: str) -> str:
    """For whom a representative says to speak, in one line; nothing for everybody else."""
    return " ".join(said.split())[:80] if person.voice == Voice.REPRESENTATIVE else ""


def recount_comments(contribution: Contribution) -> None:
    """Set the counter of a contribution to the comments that everybody may read."""
    contribution.recount("comment_count", Comment, state=State.PUBLISHED, removed_at=None)
