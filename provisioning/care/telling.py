"""Telling people of places something, and closing places for a while: what holds is computed from times, no job is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.audit.actor import acting
from platform_core.audit.record import record
from platform_core.place import WITHOUT_TABLES, Closure, Notice
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.care.models import Announcement, Audience, Maintenance, Tone
from tenants.addresses import TenantDirectory, place_of
from tenants.log import record_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.models import Agency, Tenant

LONGEST_WINDOW = timedelta(days=3)
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class TellingRefused(Refusal):
    """An announcement or a maintenance window that cannot be."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which places: chosen ones, all of an agency, or all there are. `owner` is the agency whose member asks."""

    tenants: Sequence[Tenant] = ()
    agency: Agency | None = None
    everywhere: bool = False
    owner: Agency | None = None


def announce(  # one for each thing that is said about it
    *,
    reach: Reach,
    text: str,
    ends_at: datetime,
    text_en: str = "",
    starts_at: datetime | None = None,
    tone: str = Tone.INFO,
    audience: str = Audience.ADMINS,
) -> Announcement:
    """Show a sentence on the pages of places from now, or from a moment on, until another. Raises TellingRefused."""
    begin = starts_at or timezone.now()
    _check(reach, begin, ends_at)
    if not text.strip():
        raise TellingRefused(_("Please write what people shall read."))
    if tone not in Tone.values or audience not in Audience.values:
        allowed = ", ".join([*Tone.values, *Audience.values])
        raise TellingRefused(_("There is no such tone or audience. Allowed are: %(allowed)s.") % {"allowed": allowed})
    row = Announcement(text=text.strip()[:400], text_en=text_en.strip()[:400], tone=tone, audience=audience)
    return _keep(row, reach, begin, ends_at, "announcement.made", {"text": row.text, "audience": audience})


def end_announcement(*, announcement: Announcement) -> None:
    """Take an announcement away before its time."""
    _end(announcement, "announcement.ended", {"text": announcement.text})


def plan_maintenance(
    *, reach: Reach, starts_at: datetime, ends_at: datetime, announced_at: datetime | None = None, note: str = ""
) -> Maintenance:
    """Close places from a moment until another; pages say so from `announced_at` on. Raises TellingRefused."""
    _check(reach, starts_at, ends_at)
    if ends_at - starts_at > LONGEST_WINDOW:
        days = LONGEST_WINDOW.days
        raise TellingRefused(_("A maintenance window lasts at most %(days)d days. Plan several.") % {"days": days})
    row = Maintenance(announced_at=min(announced_at or timezone.now(), starts_at), note=note.strip()[:300])
    return _keep(row, reach, starts_at, ends_at, "maintenance.planned", {"from": starts_at, "until": ends_at})


def cancel_maintenance(*, maintenance: Maintenance) -> None:
    """Call a window off, or end one that holds; the places open at once."""
    _end(maintenance, "maintenance.cancelled", {"from": maintenance.starts_at, "until": maintenance.ends_at})


def extras(tenant: Tenant) -> dict[str, Any]:
    """What a place carries of all this, for as long as a process remembers it; see `TenantDirectory.extras`."""
    here = Q(everywhere=True) | Q(agency=tenant.agency_id) | Q(tenants=tenant)
    still = {"ended_at": None, "ends_at__gt": timezone.now()}
    told = Announcement.objects.filter(here, **still).distinct().order_by("starts_at", "pk")
    closed = Maintenance.objects.filter(here, **still).distinct().order_by("starts_at", "pk")
    return {
        "notices": tuple(
            Notice(
                text=row.text,
                text_en=row.text_en,
                tone=row.tone,
                for_admins=row.audience == Audience.ADMINS,
                begin=row.starts_at,
                end=row.ends_at,
            )
            for row in told
        ),
        "closures": tuple(Closure(row.announced_at, row.starts_at, row.ends_at, row.note) for row in closed),
    }


def _check(reach: Reach, begin: datetime, end: datetime) -> None:
    if not (reach.everywhere or reach.agency or reach.tenants):
        raise TellingRefused(_("Please choose at least one place."))
    if not (FIRST <= begin <= LAST and FIRST <= end <= LAST):
        raise TellingRefused(_("Please write moments between the years 2000 and 2200."))
    if end <= begin:
        raise TellingRefused(_("The end must lie after the beginning."))
    if end <= timezone.now():
        raise TellingRefused(_("The end lies in the past already."))


def _keep[Row: (Announcement, Maintenance)](  # both sorts of rows are kept alike
    row: Row, reach: Reach, begin: datetime, end: datetime, action: str, facts: dict[str, Any]
) -> Row:
    row.starts_at, row.ends_at, row.by = begin, end, acting().name
    row.everywhere, row.agency, row.owner = reach.everywhere, reach.agency, reach.owner
    with platform_scope(), transaction.atomic():
        row.save()
        row.tenants.set(() if reach.everywhere or reach.agency else reach.tenants)
        _note(row, action, after=facts)
        transaction.on_commit(TenantDirectory.forget)
    return row


def _end(row: Announcement | Maintenance, action: str, facts: dict[str, Any]) -> None:
    with platform_scope(), transaction.atomic():
        open_row = type(row).objects.select_for_update().filter(pk=row.pk, ended_at=None).first()
        if open_row is None:
            return
        open_row.ended_at = row.ended_at = timezone.now()
        open_row.save(update_fields=["ended_at"])
        _note(open_row, action, before=facts)
        transaction.on_commit(TenantDirectory.forget)


def _note(row: Announcement | Maintenance, action: str, **facts: Any) -> None:
    """In the logs of the chosen places; for a whole agency and for everybody one line of the platform's says it."""
    if row.everywhere or row.agency:
        record(action, subject=row.agency.name if row.agency else _("All places"), key=row.agency_id or "", **facts)
        return
    for tenant in row.tenants.exclude(state__in=WITHOUT_TABLES).select_related("agency", "body"):
        record_on(place_of(tenant), action, **facts)
