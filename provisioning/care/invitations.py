"""Asking people by mail to become admins of a place: the one way in, for orders and files, the panel and the API.

Nobody is an admin before they have opened the link: it proves that the mail is theirs.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.audit.actor import acting, acting_as, actor_of
from platform_core.jobs.mail import queue_mail
from platform_core.place import WITHOUT_TABLES
from platform_core.refusal import Refusal
from platform_core.scope import current_place, place_scope, platform_scope
from platform_core.web.sender import sender
from provisioning.care.figures import collect, weigh
from provisioning.care.local import proven_person
from provisioning.care.models import CareRole, Invitation
from provisioning.care.passes import TOKEN_BYTES, hashed
from tenants.addresses import place_of, tenants
from tenants.log import record_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.place import Place
    from provisioning.care.models import InvitationQuerySet
    from tenants.models import Tenant

PATH = "/einladung/{token}/"


class InvitationRefused(Refusal):
    """An invitation that cannot be sent, or is not good (any more)."""


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who is to look after a place."""

    email: str
    name: str


def missing_admins(tenant: Tenant, admins: Iterable[Admin]) -> list[Admin]:
    """Those who neither are admins of the place nor have a good invitation, each address once."""
    by_address = {admin.email.strip().lower(): admin for admin in admins}
    if not by_address:
        return []
    there: set[str] = set()
    with platform_scope():
        asked = tenant.invitations.good().filter(role=CareRole.ADMIN, email__in=by_address)
        there.update(asked.values_list("email", flat=True))
    if tenant.state not in WITHOUT_TABLES:
        with place_scope(place_of(tenant)):
            there.update(_admins_among(by_address))
    return [admin for address, admin in by_address.items() if address not in there]


def _admins_among(addresses: Iterable[str]) -> set[str]:
    """The addresses, first or further ones, with which admins of the place in scope sign in."""
    first = Person.objects.filter(held_roles__role=Role.ADMIN, email__in=addresses).values_list("email", flat=True)
    proven = EmailAddress.objects.filter(email__in=addresses, verified=True, user__held_roles__role=Role.ADMIN)
    return {*first, *proven.values_list("email", flat=True)}


def invite_missing(*, tenant: Tenant, admins: Iterable[Admin]) -> list[Invitation]:
    """Write to those of them who are neither there nor asked already; a second time this is nobody.

    Stands or falls with the transaction around it. An invitation that has expired is sent anew.
    """
    with platform_scope():
        row = tenants().get(pk=tenant.pk)
    return [invite(tenant=row, email=admin.email, name=admin.name) for admin in missing_admins(row, admins)]


def invite(*, tenant: Tenant, email: str, name: str, role: str = CareRole.ADMIN) -> Invitation:
    """Write to somebody that they may become an admin of the place; a second time sends a new link. Raises InvitationRefused."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as invalid:
        raise InvitationRefused(_("%(email)s is no e-mail address.") % {"email": email}) from invalid
    if tenant.state in WITHOUT_TABLES:
        raise InvitationRefused(
            _("%(place)s has no tables yet; invite people once it is made.") % {"place": tenant.name}
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = timezone.now()
    values = {
        "name": " ".join(name.split())[:80] or email.partition("@")[0],
        "role": role,
        "token_hash": hashed(token),
        "by": acting().name,
        "made_at": now,
        "expires_at": now + Invitation.LIFETIME,
    }
    with platform_scope(), transaction.atomic():
        made, _new = Invitation.objects.update_or_create(tenant=tenant, email=email, accepted_at=None, defaults=values)
        _send(made, token)
        weigh(tenant)
    return made


def _send(invitation: Invitation, token: str) -> None:
    place = place_of(tenants().get(pk=invitation.tenant_id))
    words = {"invitation": invitation, "place": place, "url": place.link(PATH.format(token=token))}
    with place_scope(place), translation.override(place.language):
        subject = _("Look after %(place)s with us") % {"place": place.name}
        words |= {
            "subject": subject,
            "name": invitation.name,
            "sender": sender(),
            "label": CareRole(invitation.role).label,
        }
        text = render_to_string("care/mail/invitation.txt", words)
        html = render_to_string("care/mail/invitation.html", words)
        answers_to = sender().reply_to or place.body.email
        queue_mail(to=invitation.email, subject=subject, text=text, html=html, reply_to=answers_to)
    record_on(place, "admin.invited", after={"name": invitation.name, "role": invitation.role})


def withdraw(*, invitation: Invitation) -> None:
    """The link in the mail is good no more; an accepted invitation stays as it is."""
    with platform_scope(), transaction.atomic():
        if Invitation.objects.waiting().filter(pk=invitation.pk).delete()[0]:
            weigh(invitation.tenant)


def look_at(token: str) -> Invitation:
    """The invitation as it is. Raises InvitationRefused unless it is good in the place in scope."""
    place = current_place()
    with platform_scope():
        found = _good(place, token).first()
    if found is None:
        raise InvitationRefused(_("This invitation is used up, withdrawn or too old. Please ask for a new one."))
    return found


def accept(token: str) -> Person:
    """Become what the invitation says, in the place in scope; the mail proves the address. Raises InvitationRefused."""
    place = current_place()
    with transaction.atomic():
        found = look_at(token)
        with platform_scope():
            if not _good(place, token).update(accepted_at=timezone.now()):
                raise InvitationRefused(_("This invitation was accepted just now."))
        person = proven_person(found.email, found.name)
        person.grant([Role(found.role)])
        with acting_as(lambda: actor_of(person)):
            record_on(place, "admin.joined", after={"name": person.name, "role": found.role})
    collect(place.id)
    return person


def _good(place: Place, token: str) -> InvitationQuerySet:
    return Invitation.objects.good().filter(tenant=place.id, token_hash=hashed(token))
