"""Ideas: the open forum of residents, administration and politics."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.contributions import signals
from platform_core.contributions.models import (
    Answer,
    AnswerStatus,
    Contribution,
    ContributionManager,
    ContributionQuerySet,
    State,
    Topic,
)
from platform_core.contributions.search import alike
from platform_core.files.actions import hang_on, rearrange
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from platform_core.contributions.models import Visitor
    from platform_core.files.tray import Tray


class AnswerRefused(Refusal):
    """An official answer that this person may not give, or that lacks what residents need to know; `field` says what."""

    def __init__(self, message: object, field: str = "decided_by") -> None:
        super().__init__(message)
        self.field = field


class EditRefused(Refusal):
    """A change that is no longer possible."""


MOST_ALIKE, SHORTEST = 4, 5
#: A decision is only worth something when people learn who made it.
DECIDED = frozenset({AnswerStatus.PLANNED, AnswerStatus.DONE, AnswerStatus.PASSED_ON, AnswerStatus.DECLINED})


class Idea(Contribution):
    """Something a resident suggests. Its status is that of the newest official answer."""

    status = models.CharField(max_length=12, choices=AnswerStatus, default=AnswerStatus.OPEN, editable=False)

    objects = ContributionManager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=AnswerStatus.values), name="idea_status_known"),
        )

    def get_absolute_url(self) -> str:
        return reverse("ideas:detail", args=[self.number or 0], urlconf="platform_core.urls.place")

    @property
    def status_label(self) -> str:
        return str(AnswerStatus(self.status).label)

    @classmethod
    @transaction.atomic
    def submit(  # noqa: PLR0913  # one for each thing that people fill in
        cls,
        *,
        by: Person,
        title: str,
        body: str,
        place_name: str = "",
        lat: float | None = None,
        lon: float | None = None,
        topic: Topic | None = None,
        files: Sequence[str] = (),
        alts: Mapping[str, str] | None = None,
    ) -> Idea:
        """Publish a new idea in the person's voice, with their loose files. Raises UploadRefused for too many."""
        idea = cls(author=by, voice=by.voice, title=title, body=body, place_name=place_name, topic=topic)
        idea.lat, idea.lon = lat, lon
        idea.submit_by(by)
        hang_on(idea, by=by, keys=files, alts=alts or {})
        return idea

    @transaction.atomic
    def edit(
        self,
        *,
        by: Person,
        title: str,
        body: str,
        place_name: str = "",
        lat: float | None = None,
        lon: float | None = None,
        topic: Topic | None = None,
        tray: Tray | None = None,
    ) -> None:
        """Change text, place and files; the earlier text is kept for everybody to compare.

        Raises EditRefused for others, and once the administration has answered; UploadRefused for too many files.
        """
        if not self.may_be_edited_by(by):
            raise EditRefused(_("Only the author may change an idea, and only until the administration answers."))
        if (title, body) != (self.title, self.body):
            self.keep_revision(by=by)
        self.title, self.body, self.place_name, self.topic = title, body, place_name, topic
        self.lat, self.lon = lat, lon
        self.changed_at = timezone.now()
        if tray:
            rearrange(self, by=by, keys=tray.keys, alts=tray.alts, drop=tray.dropped)
        self.publish_change(by=by)

    def may_be_edited_by(self, visitor: Visitor) -> bool:
        return self.is_open and self.author_id == visitor.pk and not self.answers.exists()

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """The author takes the idea back, with all that hangs on it. Raises EditRefused once others have said something."""
        if not self.may_be_withdrawn_by(by):
            raise EditRefused(_("An idea can be taken back by its author as long as nobody has answered."))
        self.hide(by=by)
        self.delete()

    def may_be_withdrawn_by(self, visitor: Visitor) -> bool:
        """Whether it is the visitor's own and nobody else has said anything yet."""
        if self.author_id != visitor.pk or self.closed_at or self.state not in (State.PUBLISHED, State.PENDING):
            return False
        return not self.answers.exists() and not self.comments.exclude(author_id=self.author_id).exists()

    @transaction.atomic
    def answer(
        self,
        *,
        by: Person,
        status: AnswerStatus,
        body: str,
        decided_by: str = "",
        passed_to: str = "",
        planned_until: str = "",
        at: datetime | None = None,
    ) -> Answer:
        """The administration answers and says where it stands.

        Raises AnswerRefused for people without `ideas.answer`, when a decision does
        not say who decided, and when passing on does not say to whom.
        """
        self.refuse_unless_open()
        refuse_half_an_answer(by, status, decided_by, passed_to)
        given = Answer.objects.create(
            contribution_id=self.pk,
            author=by,
            status=status,
            body=body,
            decided_by=decided_by.strip(),
            passed_to=passed_to.strip() if status == AnswerStatus.PASSED_ON else "",
            planned_until=planned_until.strip() if status == AnswerStatus.PLANNED else "",
            created_at=at or timezone.now(),
        )
        self.status = status
        Idea.objects.filter(pk=self.pk).update(status=status)
        signals.answer_published.send(Answer, answer=given, contribution=self, by=by)
        return given


def refuse_half_an_answer(by: Person, status: AnswerStatus, decided_by: str, passed_to: str) -> None:
    """Raises AnswerRefused with what is missing."""
    if not by.may("ideas.answer"):
        raise AnswerRefused(_("Only the administration may give an official answer."))
    for field, sentence in lacking_in_answer(status, decided_by, passed_to).items():
        raise AnswerRefused(sentence, field=field)


def lacking_in_answer(status: AnswerStatus, decided_by: str, passed_to: str) -> dict[str, object]:
    """Everything that residents need to know of such an answer and that is missing: a sentence for each field."""
    lacking: dict[str, object] = {}
    if status in DECIDED and not decided_by.strip():
        lacking["decided_by"] = _("Please say who decided this, for example the council or a department.")
    if status == AnswerStatus.PASSED_ON and not passed_to.strip():
        lacking["passed_to"] = _("Please say to whom it was passed on.")
    return lacking


def ideas_for(visitor: Visitor) -> ContributionQuerySet:
    """Ideas this visitor may read, with what a card shows, in one query."""
    readable = cast("ContributionQuerySet", Idea.objects.visible_to(visitor))
    return readable.select_related("author", "topic").order_by("-published_at")


def unanswered() -> ContributionQuerySet:
    """Open ideas that wait for the administration's first answer."""
    waiting = Idea.objects.filter(state=State.PUBLISHED, closed_at=None, answers=None)
    return cast("ContributionQuerySet", waiting)


def ideas_like(title: str, visitor: Visitor) -> ContributionQuerySet:
    """At most four ideas that could be meant by this title, nearest first."""
    words = " ".join(title.replace("\0", " ").split())[:120]
    found = ideas_for(visitor).filter(state=State.PUBLISHED)
    return alike(found, words)[:MOST_ALIKE] if len(words) >= SHORTEST else found.none()
