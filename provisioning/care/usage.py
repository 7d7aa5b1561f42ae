"""How one place is used, and how all places of somebody are doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from platform_core.place import WITHOUT_TABLES
from platform_core.scope import platform_scope
from provisioning.care.attention import TITLES, Mark, attention_of
from provisioning.care.figures import collect
from provisioning.care.models import Figures, WeeklyFigures
from tenants.addresses import place_of
from tenants.log import record_on
from theming.drawing.chart import Chart, Series

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from platform_core.place import Place
    from tenants.models import Tenant

WEEKS = 26
MOST_JOBS = 50


@dataclass(frozen=True, slots=True)
class Need:
    """One place that needs somebody."""

    tenant: Tenant
    place: Place
    figures: Figures
    marks: list[Mark]
    weeks: list[int]


def needs(here: QuerySet[Tenant]) -> QuerySet[Tenant]:
    """Those of these places that need somebody, the most urgent first."""
    found = here.exclude(state__in=WITHOUT_TABLES).select_related("figures")
    return found.filter(figures__urgency__gt=0).order_by("-figures__urgency", "name")


def counted(here: QuerySet[Tenant]) -> list[tuple[str, str, int]]:
    """For the filter: each sort of need with its title, and how many of these places have it."""
    rows = Figures.objects.filter(tenant__in=here.exclude(state__in=WITHOUT_TABLES).order_by().values("pk"))
    lists = rows.exclude(attention=[]).values_list("attention", flat=True)
    counts = dict.fromkeys(TITLES, 0)
    for keys in lists:
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
    return [(key, str(title), counts[key]) for key, title in TITLES.items() if counts[key]]


def need_rows(found: Iterable[Tenant]) -> list[Need]:
    """Rows of a page, with the contributions of the last weeks; two questions for all of them."""
    here = list(found)
    weeks: dict[UUID, list[int]] = {}
    for week in WeeklyFigures.objects.filter(tenant__in=here).order_by("tenant", "week"):
        weeks.setdefault(week.tenant_id, []).append(week.contributions + week.comments)
    return [
        Need(each, place_of(each), each.figures, attention_of(each.figures), weeks.get(each.pk, [])[-12:])
        for each in here
    ]


def weeks_of(here: QuerySet[Tenant]) -> Chart:
    """What was written in these places together, week by week."""
    rows = WeeklyFigures.objects.filter(tenant__in=here.order_by().values("pk")).order_by().values("week")
    sums = rows.annotate(a=Sum("contributions"), b=Sum("comments"), c=Sum("answers")).order_by("-week")[:WEEKS]
    return chart_of([(row["week"], row["a"], row["b"], row["c"]) for row in reversed(sums)])


def weeks_of_place(tenant: Tenant) -> Chart:
    """What was written in one place, week by week."""
    rows = tenant.weeks.order_by("-week").values_list("week", "contributions", "comments", "answers")[:WEEKS]
    return chart_of(list(rows)[::-1])


def chart_of(rows: list[Any]) -> Chart:
    """Contributions, comments and answers by week."""
    names = (_("Contributions"), _("Comments"), _("Official answers"))
    series = tuple(Series(name, tuple(row[place + 1] for row in rows)) for place, name in enumerate(names))
    total = sum(sum(each.values) for each in series)
    summary = ngettext("%(total)d in %(weeks)d week", "%(total)d in %(weeks)d weeks", len(rows)) % {
        "total": total,
        "weeks": len(rows),
    }
    labels = tuple(date_format(row[0], "j. M") for row in rows)
    return Chart("weeks", _("Written week by week"), summary, labels, series)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the panel shows it: what and when, never with what it carries."""

    key: int
    what: str
    status: str
    attempts: int
    at: Any


def jobs_of(tenant: Tenant) -> list[Job]:
    """The jobs of a place that wait, run or were given up, the newest first."""
    rows = ProcrastinateJob.objects.filter(args__schema=tenant.schema_name).order_by("-id")
    picked = rows.values_list("pk", "args__task", "status", "attempts", "scheduled_at")[:MOST_JOBS]
    return [Job(key, _plain(str(task or "")), status, attempts, at) for key, task, status, attempts, at in picked]


def _plain(path: str) -> str:
    """The name of a task, without the package around it."""
    words = path.rpartition(".")[2].replace("_", " ")
    known = {
        "send mail": _("Send a mail"),
        "deliver": _("Send notifications"),
        "check links": _("Check links in texts"),
    }
    return known.get(words, words)


def retry_job(*, tenant: Tenant, job: int) -> bool:
    """Let a job of this place that was given up run again; False when there is no such job."""
    with platform_scope(), transaction.atomic():
        theirs = ProcrastinateJob.objects.filter(pk=job, args__schema=tenant.schema_name, status="failed")
        task = theirs.values_list("args__task", flat=True).first()
        if task is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL"
                " WHERE id = %s AND status = 'failed'",
                [job],
            )
        record_on(place_of(tenant), "job.retried", after={"job": _plain(str(task))})
    collect(tenant)
    return True
