"""Opening and closing cases, for whoever knows that something is owed: listeners, moderation, modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from platform_core import registry
from platform_core.contributions.numbers import Counter
from platform_core.inbox import signals
from platform_core.inbox.models import Case, Outcome, Party
from platform_core.scope import current_place

if TYPE_CHECKING:
    from datetime import date, datetime

    from platform_core.accounts.models import Person
    from platform_core.comments.models import Comment
    from platform_core.contract import Clock
    from platform_core.contributions.models import Contribution
    from platform_core.inbox.models import CaseQuerySet, Sort

COUNTER = "case"


@transaction.atomic
def open_case(
    sort: Sort,
    *,
    contribution: Contribution | None = None,
    comment: Comment | None = None,
    title: str = "",
    due_on: date | None = None,
    at: datetime | None = None,
    by: Person | None = None,
) -> Case:
    """The open case of this sort about the thing; made when there is none. `at` is since when it waits."""
    thing = contribution or (comment.contribution if comment else None)
    if known := _open(sort, contribution=contribution, comment=comment).first():
        return known
    number = Counter.next_number(COUNTER)  # its lock also keeps two at once apart
    if known := _open(sort, contribution=contribution, comment=comment).first():
        return known
    case = Case.objects.create(
        number=number,
        sort=sort,
        kind=thing.kind if thing else "",
        contribution_id=thing.pk if thing else None,
        comment=comment,
        title=(title or (thing.title if thing else ""))[:160],
        due_on=due_on,
        opened_at=at or timezone.now(),
    )
    signals.case_opened.send(Case, case=case, by=by)
    return case


@transaction.atomic
def close_case(
    sort: Sort,
    *,
    contribution: Contribution | None = None,
    comment: Comment | None = None,
    outcome: str = Outcome.DECIDED,
    by: Person | None = None,
) -> Case | None:
    """Close the open case of this sort about the thing; None when there is none."""
    case = _open(sort, contribution=contribution, comment=comment).select_for_update(of=("self",)).first()
    if case is not None:
        finish(case, outcome, by=by)
    return case


@transaction.atomic
def finish(case: Case, outcome: str, *, by: Person | None = None) -> None:
    """Close a case; nobody owes anything any more. A closed one stays as it is."""
    if not case.is_open:
        return
    case.closed_at = case.changed_at = timezone.now()
    case.outcome, case.owes = outcome, Party.NOBODY
    case.paused_at, case.pause_reason, case.days_left = None, "", None
    case.save()
    signals.case_closed.send(Case, case=case, by=by)


def _open(sort: Sort, *, contribution: Contribution | None, comment: Comment | None) -> CaseQuerySet:
    if comment is not None:
        return Case.objects.open().filter(sort=sort, comment=comment)
    if contribution is not None:
        return Case.objects.open().filter(sort=sort, contribution_id=contribution.pk, comment=None)
    return Case.objects.none()


def clock_of(contribution: Contribution) -> Clock | None:
    """The answer clock of its kind; None where nobody owes an answer, or its module is off."""
    return registry.clocks_of(current_place()).get(contribution.kind)
