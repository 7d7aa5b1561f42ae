"""What hangs on a contribution: topic, support, followers, official answers, earlier texts."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.contributions.text import to_html
from platform_core.keys import uuid7


class Follow(models.Model):
    """One person wants to be told what happens with one contribution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="follows", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follows")
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contribution", "person"), name="follow_once"),)

    def __str__(self) -> str:
        return f"follower of {self.contribution_id}"


class Revision(models.Model):
    """What a contribution said before a change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.CASCADE, related_name="revisions")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=120)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "pk")

    def __str__(self) -> str:
        return f"earlier text of {self.contribution_id}"

    @property
    def body_html(self) -> str:
        return to_html(self.body)


class Topic(models.Model):
    """A theme of the place, such as traffic or nature, under which contributions of all kinds are found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("Title"), max_length=60)
    icon = models.CharField(max_length=20, default="tag")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "title")

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """One person is for one contribution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="supports", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supports")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contribution", "person"), name="support_once"),)

    def __str__(self) -> str:
        return f"support of {self.contribution_id}"


class AnswerStatus(models.TextChoices):
    """Where the administration stands with a contribution."""

    OPEN = "open", _("Open")
    REVIEW = "review", _("In review")
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    PASSED_ON = "passed_on", _("Passed on")
    DECLINED = "declined", _("Declined")


STATUS_ICONS = {
    AnswerStatus.OPEN: "clock",
    AnswerStatus.REVIEW: "search",
    AnswerStatus.PLANNED: "calendar",
    AnswerStatus.DONE: "check",
    AnswerStatus.PASSED_ON: "next",
    AnswerStatus.DECLINED: "x",
}


class Answer(models.Model):
    """An official answer with a status; the newest one decides the contribution's status."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="answers")
    status = models.CharField(_("Status"), max_length=12, choices=AnswerStatus)
    decided_by = models.CharField(_("Who decided"), max_length=160, blank=True)
    passed_to = models.CharField(_("To whom was it passed on?"), max_length=160, blank=True, default="")
    planned_until = models.CharField(_("Until when is it planned?"), max_length=80, blank=True, default="")
    body = models.TextField(_("Answer"), max_length=10_000)
    body_html = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=AnswerStatus.values), name="answer_status_known"),
        )

    def __str__(self) -> str:
        return f"answer to {self.contribution_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = to_html(self.body)
        super().save(*args, **kwargs)

    @property
    def status_label(self) -> str:
        return str(AnswerStatus(self.status).label)

    @property
    def status_icon(self) -> str:
        return STATUS_ICONS[AnswerStatus(self.status)]

    @property
    def facts(self) -> list[str]:
        """Who decided, to whom it went and until when it is planned, as short sentences."""
        said = (
            (_("Decided by: %s"), self.decided_by),
            (_("Passed on to: %s"), self.passed_to),
            (_("Planned until: %s"), self.planned_until),
        )
        return [str(words) % value for words, value in said if value]


class LinkProblem(models.TextChoices):
    """What is wrong with a link."""

    NONE = "", _("nothing")
    GONE = "gone", _("This page does not exist here, or it is not public.")
    MALFORMED = "malformed", _("This is no complete address. An address elsewhere begins with https://.")


class TextLink(models.Model):
    """A link in a text of the place that we can check, with what was found when it was checked last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.CASCADE, related_name="links")
    address = models.CharField(max_length=500)
    words = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=500, blank=True, db_index=True)
    problem = models.CharField(max_length=12, choices=LinkProblem, default=LinkProblem.NONE, blank=True)
    edit: str = ""  # where its text is changed, for lists of links

    class Meta:
        ordering = ("contribution__title", "contribution", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(problem__in=LinkProblem.values), name="text_link_problem_known"),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def advice(self) -> str:
        """How to mend it."""
        if self.problem == LinkProblem.GONE:
            return str(_("Please correct the link, or publish what it leads to."))
        return str(_("Please write the whole address."))
