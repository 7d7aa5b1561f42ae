"""Collecting figures: one scope per place, a handful of questions, numbers only."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from platform_core import registry
from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.comments.models import Comment
from platform_core.contributions.models import Answer, AnswerStatus, Contribution, State
from platform_core.files.models import Attachment
from platform_core.legal.completeness import missing_in
from platform_core.moderation.items import count_open
from platform_core.place import WITHOUT_TABLES
from platform_core.scope import current, place_scope, platform_scope
from provisioning.care.attention import ANSWER_DAYS, keys_of, urgency_of
from provisioning.care.models import Figures, WeeklyFigures
from provisioning.schema.migrate import fingerprint
from tenants.addresses import place_of, tenants

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from platform_core.place import Place
    from tenants.models import Tenant

logger = logging.getLogger(__name__)
WEEKS_AT_FIRST, WEEKS_AGAIN = 26, 2
SHOWN = (State.PUBLISHED, State.ARCHIVED)
PROMISED = (AnswerStatus.REVIEW, AnswerStatus.PLANNED)


@dataclass(slots=True)
class Counted:
    """What was found inside of a place."""

    figures: dict[str, Any] = field(default_factory=dict)
    weeks: list[Week] = field(default_factory=list)


@dataclass(slots=True)
class Week:
    """Sums of one week."""

    week: date
    contributions: int = 0
    comments: int = 0
    answers: int = 0
    active_people: int = 0


def collect(tenant: Tenant | UUID) -> Figures | None:
    """Count anew in one place; None for a place that has no tables (any more). Opens its own scopes."""
    with platform_scope():
        row = tenants().exclude(state__in=WITHOUT_TABLES).filter(pk=getattr(tenant, "pk", tenant)).first()
        if row is None:
            return None
        place = place_of(row)
        is_first = not WeeklyFigures.objects.filter(tenant=row).exists()
        failed = failed_jobs([row.schema_name]).get(row.schema_name, 0)
    counted = _counted(place, WEEKS_AT_FIRST if is_first else WEEKS_AGAIN)
    with platform_scope(), transaction.atomic():
        return _store(row, place, counted, failed)


def collect_all() -> int:
    """Count anew in every place that has tables; how many there were. One that fails does not stop the others."""
    with platform_scope():
        keys = list(tenants().exclude(state__in=WITHOUT_TABLES).order_by("pk").values_list("pk", flat=True))
    done = 0
    for key in keys:
        try:
            done += collect(key) is not None
        except DatabaseError:
            logger.exception("No figures of the place %s", key)
    return done


def weigh(tenant: Tenant) -> None:
    """Say anew what needs somebody here, by the figures that are there; of a new place this is the first row.

    Nothing is counted: nobody is in a new place yet, and what was counted in another one stays.
    """
    with platform_scope():
        row = tenants().select_related("figures").get(pk=tenant.pk)
        known = getattr(row, "figures", None)
        _store(row, place_of(row), Counted(), known.failed_jobs if known else 0)


def failed_jobs(schemas: list[str]) -> Mapping[str, int]:
    """How many jobs of these places were given up, by schema. In the platform's scope."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    found = ProcrastinateJob.objects.filter(status="failed", args__schema__in=schemas)
    return dict(found.values_list("args__schema").annotate(Count("id")).order_by())


def _store(row: Tenant, place: Place, counted: Counted, failed: int) -> Figures:
    figures = Figures.objects.filter(tenant=row).first() or Figures(tenant=row)
    invited = row.invitations.good().filter(role=Role.ADMIN).exists()
    for name, value in counted.figures.items():
        setattr(figures, name, value)
    figures.failed_jobs = failed
    figures.legal_missing = len({need.field for need in missing_in(place)})
    figures.attention = keys_of(figures, row, is_behind=_is_behind(row, place), is_invited=invited)
    figures.urgency = urgency_of(figures)
    figures.collected_at = timezone.now()
    figures.save()
    for week in counted.weeks:
        values = asdict(week)
        WeeklyFigures.objects.update_or_create(tenant=row, week=values.pop("week"), defaults=values)
    return figures


