"""What happens elsewhere and what it means for cases: the wiring of the inbox in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from platform_core.accounts.roles import Voice
from platform_core.contributions import signals
from platform_core.contributions.models import AnswerStatus
from platform_core.inbox.calendar import add_working_days, land_code
from platform_core.inbox.cases import clock_of, close_case, finish, open_case
from platform_core.inbox.models import Case, Outcome, Party, Sort
from platform_core.scope import current_place

if TYPE_CHECKING:
    from datetime import date, datetime

    from platform_core.accounts.models import Person
    from platform_core.contract import Clock
    from platform_core.contributions.models import Answer, Contribution

#: Official answers that end a case, and as what.
ENDS = {
    AnswerStatus.DONE: Outcome.DONE,
    AnswerStatus.PLANNED: Outcome.PLANNED,
    AnswerStatus.PASSED_ON: Outcome.PASSED_ON,
    AnswerStatus.DECLINED: Outcome.DECLINED,
}
#: Whose contributions wait for an answer; the administration does not wait for itself.
ASKING = frozenset({Voice.RESIDENT, Voice.ASSOCIATION})


def listen() -> None:
    """Connect everything once, when the application starts."""
    signals.contribution_published.connect(on_published, dispatch_uid="inbox.published")
    signals.answer_published.connect(on_answer, dispatch_uid="inbox.answer")
    signals.contribution_closed.connect(on_closed, dispatch_uid="inbox.closed")


def on_published(*, contribution: Contribution, by: Person | None = None, **more: Any) -> None:
    """Whoever writes waits for an answer from the moment everybody can read it."""
    clock = clock_of(contribution)
    if clock is not None and contribution.voice in ASKING:
        since = contribution.published_at or timezone.now()
        open_case(Sort.ANSWER, contribution=contribution, due_on=due_day(clock, since), at=since, by=by)


def on_answer(*, answer: Answer, contribution: Contribution, by: Person | None = None, **more: Any) -> None:
    """An answer that says how it ends closes the case; another one starts the clock anew."""
    case = Case.objects.open().filter(sort=Sort.ANSWER, contribution_id=contribution.pk).select_for_update().first()
    clock = clock_of(contribution)
    if case is None or clock is None:
        return
    case.answered_at = case.answered_at or answer.created_at
    if outcome := ENDS.get(AnswerStatus(answer.status)):
        finish(case, outcome, by=by)
        return
    case.owes, case.due_on = Party.ADMINISTRATION, due_day(clock, answer.created_at)
    case.paused_at, case.pause_reason, case.days_left = None, "", None
    case.changed_at = timezone.now()
    case.save()


def on_closed(*, contribution: Contribution, by: Person | None = None, **more: Any) -> None:
    """Where nobody can say anything any more, nobody owes anything."""
    close_case(Sort.ANSWER, contribution=contribution, outcome=Outcome.DECIDED, by=by)


def due_day(clock: Clock, since: datetime) -> date:
    """By when the administration answers what is asked at `since`, in the place in scope."""
    place = current_place()
    return add_working_days(since.astimezone(place.zone).date(), clock.days, land_code(place))
