"""Who works in which places: given, ended, and ended everywhere when somebody leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.accounts.sessions import end_sessions
from platform_core.audit.actor import acting
from platform_core.place import WITHOUT_TABLES
from platform_core.refusal import Refusal
from platform_core.scope import place_scope, platform_scope
from provisioning.care.entitled import may_enter
from provisioning.care.local import take_role
from provisioning.care.models import Care, CareRole, Figures, Invitation, Pass, Purpose, WeeklyFigures
from provisioning.staff import public_person
from tenants.addresses import place_of, tenants
from tenants.log import record_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tenants.models import Tenant


class CareRefused(Refusal):
    """Somebody who cannot look after a place."""


def person_of_platform(*, email: str, name: str) -> Person:
    """The public person with this address, made when missing. They sign in on the panel's host by mail code."""
    with platform_scope(), transaction.atomic():
        person = public_person(email=email, name=name)
        if not person.is_active:
            raise CareRefused(_("%(name)s was deactivated and cannot look after places.") % {"name": person.name})
    return person


def give_care(*, person: Person, tenant: Tenant, role: str = CareRole.OFFICIAL, department: str = "") -> Care:
    """Let a public person work in a place; a second time changes role and department. Raises CareRefused."""
    if role not in CareRole.values:
        allowed = ", ".join(CareRole.values)
        raise CareRefused(
            _("%(role)s is no role for this. Allowed are: %(allowed)s.") % {"role": role, "allowed": allowed}
        )
    with platform_scope(), transaction.atomic():
        if tenant.state in WITHOUT_TABLES:
            raise CareRefused(_("%(place)s has no tables; nobody can work there.") % {"place": tenant.name})
        before = Care.objects.select_for_update().filter(person=person, tenant=tenant).first()
        if before is not None and before.role != role:
            _end(before, note=False)
            before = None
        care, is_new = Care.objects.update_or_create(
            person=person, tenant=tenant, defaults={"role": role, "department": department.strip()[:120]}
        )
        if is_new:
            care.by = acting().name
            care.save(update_fields=["by"])
            _note("care.given", care)
    return care


def end_care(*, care: Care, reason: str = "") -> None:
    """Take somebody's work in one place away: their role there and every session go in the same moment."""
    with platform_scope(), transaction.atomic():
        locked = Care.objects.select_for_update().filter(pk=care.pk).first()
        if locked is not None:
            _end(locked, reason=reason)


def leave(*, person: UUID, agency: UUID | None = None, reason: str = "") -> None:
    """End all of a person's work and visits: in the places of one agency, or everywhere."""
    with platform_scope(), transaction.atomic():
        here = Q(tenant__agency=agency) if agency else Q()
        for care in Care.objects.select_for_update().filter(here, person=person):
            _end(care, reason=reason)
        end_visits(Pass.objects.filter(here, person=person))


def end_visits(passes: Iterable[Pass]) -> None:
    """End visits that still last, and passes that nobody has used yet; in the platform's scope."""
    now = timezone.now()
    for each in passes:
        if each.purpose != Purpose.ENTRY or each.left_at is not None:
            continue
        Pass.objects.filter(pk=each.pk).update(left_at=now, expires_at=min(each.expires_at, now))
        if each.used_at is not None:
            with place_scope(place_of(tenants().get(pk=each.tenant_id))):
                end_sessions(each.local_person)
            note_leaving(each)


def end_foreign_visits(*, tenant: Tenant) -> None:
    """End visits of people who may not enter this place any more; for a place that has changed its agency."""
    with platform_scope(), transaction.atomic():
        lasting = Pass.objects.filter(tenant=tenant, purpose=Purpose.ENTRY, left_at=None)
        end_visits(each for each in list(lasting) if not may_enter(each.person_id, tenant))


def note_leaving(visit: Pass) -> None:
    """Both logs say that a visit ended."""
    place = place_of(tenants().get(pk=visit.tenant_id))
    record_on(place, "place.left", reason=visit.reason, after={"person": Person.objects.get(pk=visit.person_id).name})


def end_here(care: Care) -> None:
    """In the place itself: the role that came with the care, and the person's sessions; see `signals`."""
    tenant = tenants().get(pk=care.tenant_id)
    if tenant.state not in WITHOUT_TABLES:
        with place_scope(place_of(tenant)):
            take_role(care.pk, care.local_person)


def _end(care: Care, *, reason: str = "", note: bool = True) -> None:
    if note and care.tenant.state not in WITHOUT_TABLES:
        _note("care.ended", care, reason=reason)
    care.delete()


def _note(action: str, care: Care, *, reason: str = "") -> None:
    person = Person.objects.get(pk=care.person_id)
    facts = {"person": person.name, "role": care.role, "department": care.department}
    before, after = ({}, facts) if action == "care.given" else (facts, {})
    place = place_of(tenants().get(pk=care.tenant_id))
    record_on(place, action, reason=reason, before=before, after=after)


def forget_place(tenant: Tenant) -> int:
    """Delete what is known of people and figures of an erased place, in the platform's scope; how many rows."""
    known = (Pass, Care, Invitation, Figures, WeeklyFigures)
    return sum(model.objects.filter(tenant=tenant).delete()[0] for model in known)