def _is_behind(row: Tenant, place: Place) -> bool:
    with place_scope(place, ddl=True):  # for the names of its apps; nothing is asked
        return row.schema_version != fingerprint(current().apps)


def _counted(place: Place, weeks: int) -> Counted:
    """Empty when the tables do not fit to this code: then the earlier figures stay."""
    try:
        with place_scope(place), transaction.atomic():
            return Counted(_figures(place), _weeks(place, weeks))
    except DatabaseError as problem:
        logger.warning("%s could not be counted: %s", place.slug, problem)
        return Counted()


def _figures(place: Place) -> dict[str, Any]:
    said = Comment.objects.filter(state=State.PUBLISHED, removed_at=None)
    figures: dict[str, Any] = {
        **_people(),
        **_contributions(place),
        **said.aggregate(comments=Count("pk"), last_comment=Max("created_at")),
        **Answer.objects.aggregate(last_answer_at=Max("created_at")),
        "storage_bytes": Attachment.objects.aggregate(sum=Sum("size"))["sum"] or 0,
        "waiting": count_open(),
    }
    moments = (figures.pop("last_comment"), figures.pop("last_contribution"), figures["last_answer_at"])
    return figures | {"last_activity_at": max(filter(None, moments), default=None)}


def _people() -> dict[str, int]:
    here = Person.objects.filter(is_active=True, account_since__isnull=False)
    admin = Q(held_roles__role=Role.ADMIN)
    found: dict[str, int] = here.aggregate(
        people=Count("pk", distinct=True), admins=Count("pk", filter=admin, distinct=True)
    )
    return found


def _contributions(place: Place) -> dict[str, Any]:
    answers = Answer.objects.filter(contribution=OuterRef("pk"))
    newest = answers.order_by("-created_at", "-pk").values("status")[:1]
    still_open = Q(state=State.PUBLISHED, closed_at=None)
    silent = still_open & Q(kind__in=answered_kinds(place), is_answered=False)
    late = timezone.now() - timedelta(days=ANSWER_DAYS)
    found = Contribution.objects.annotate(is_answered=Exists(answers), status_now=Subquery(newest))
    counted: dict[str, Any] = found.aggregate(
        contributions=Count("pk", filter=Q(state__in=SHOWN)),
        last_contribution=Max("published_at", filter=Q(state__in=SHOWN)),
        unanswered=Count("pk", filter=silent),
        oldest_unanswered_at=Min("published_at", filter=silent),
        overdue=Count("pk", filter=silent & Q(published_at__lt=late)),
        open_promises=Count("pk", filter=still_open & Q(status_now__in=PROMISED)),
    )
    return counted


def answered_kinds(place: Place) -> list[str]:
    """The kinds of contributions that the administration answers: those of modules with a permission for it."""
    answering = (
        module
        for module in registry.modules_of(place)
        if any(permission.name.endswith(".answer") for permission in module.permissions)
    )
    return [str(kind.model._meta.model_name) for module in answering for kind in module.kinds]


def _weeks(place: Place, weeks: int) -> list[Week]:
    """The last weeks by the place's own clock, the present one included."""
    today = timezone.now().astimezone(place.zone).date()
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    found = {first + timedelta(weeks=number): Week(first + timedelta(weeks=number)) for number in range(weeks)}
    since = timezone.now() - timedelta(weeks=weeks + 1)
    people: dict[date, set[UUID]] = {}
    for name, moment, rows in _written(since):
        week = TruncWeek(moment, tzinfo=place.zone)
        for begin, author, count in rows.values_list(week, "author").annotate(Count("pk")).order_by():
            if begin.date() in found:
                sums = found[begin.date()]
                setattr(sums, name, getattr(sums, name) + count)
                people.setdefault(begin.date(), set()).add(author)
    for begin, authors in people.items():
        found[begin].active_people = len(authors)
    return list(found.values())


def _written(since: datetime) -> list[tuple[str, str, Any]]:
    said = Comment.objects.filter(state=State.PUBLISHED, removed_at=None, created_at__gte=since)
    return [
        ("contributions", "published_at", Contribution.objects.filter(state__in=SHOWN, published_at__gte=since)),
        ("comments", "created_at", said),
        ("answers", "created_at", Answer.objects.filter(created_at__gte=since)),
    ]
