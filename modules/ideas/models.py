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
)
from platform_core.files.actions import hang_on
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from platform_core.contributions.models import Visitor


class AnswerRefused(Refusal):
    """An official answer that this person may not give, or that lacks what residents need to know."""


class EditRefused(Refusal):
    """A change that is no longer possible."""


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
    def submit(
        cls,
        *,
        by: Person,
        title: str,
        body: str,
        place_name: str = "",
        lat: float | None = None,
        lon: float | None = None,
        files: Sequence[str] = (),
        alts: Mapping[str, str] | None = None,
    ) -> Idea:
        """Publish a new idea in the person's voice, with their loose files. Raises UploadRefused for too many."""
        idea = cls(author=by, voice=by.voice, title=title, body=body, place_name=place_name, lat=lat, lon=lon)
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
        place_name: str,
        lat: float | None = None,
        lon: float | None = None,
    ) -> None:
        """Change text and place. Raises EditRefused for others, and once the administration has answered."""
        if not self.may_be_edited_by(by):
            raise EditRefused(_("Only the author may change an idea, and only until the administration answers."))
        self.keep_revision(by=by)
        self.title, self.body, self.place_name = title, body, place_name
        self.lat, self.lon = lat, lon
        self.changed_at = timezone.now()
        self.publish_change(by=by)

    def may_be_edited_by(self, visitor: Visitor) -> bool:
        return self.is_open and self.author_id == visitor.pk and not self.answers.exists()

    @transaction.atomic
    def answer(
        self, *, by: Person, status: AnswerStatus, body: str, decided_by: str = "", at: datetime | None = None
    ) -> Answer:
        """The administration answers and says where it stands.

        Raises AnswerRefused for people without `ideas.answer`, and when a
        decision does not say who decided.
        """
        self.refuse_unless_open()
        if not by.may("ideas.answer"):
            raise AnswerRefused(_("Only the administration may give an official answer."))
        if status in DECIDED and not decided_by.strip():
            raise AnswerRefused(_("Please say who decided this, for example the council or a department."))
        given = Answer.objects.create(
            contribution_id=self.pk,
            author=by,
            status=status,
            body=body,
            decided_by=decided_by.strip(),
            created_at=at or timezone.now(),
        )
        self.status = status
        Idea.objects.filter(pk=self.pk).update(status=status)
        signals.answer_published.send(Answer, answer=given, contribution=self, by=by)
        return given


def ideas_for(visitor: Visitor) -> ContributionQuerySet:
    """Ideas this visitor may read, with what a card shows, in one query."""
    readable = cast("ContributionQuerySet", Idea.objects.visible_to(visitor))
    return readable.select_related("author").order_by("-published_at")
