"""Who works in the panel, and which places they may see: the one door to places for every page of it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from platform_core.accounts.models import Person
from platform_core.web.request import Request
from platform_core.web.signin import person_of, signed_in
from provisioning.control_panel.menu import MenuEntry, entries
from tenants.addresses import tenants
from tenants.models import Agency, Staff, Tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpResponse

    type View[**P] = Callable[P, HttpResponse]


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work in the panel: an operator, or a member of agencies."""

    person: Person
    is_operator: bool
    own: frozenset[Any]

    @property
    def agencies(self) -> QuerySet[Agency]:
        """The agencies they work for; all of them for an operator."""
        found = Agency.objects.order_by("name")
        return found if self.is_operator else found.filter(pk__in=self.own)

    def tenants(self) -> QuerySet[Tenant]:
        """The places they may see."""
        return tenants() if self.is_operator else tenants().filter(agency__in=self.own)

    def tenant(self, slug: str) -> Tenant:
        """One of their places. Raises Http404 for any other, whether it exists or not."""
        return get_object_or_404(self.tenants(), slug=slug)

    def agency(self, slug: str) -> Agency:
        """One of their agencies. Raises Http404 for any other."""
        return get_object_or_404(self.agencies, slug=slug)

    def menu(self, path: str) -> list[MenuEntry]:
        """The sections of the panel, with the one they are in marked."""
        return entries(path)


class DeskRequest(Request):
    """For annotations: a request that has passed `panel_view`."""

    desk: Desk


def desk_of(person: Person) -> Desk | None:
    """The desk of a person; None for somebody who works neither for the platform nor for an agency."""
    rows = list(Staff.objects.filter(person=person).values_list("agency_id", flat=True))
    if not rows or not person.is_active:
        return None
    return Desk(person, is_operator=None in rows, own=frozenset(rows) - {None})


def has_second_factor(person: Person) -> bool:
    """Whether signing in asked them for a second factor, or none is asked for on this machine."""
    return not settings.SECOND_FACTOR or bool(get_adapter().is_mfa_enabled(person))


def second_factor[**P](view: View[P]) -> View[P]:
    """Only for people who are signed in and have a second factor; others set one up first."""

    @signed_in
    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        if not has_second_factor(person_of(args[0])):
            return redirect("mfa_activate_totp")
        return view(*args, **kwargs)

    return guarded


def panel_view[**P](view: View[P]) -> View[P]:
    """For operators and members of agencies: their `Desk` is `request.desk`. Nothing is here for anybody else."""

    @second_factor
    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        request: DeskRequest = args[0]
        desk = desk_of(person_of(request))
        if desk is None:
            raise Http404
        request.desk = desk
        return view(*args, **kwargs)

    return guarded


def operators_only[**P](view: View[P]) -> View[P]:
    """For operators; the page does not exist for members of agencies."""

    @panel_view
    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        if not args[0].desk.is_operator:
            raise Http404
        return view(*args, **kwargs)

    return guarded
