"""Who works in the panel: operators, and the members of agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.accounts.sessions import end_sessions
from platform_core.audit.record import record
from platform_core.jobs.mail import queue_mail
from platform_core.refusal import Refusal
from provisioning.api.models import Token
from provisioning.api.tokens import revoke_token
from provisioning.staff import make_staff
from tenants.models import Agency, Staff

if TYPE_CHECKING:
    from platform_core.accounts.models import Person


@transaction.atomic
def invite(*, email: str, name: str, agency: Agency | None, address: str) -> Staff:
    """Make somebody an operator (no agency) or a member of an agency, and tell them by mail where to sign in.

    In the platform's scope. Whoever is there already stays, and gets no second mail.
    """
    staff, is_new = make_staff(email=email, name=name, agency=agency)
    if is_new:
        _tell(staff.person, agency, address)
    return staff


def _tell(person: Person, agency: Agency | None, address: str) -> None:
    where = agency.name if agency else _("the operations of the platform")
    text = _(
        "Good day %(name)s,\n\nyou now work in the control panel for %(where)s. Sign in with this e-mail address at\n\n"
        "    %(address)s\n\nA code by mail is enough at first; then you set up a second factor."
    ) % {"name": person.public_name, "where": where, "address": address}
    queue_mail(to=person.email, subject=_("Your access to the control panel"), text=text + "\n")


@transaction.atomic
def dismiss(staff: Staff) -> None:
    """End somebody's work here, and with it every session of theirs and every access to the API whose secret they know.

    Raises Refusal for the last operator.
    """
    if staff.is_operator and Staff.objects.filter(agency=None).select_for_update().count() == 1:
        raise Refusal(_("This is the last operator. Invite another one first."))
    person = staff.person
    agency = staff.agency.slug if staff.agency else ""
    for token in Token.objects.filter(made_by=person, agency=staff.agency_id, revoked_at=None):
        revoke_token(token, reason=_("%(name)s, who made it, has left.") % {"name": person.public_name})
    staff.delete()
    if not Staff.objects.filter(person=person).exists():
        end_sessions(person.pk)
    record("staff.ended", subject=person.name, key=person.pk, before={"agency": agency})


@transaction.atomic
def make_agency(*, slug: str, name: str, region: str) -> Agency:
    """A new agency. Raises Refusal for an address that another one has."""
    if Agency.objects.filter(slug=slug).exists():
        raise Refusal(_("There is an agency “%(slug)s” already. Choose another short name.") % {"slug": slug})
    agency = Agency.objects.create(slug=slug, name=name, region=region)
    record("agency.made", subject=agency.name, key=agency.pk, after={"slug": slug, "name": name, "region": region})
    return agency
