"""From the panel to a place: a pass is made on one host and used once, within a minute, on the other."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.audit.actor import acting_as, actor_of
from platform_core.place import PlaceState
from platform_core.refusal import Refusal
from platform_core.scope import current_place, platform_scope
from provisioning.care.entitled import may_enter
from provisioning.care.local import give_role, proven_person, sign_in, visitor_person
from provisioning.care.models import Care, Invitation, Pass, Purpose
from tenants.addresses import normal_host, place_of, tenants
from tenants.log import record_on

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from platform_core.place import Place
    from platform_core.web.request import Request
    from tenants.models import Tenant

VISIT = timedelta(minutes=30)
AFTERWARDS = timedelta(minutes=10)  # the session outlives the visit, so that the next request can say that it is over
WORKDAY = timedelta(hours=12)  # after that the panel asks for the second factor again
SHORTEST_REASON = 10
KEPT, KEPT_INVITATIONS = timedelta(days=1), timedelta(days=30)
TOKEN_BYTES = 32
PATH = "/uebergabe/{token}/"


class PassRefused(Refusal):
    """A pass that is not given, or one that is not good (any more); the message says what to do."""


def hand_over(*, care: Care) -> str:
    """The address at which the person of this care comes into their place as who they are there. Raises PassRefused."""
    return _make(tenant=care.tenant, person=care.person_id, purpose=Purpose.CARE, care=care)


def enter(*, person: Person, tenant: Tenant, reason: str) -> str:
    """The address at which somebody of the platform looks into a place, for half an hour at most.

    Raises PassRefused without a reason, and for people who work neither for the platform nor for the place's agency.
    """
    reason = " ".join(reason.split())[:500]
    if len(reason) < SHORTEST_REASON:
        raise PassRefused(
            _("Please say why you enter %(place)s: at least %(count)d characters. The place reads it in its log.")
            % {"place": tenant.name, "count": SHORTEST_REASON}
        )
    if not may_enter(person.pk, tenant):
        raise PassRefused(_("Only operators and the agency of %(place)s may enter it.") % {"place": tenant.name})
    return _make(tenant=tenant, person=person.pk, purpose=Purpose.ENTRY, reason=reason)


def _make(*, tenant: Tenant, person: UUID, purpose: Purpose, care: Care | None = None, reason: str = "") -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = timezone.now()
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
        _refuse_closed(place)
        Pass.objects.create(
            token_hash=hashed(token),
            person_id=person,
            tenant=tenant,
            care=care,
            purpose=purpose,
            reason=reason,
            host=place.host,
            made_at=now,
            expires_at=now + Pass.LIFETIME,
        )
    return place.link(PATH.format(token=token))


def _refuse_closed(place: Place) -> None:
    """A place that nobody reaches has no way in either."""
    if not is_reachable(place):
        raise PassRefused(
            _("%(place)s is closed at the moment; nobody comes in. Look at its state first.") % {"place": place.name}
        )


def is_reachable(place: Place) -> bool:
    """Whether the pages of a place can be asked for."""
    return place.is_writable or place.state == PlaceState.READ_ONLY


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def look_at(token: str, host: str) -> Pass:
    """The pass as it is, without using it. Raises PassRefused unless it is good here and now."""
    place = current_place()
    with platform_scope():
        found = _good(place, token, host).select_related("person", "care").first()
    if found is None:
        raise _refused()
    return found


def use(request: Request, token: str) -> Pass:
    """Use a pass: one update decides who was first. The session of the request is then the person's. Raises PassRefused."""
    place = current_place()
    with transaction.atomic():
        with platform_scope():
            used = _take(place, token, request.get_host())
            person = Person.objects.get(pk=used.person_id)
        with acting_as(lambda: actor_of(person)):
            if used.care:
                local = _as_carer(request, place, used, person, used.care)
            else:
                local = _as_visitor(request, place, used, person)
        with platform_scope():
            Pass.objects.filter(pk=used.pk).update(local_person=local.pk, until=used.until)
    return used


def _good(place: Place, token: str, host: str) -> QuerySet[Pass]:
    here = Pass.objects.filter(tenant=place.id, host=normal_host(host), token_hash=hashed(token))
    return here.filter(used_at=None, expires_at__gt=timezone.now(), person__is_active=True)


def _take(place: Place, token: str, host: str) -> Pass:
    if not _good(place, token, host).update(used_at=timezone.now()):
        raise _refused()
    used = Pass.objects.select_related("tenant").get(token_hash=hashed(token))
    if used.care_id:
        # Locked, so that whoever ends the care right now finds the session that we make.
        used.care = Care.objects.select_for_update().filter(pk=used.care_id).first()
    if not (used.care if used.purpose == Purpose.CARE else may_enter(used.person_id, used.tenant)):
        raise _refused()
    return used


def _as_carer(request: Request, place: Place, used: Pass, person: Person, care: Care) -> Person:
    local = proven_person(person.email, person.name)
    give_role(local, care.role, care.pk)
    sign_in(request, local, used, kind=Purpose.CARE.value, care=str(care.pk), role=care.role, lasts=WORKDAY)
    with platform_scope():
        Care.objects.filter(pk=care.pk).update(local_person=local.pk)
    record_on(place, "care.arrived", after={"person": person.name, "role": care.role})
    return local


def _as_visitor(request: Request, place: Place, used: Pass, person: Person) -> Person:
    used.until = timezone.now() + VISIT
    local = visitor_person(person.pk, _("%(name)s (support)") % {"name": person.name[:60]})
    until = used.until.timestamp()
    sign_in(request, local, used, kind=Purpose.ENTRY.value, until=until, reason=used.reason, lasts=VISIT + AFTERWARDS)
    record_on(
        place, "place.entered", reason=used.reason, after={"person": person.name, "until": used.until.isoformat()}
    )
    return local


def finish(pass_id: str) -> None:
    """A visit ended, by its button or by the clock; said in both logs once."""
    from provisioning.care.caring import note_leaving

    with platform_scope(), transaction.atomic():
        ended = Pass.objects.filter(pk=pass_id, left_at=None, used_at__isnull=False)
        if ended.update(left_at=timezone.now()):
            note_leaving(Pass.objects.get(pk=pass_id))


def finish_overdue() -> int:
    """Visits whose time is over, and that nobody ended; how many there were."""
    with platform_scope():
        over = Pass.objects.filter(purpose=Purpose.ENTRY, left_at=None, until__lte=timezone.now())
        keys = list(over.values_list("pk", flat=True))
    for key in keys:
        finish(str(key))
    return len(keys)


def forget_old() -> int:
    """Drop passes that nobody used, those of people at work, and invitations long out of date; visits stay as a record."""
    now = timezone.now()
    with platform_scope():
        gone = Pass.objects.filter(expires_at__lt=now - KEPT).exclude(purpose=Purpose.ENTRY, used_at__isnull=False)
        invited = Invitation.objects.filter(expires_at__lt=now - KEPT_INVITATIONS)
        return gone.delete()[0] + invited.delete()[0]


def _refused() -> PassRefused:
    return PassRefused(
        _(
            "This way in is used up or too old: it holds once, and for a minute. Please open the place from the panel again."
        )
    )
