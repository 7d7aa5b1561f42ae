"""Handing a place over: to another agency, to another responsible body, or both. Both sides agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.generations import renew
from platform_core.place import PlaceState
from platform_core.portal.models import RegionEntry
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.care.caring import end_foreign_visits
from provisioning.lifecycle.addresses import give_agency_address
from provisioning.lifecycle.base import drop_addresses
from provisioning.lifecycle.models import Handover, HandoverState
from provisioning.lifecycle.states import fresh, tell, write_down
from provisioning.lifecycle.who import NotAllowed, is_of, is_operator
from tenants.models import Agency, Domain, DomainKind, ResponsibleBody, Tenant

if TYPE_CHECKING:
    from platform_core.accounts.models import Person

GIVING, TAKING = "giving", "taking"
SIDES = (GIVING, TAKING)


class HandoverRefused(Refusal):
    """A handover that cannot be; the message says why."""

    status = 422


def propose(
    tenant: Tenant, *, to_agency: Agency, by: Person, reason: str, to_body: ResponsibleBody | None = None
) -> Handover:
    """Propose to hand a place over. Nothing moves until both sides agreed; whoever proposes has not agreed yet.

    `to_body` must be one of the receiving agency; None keeps the body. Raises HandoverRefused and NotAllowed.
    """
    if not (is_operator(by) or is_of(by, tenant.agency) or is_of(by, to_agency)):
        raise NotAllowed(_("Only one of the two agencies or an operator may propose this."))
    _check_sense(tenant, to_agency, to_body, reason)
    with platform_scope(), transaction.atomic():
        row = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if Handover.objects.filter(tenant=row, state=HandoverState.OPEN).exists():
            raise HandoverRefused(
                _("A handover of %(place)s is open already. End that one first.") % {"place": row.name}
            )
        handover = Handover.objects.create(
            tenant=row,
            from_agency_id=row.agency_id,
            from_body_id=row.body_id,
            to_agency=to_agency,
            to_body=to_body,
            reason=reason.strip(),
            asked_by=by.pk,
            asked_by_name=by.name,
        )
        write_down(fresh(row.pk), "handover.asked", reason=reason, before=_facts(row), after=_facts_after(handover))
    return handover


def _check_sense(tenant: Tenant, to_agency: Agency, to_body: ResponsibleBody | None, reason: str) -> None:
    if not reason.strip():
        raise HandoverRefused(_("Please give a reason. Both sides read it."))
    if to_body is not None and to_body.agency_id != to_agency.pk:
        raise HandoverRefused(
            _("%(body)s is no body of %(agency)s.") % {"body": to_body.name, "agency": to_agency.name}
        )
    if to_agency.pk == tenant.agency_id and to_body is None:
        raise HandoverRefused(
            _("Nothing would change: %(place)s is with this agency. Name another responsible body.")
            % {"place": tenant.name}
        )
    if to_agency.pk == tenant.agency_id and to_body is not None and to_body.pk == tenant.body_id:
        raise HandoverRefused(_("Nothing would change: %(place)s has this body already.") % {"place": tenant.name})
    if tenant.state in {PlaceState.REQUESTED, PlaceState.ERASED}:
        raise HandoverRefused(_("%(place)s cannot be handed over in its state.") % {"place": tenant.name})


def agree(
    handover: Handover, *, side: str, by: Person, reason: str = "", to_body: ResponsibleBody | None = None
) -> Handover:
    """Agree for one side (`giving` or `taking`); with the second yes the place moves, in the same transaction.

    The taking side may name one of its bodies, when none was proposed. An operator may agree for a side with a reason. Nobody agrees for both. Raises HandoverRefused and NotAllowed.
    """
    with platform_scope(), transaction.atomic():
        row = _locked(handover)
        _check_side(row, side, by, reason)
        if to_body is not None and to_body.agency_id != row.to_agency_id:
            raise HandoverRefused(_("%(body)s is no body of the receiving agency.") % {"body": to_body.name})
        now = timezone.now()
        if side == GIVING:
            row.giver, row.giver_name, row.given_at, row.given_reason = by.pk, by.name, now, reason.strip()
        else:
            row.taker, row.taker_name, row.taken_at, row.taken_reason = by.pk, by.name, now, reason.strip()
            row.to_body = row.to_body or to_body
        row.save()
        write_down(fresh(row.tenant_id), "handover.agreed", reason=reason, after={"side": side})
        if row.given_at and row.taken_at:
            _move(row)
    return row


def _locked(handover: Handover) -> Handover:
    row = Handover.objects.select_for_update().select_related("from_agency", "to_agency").get(pk=handover.pk)
    if not row.is_open:
        raise HandoverRefused(_("This handover is over."))
    return row


def _check_side(handover: Handover, side: str, by: Person, reason: str) -> None:
    if side not in SIDES:
        message = f"{side!r} is no side. Sides are: {', '.join(SIDES)}."
        raise ValueError(message)
    agency = handover.from_agency if side == GIVING else handover.to_agency
    other = handover.taker if side == GIVING else handover.giver
    if other == by.pk:
        raise NotAllowed(_("You agreed for the other side. Somebody else has to agree for this one."))
    if (handover.given_at if side == GIVING else handover.taken_at) is not None:
        raise HandoverRefused(_("This side agreed already."))
    if is_of(by, agency):
        return
    if not is_operator(by):
        raise NotAllowed(_("Only the people of %(agency)s may agree for this side.") % {"agency": agency.name})
    if not reason.strip():
        raise HandoverRefused(
            _("You agree in the name of %(agency)s. Please say why; it is recorded.") % {"agency": agency.name}
        )


def decline(handover: Handover, *, by: Person, reason: str) -> Handover:
    """Say no, for either side. Raises HandoverRefused and NotAllowed."""
    return _end(handover, HandoverState.DECLINED, "handover.declined", by=by, reason=reason)


def withdraw(handover: Handover, *, by: Person, reason: str = "") -> Handover:
    """Take a proposal back; whoever made it, or an operator."""
    if handover.asked_by != by.pk and not is_operator(by):
        raise NotAllowed(_("Only whoever proposed it may withdraw it. You can decline."))
    return _end(handover, HandoverState.WITHDRAWN, "handover.withdrawn", by=by, reason=reason)


def _end(handover: Handover, state: HandoverState, action: str, *, by: Person, reason: str) -> Handover:
    with platform_scope(), transaction.atomic():
        row = _locked(handover)
        if not (is_operator(by) or is_of(by, row.from_agency) or is_of(by, row.to_agency)):
            raise NotAllowed(_("Only one of the two agencies or an operator may do this."))
        row.state, row.ended_at, row.ended_reason = state, timezone.now(), reason.strip()
        row.save(update_fields=["state", "ended_at", "ended_reason"])
        write_down(fresh(row.tenant_id), action, reason=reason)
    return row


def _move(handover: Handover) -> None:
    """The place itself: agency, body, addresses below the agencies' domains, and the portal it stands in."""
    row = Tenant.objects.select_for_update().get(pk=handover.tenant_id)
    if row.agency_id != handover.from_agency_id:
        raise HandoverRefused(_("%(place)s is with another agency by now. Propose it anew.") % {"place": row.name})
    if row.state == PlaceState.ERASED:
        raise HandoverRefused(_("%(place)s is erased.") % {"place": row.name})
    before = _facts(row)
    changes_agency = row.agency_id != handover.to_agency_id
    row.body = handover.to_body or _copied(row.body, handover.to_agency)
    row.agency = handover.to_agency
    row.save(update_fields=["agency", "body"])
    if changes_agency:
        RegionEntry.objects.filter(schema=row.schema_name).update(region_id=row.agency_id)
        drop_addresses(list(Domain.objects.filter(tenant=row, kind=DomainKind.AGENCY)))
        give_agency_address(row)
        end_foreign_visits(tenant=row)
    handover.state, handover.ended_at = HandoverState.DONE, timezone.now()
    handover.save(update_fields=["state", "ended_at"])
    moved = fresh(row.pk)
    write_down(moved, "handover.done", reason=handover.reason, before=before, after=_facts(moved))
    tell(moved)
    transaction.on_commit(lambda: renew(str(handover.from_agency_id)))


