"""A day and a time on the clocks of the place, and the moment that they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FURTHEST = timedelta(days=730)


class NoSuchMoment(Refusal):
    """A time that no clock of the place will show, or one that is too far away."""


def moment_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of `zone` show this. Of two such moments in autumn, the first.

    What is over gives a moment that is over. Raises NoSuchMoment for the hour
    that is left out in spring, and for a day more than two years ahead.
    """
    today = timezone.localdate(timezone=zone)
    if day > today + FURTHEST:
        raise NoSuchMoment(_("Please choose a day within the next two years."))
    if day < today:
        return datetime.combine(today - timedelta(days=1), clock, zone)
    wanted = datetime.combine(day, clock, zone)
    if wanted.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wanted.replace(tzinfo=None):
        raise NoSuchMoment(_("This time does not exist on that day: the clocks go forward. Please choose another one."))
    return wanted


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as people of the place say it, with the weekday: Saturday, 12 December 2026, 8:00."""
    local = timezone.localtime(moment, zone)
    return _("%(day)s at %(time)s") % {
        "day": date_format(local, _("l, j F Y")),
        "time": date_format(local, "TIME_FORMAT"),
    }
