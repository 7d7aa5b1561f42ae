"""The desk: everything that local staff look after, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from platform_core.desk.entries import desk_of, entries_for
from platform_core.desk.guard import staff_only
from platform_core.web.signin import person_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.accounts.models import Person
    from platform_core.web.request import Request


def has_a_desk(person: Person) -> bool:
    """Whether anything on the desk is for this person."""
    return bool(entries_for(person))


@staff_only(has_a_desk)
@require_safe
def desk(request: Request) -> HttpResponse:
    """The entries for this person, with what waits there."""
    shown = [
        {"entry": each.entry, "waiting": each.waiting, "url": reverse(each.entry.url_name)}
        for each in desk_of(person_of(request))
    ]
    return render(request, "desk/desk.html", {"entries": shown})
