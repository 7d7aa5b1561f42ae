"""Working days as offices count them: not Saturdays, not Sundays, not the public holidays of the Land.

The Land follows from the first two digits of a place's key. A place without a
Land has only the holidays that all of Germany shares.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import holidays
from django.utils import timezone

from platform_core.legal.authorities import land_of

if TYPE_CHECKING:
    from platform_core.place import Place

LANDS = frozenset(holidays.list_supported_countries()["DE"])
SATURDAY = 5
A_DAY = timedelta(days=1)


def land_code(place: Place) -> str:
    """The two letters of the place's Land, such as `NW`; empty where it has none."""
    land = land_of(place.ags, place.body.land)
    return land.code if land and land.code in LANDS else ""


def today(place: Place) -> date:
    """The day it is by the place's own clock."""
    return timezone.now().astimezone(place.zone).date()


@functools.lru_cache(maxsize=512)
def _holidays(land: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=land or None, years=year))


def is_working_day(day: date, land: str) -> bool:
    """Whether offices in this Land (two letters, or empty) work on that day."""
    return day.weekday() < SATURDAY and day not in _holidays(land, day.year)


def add_working_days(day: date, number: int, land: str) -> date:
    """The working day that is `number` of them after `day`; 0 is the day itself, or the next one on which is worked."""
    while number > 0 or not is_working_day(day, land):
        day += A_DAY
        number -= is_working_day(day, land)
    return day


def working_days_between(begin: date, end: date, land: str) -> int:
    """How many working days come after `begin`, up to `end` and with it; below zero when `end` lies before."""
    if end < begin:
        return -working_days_between(end, begin, land)
    days = (begin + A_DAY * n for n in range(1, (end - begin).days + 1))
    return sum(is_working_day(day, land) for day in days)
