"""Small drawings and words of the caretaker's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from theming.drawing.chart import sparkline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

register = template.Library()
STATUS = {
    "todo": gettext_lazy("waits"),
    "doing": gettext_lazy("is running"),
    "failed": gettext_lazy("given up"),
    "aborted": gettext_lazy("cancelled"),
    "cancelled": gettext_lazy("cancelled"),
    "succeeded": gettext_lazy("done"),
}


@register.simple_tag
def spark(weeks: Sequence[int]) -> SafeString | str:
    """What was written in the last weeks, as a line with its sum in words."""
    if not weeks:
        return ""
    said = ngettext("%(total)d written in %(weeks)d week", "%(total)d written in %(weeks)d weeks", len(weeks))
    return sparkline(weeks, title=said % {"total": sum(weeks), "weeks": len(weeks)})


@register.simple_tag
def job_status(status: str) -> str:
    """How far a job is."""
    return str(STATUS.get(status, _("unknown")))
