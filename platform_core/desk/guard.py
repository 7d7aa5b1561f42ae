"""Pages for local staff: strangers sign in first, everybody else finds nothing there."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django.http import Http404

from platform_core.accounts.roles import Role
from platform_core.web.signin import person_of, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from platform_core.accounts.models import Person

    type May = Callable[[Person], bool]


def is_admin(person: Person) -> bool:
    """Whether the person is a local admin of the place in scope."""
    return Role.ADMIN in person.roles


def may(permission: str) -> May:
    """A test for a permission that a module declares."""
    return lambda person: person.may(permission)


def staff_only[**P](allowed: May) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Only for people for whom `allowed` says yes; the page does not exist for others."""

    def decorate(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @signed_in
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(person_of(args[0])):
                raise Http404
            return view(*args, **kwargs)

        return guarded

    return decorate
