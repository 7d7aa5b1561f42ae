"""What in a place needs somebody: keys that lists filter by, and marks that people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from platform_core.place import PlaceKind, PlaceState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from provisioning.care.models import Figures
    from tenants.models import Tenant

ANSWER_DAYS = 14  # after that many days people have waited too long for a first answer
QUIET_WEEKS = 4
LONG = 21  # days without any answer from which on it is urgent
#: Keys with a short name for filters, the most urgent first.
TITLES = {
    "schema_problem": gettext_lazy("Update failed"),
    "failed_job": gettext_lazy("Job failed"),
    "no_admin": gettext_lazy("No admin"),
    "no_answer": gettext_lazy("Long without an answer"),
    "overdue": gettext_lazy("Answers overdue"),
    "legal_missing": gettext_lazy("Legal pages incomplete"),
    "admin_invited": gettext_lazy("Admin invited, not there yet"),
    "one_admin": gettext_lazy("Only one admin"),
    "old_version": gettext_lazy("On an older version"),
    "quiet": gettext_lazy("Quiet for weeks"),
}
WEIGHTS = {
    "schema_problem": 1000,
    "failed_job": 500,
    "no_admin": 400,
    "no_answer": 100,
    "overdue": 60,
    "legal_missing": 50,
    "admin_invited": 40,
    "one_admin": 30,
    "old_version": 20,
    "quiet": 10,
}
DANGER = frozenset({"schema_problem", "failed_job", "no_admin"})
PUBLIC = frozenset({PlaceState.ACTIVE, PlaceState.READ_ONLY})


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that needs somebody; `tone` is a status pair of the design: danger or warn."""

    key: str
    text: str
    tone: str


def attention_of(figures: Figures) -> list[Mark]:
    """The marks of a place, the most urgent first; asks no database."""
    marks = [Mark(key, _text(key, figures), _tone(key, figures)) for key in figures.attention if key in TITLES]
    return sorted(marks, key=lambda mark: (mark.tone != "danger", list(TITLES).index(mark.key)))


def keys_of(figures: Figures, tenant: Tenant, *, is_behind: bool, is_invited: bool) -> list[str]:
    """What needs somebody here, as keys; `is_invited`: an invitation to be admin can still be accepted."""
    return [*_technical(figures, tenant, is_behind=is_behind), *_human(figures, tenant, is_invited=is_invited)]


def urgency_of(figures: Figures) -> int:
    """A number to sort by: what is worse, and what has waited longer, comes first. 0 when nothing needs anybody."""
    if not figures.attention:
        return 0
    return sum(WEIGHTS[key] for key in figures.attention) + min(days_without_answer(figures), 365)


def days_without_answer(figures: Figures, now: datetime | None = None) -> int:
    """Days since the last answer, while something waits for one; 0 when nothing does."""
    if not figures.unanswered or figures.oldest_unanswered_at is None:
        return 0
    since = max(filter(None, (figures.oldest_unanswered_at, figures.last_answer_at)))
    return max(0, ((now or timezone.now()) - since).days)


def quiet_weeks(figures: Figures, now: datetime | None = None) -> int:
    """Whole weeks in which nobody wrote anything."""
    if figures.last_activity_at is None:
        return 0
    return max(0, ((now or timezone.now()) - figures.last_activity_at).days // 7)


def _technical(figures: Figures, tenant: Tenant, *, is_behind: bool) -> Iterator[str]:
    if tenant.schema_problem:
        yield "schema_problem"
    elif is_behind:
        yield "old_version"
    if figures.failed_jobs:
        yield "failed_job"


def _human(figures: Figures, tenant: Tenant, *, is_invited: bool) -> Iterator[str]:
    if tenant.state not in {*PUBLIC, PlaceState.PREPARING}:
        return
    if figures.legal_missing:
        yield "legal_missing"
    if tenant.state != PlaceState.ACTIVE:
        return
    if not figures.admins:
        yield "admin_invited" if is_invited else "no_admin"
    elif figures.admins == 1:  # somebody must be there when the other is ill
        yield "one_admin"
    if days_without_answer(figures) >= ANSWER_DAYS:
        yield "no_answer"
    elif figures.overdue:
        yield "overdue"
    if tenant.kind != PlaceKind.REGION and _is_quiet(figures, tenant):
        yield "quiet"


def _is_quiet(figures: Figures, tenant: Tenant) -> bool:
    last = figures.last_activity_at or tenant.created_at
    return timezone.now() - last >= timedelta(weeks=QUIET_WEEKS)


def _tone(key: str, figures: Figures) -> str:
    is_long = key == "no_answer" and days_without_answer(figures) >= LONG
    return "danger" if key in DANGER or is_long else "warn"


def _text(key: str, figures: Figures) -> str:
    count = {
        "no_answer": days_without_answer(figures),
        "overdue": figures.overdue,
        "failed_job": figures.failed_jobs,
        "legal_missing": figures.legal_missing,
        "quiet": quiet_weeks(figures),
    }.get(key, 0)
    match key:
        case "no_answer":
            return ngettext("%(count)d day without an answer", "%(count)d days without an answer", count) % {
                "count": count
            }
        case "overdue":
            return ngettext("%(count)d answer overdue", "%(count)d answers overdue", count) % {"count": count}
        case "failed_job":
            return ngettext("%(count)d job failed", "%(count)d jobs failed", count) % {"count": count}
        case "legal_missing":
            return ngettext("%(count)d legal fact missing", "%(count)d legal facts missing", count) % {"count": count}
        case "quiet" if count:
            return ngettext("quiet for %(count)d week", "quiet for %(count)d weeks", count) % {"count": count}
    return _plain(key)


def _plain(key: str) -> str:
    return {
        "schema_problem": _("Update failed"),
        "no_admin": _("no admin"),
        "admin_invited": _("admin invited"),
        "one_admin": _("only one admin"),
        "old_version": _("older version"),
        "quiet": _("nothing written yet"),
    }[key]
