"""What the platform tells the people of a place: announcements, and maintenance that is ahead. Asks nothing when there is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.place import Closure, Place

register = template.Library()


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence on top of a page."""

    tone: str
    text: str


@register.filter
def told_to(place: Place | None, visitor: Any) -> list[Told]:
    """What this visitor reads on top of the pages of this place right now."""
    if not place or not (place.notices or place.closures):
        return []
    now = timezone.now()
    holding = [each for each in place.notices if each.holds(now)]
    is_admin = any(each.for_admins for each in holding) and isinstance(visitor, Person) and Role.ADMIN in visitor.roles
    english = (get_language() or "").startswith("en")
    told = [
        Told(each.tone, (english and each.text_en) or each.text) for each in holding if is_admin or not each.for_admins
    ]
    return [Told("warn", _ahead(each)) for each in place.closures if each.is_ahead(now)] + told


def _ahead(closure: Closure) -> str:
    begin, end = timezone.localtime(closure.begin), timezone.localtime(closure.end)
    until = date_format(end, "TIME_FORMAT" if begin.date() == end.date() else "SHORT_DATETIME_FORMAT")
    said = _("Maintenance is ahead: from %(begin)s until %(end)s nobody reaches this place.")
    return " ".join(filter(None, (said % {"begin": _full(begin), "end": until}, closure.note)))


def _full(moment: datetime) -> str:
    return date_format(moment, "DATETIME_FORMAT")
