"""Admins of a new place are there from the start, and hear of it by mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from platform_core.accounts.models import HeldRole, Person
from platform_core.accounts.roles import Role
from platform_core.jobs.mail import queue_mail
from platform_core.scope import place_scope
from platform_core.web.sender import sender
from provisioning.care.local import drop_unproven_ways_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.place import Place

URLCONF = "platform_core.urls.place"


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who is to look after a place."""

    email: str
    name: str


def missing_admins(place: Place, admins: Iterable[Admin]) -> list[Admin]:
    """Those who are not admins of the place yet, each address once."""
    by_address = {admin.email.lower(): admin for admin in admins}
    with place_scope(place):
        held = HeldRole.objects.filter(role=Role.ADMIN, person__email__in=by_address)
        there = set(held.values_list("person__email", flat=True))
    return [admin for address, admin in by_address.items() if address not in there]


def invite(place: Place, admins: Iterable[Admin]) -> None:
    """Make them admins of the place and write to those who were none; within the open transaction."""
    missing = missing_admins(place, admins)
    with place_scope(place):
        for admin in missing:
            person = Person.objects.filter(email=admin.email.lower()).first()
            if person is None:
                person = Person.objects.create_person(email=admin.email, name=admin.name)
            drop_unproven_ways_in(person, person.email)  # somebody else may have claimed the address, waiting for this
            person.open_account()
            person.grant([Role.ADMIN])
            with translation.override(place.language), timezone.override(place.zone):
                _write_to(person, place)


def _write_to(person: Person, place: Place) -> None:
    subject = translation.gettext("You look after %(place)s") % {"place": place.name}
    words = {
        "place": place,
        "sender": sender(),
        "name": person.name,
        "sign_in_url": place.link(reverse("account_request_login_code", urlconf=URLCONF)),
        "subject": subject,
    }
    queue_mail(
        to=person.email,
        subject=subject,
        text=render_to_string("provisioning/mail/invitation.txt", words).strip() + "\n",
        html=render_to_string("provisioning/mail/invitation.html", words).strip(),
        reply_to=place.body.email,
    )