def _copied(body: ResponsibleBody, agency: Agency) -> ResponsibleBody:
    """The same body in the hands of another agency: its facts move along, its row stays with the other places."""
    if body.agency_id == agency.pk:
        return body
    taken = set(ResponsibleBody.objects.filter(agency=agency).values_list("key", flat=True))
    key = next(name for name in (body.key, *(f"{body.key[:58]}-{n}" for n in range(2, 999))) if name not in taken)
    facts = {
        field.attname: getattr(body, field.attname)
        for field in body._meta.concrete_fields
        if field.name not in {"id", "agency", "key"}
    }
    return ResponsibleBody.objects.create(agency=agency, key=key, **facts)


def _facts(tenant: Tenant) -> dict[str, str]:
    return {"agency": tenant.agency.name, "body": tenant.body.name}


def _facts_after(handover: Handover) -> dict[str, str]:
    body = handover.to_body.name if handover.to_body else handover.from_body.name if handover.from_body else ""
    return {"agency": handover.to_agency.name, "body": body}


def open_handover(tenant: Tenant) -> Handover | None:
    """The handover of a place that waits for agreement."""
    with platform_scope():
        found = Handover.objects.filter(tenant_id=tenant.pk, state=HandoverState.OPEN)
        return found.select_related("from_agency", "to_agency", "from_body", "to_body").first()
