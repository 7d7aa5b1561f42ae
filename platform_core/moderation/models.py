"""Notices of readers and decisions of moderators, about contributions and comments alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.comments.models import Comment
from platform_core.contributions.models import Contribution
from platform_core.keys import uuid7
from platform_core.moderation.reasons import Act, Ground, Reason

if TYPE_CHECKING:
    from uuid import UUID

    type About = Contribution | Comment


class FinalDecision(Exception):
    """A decision is history: it is never changed, another one follows it."""


class Matter(models.Model):
    """A row about one contribution or one comment; it outlives them without saying any more whose they were."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def about_key(self) -> UUID | None:
        """The key of the contribution or comment."""
        key: UUID | None = self.contribution_id or self.comment_id
        return key


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Takes no changes, but for what the law on personal data asks for."""

    def anonymise(self, **values: Any) -> int:
        """Take names or words away from history, because somebody or something has gone."""
        return super().update(**values)

    def update(self, **values: Any) -> NoReturn:
        raise FinalDecision

    def delete(self) -> NoReturn:
        raise FinalDecision


class Decision(Matter):
    """Who decided what, when and why. `by` is empty for machines and for people who have left."""

    act = models.CharField(max_length=12, choices=Act)
    ground = models.CharField(max_length=12, choices=Ground, blank=True)
    text = models.TextField(blank=True, max_length=2_000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    automated = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("-at",), name="decision_newest"),)
        constraints = (models.CheckConstraint(condition=models.Q(act__in=Act.values), name="decision_act_known"),)

    def __str__(self) -> str:
        return f"{self.act} {self.about_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FinalDecision
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FinalDecision

    @property
    def act_label(self) -> str:
        return str(Act(self.act).label)

    @property
    def reason(self) -> str:
        """The reason as people read it: the sentence of the ground, then what was written."""
        sentence = str(Ground(self.ground).label) if self.ground and self.ground != Ground.OTHER else ""
        return " ".join(filter(None, (sentence, self.text)))


class Notice(Matter):
    """One report of one reader. `sender` tells reports of the same reader apart, until it is decided."""

    number = models.PositiveIntegerField(unique=True, editable=False)
    reason = models.CharField(_("What is wrong with it?"), max_length=12, choices=Reason)
    text = models.TextField(_("What should we know?"), blank=True, max_length=3_000)
    name = models.CharField(_("Your name"), max_length=80, blank=True)
    email = models.EmailField(_("Your e-mail address"), max_length=254, blank=True)
    reporter = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sender = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, related_name="notices")

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(reason__in=Reason.values), name="notice_reason_known"),
            models.UniqueConstraint(
                fields=("contribution", "sender"),
                condition=models.Q(decision=None) & ~models.Q(sender=""),
                name="notice_once_per_contribution",
            ),
            models.UniqueConstraint(
                fields=("comment", "sender"),
                condition=models.Q(decision=None) & ~models.Q(sender=""),
                name="notice_once_per_comment",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people quote when they ask about their report."""
        return f"M-{self.number}"

    @property
    def reason_label(self) -> str:
        return str(Reason(self.reason).label)


class Tally(models.Model):
    """How often something was done in the present window; see `platform_core.web.limits`. Not logged: it may be lost."""

    key = models.CharField(primary_key=True, max_length=80)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
