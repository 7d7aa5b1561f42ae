"""Erasing a place: two people, a reason, the name typed, a time to think, a full export first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.place import PlaceState
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.lifecycle.models import WAITING_DAYS, Erasure, ErasureState
from provisioning.lifecycle.moves import move_between, word
from provisioning.lifecycle.states import fresh, write_down
from provisioning.lifecycle.who import NotAllowed, check_may_care_for, is_operator
from tenants.models import Tenant

if TYPE_CHECKING:
    from platform_core.accounts.models import Person


class ErasureRefused(Refusal):
    """An erasure that cannot be; the message says what is missing."""

    status = 422


def ask(tenant: Tenant, *, by: Person, reason: str, typed_name: str, at_once: bool = False) -> Erasure:
    """Ask for the erasure of a place; nothing happens until a second person agrees and its day has come.

    Raises ErasureRefused and NotAllowed.
    """
    check_may_care_for(by, tenant)
    _check_words(tenant, reason, typed_name)
    with platform_scope(), transaction.atomic():
        row = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if move_between(PlaceState(row.state), PlaceState.ERASED) is None:
            names = {"place": row.name, "state": word(PlaceState(row.state))}
            raise ErasureRefused(_("%(place)s is “%(state)s” and cannot be erased.") % names)
        if open_erasure(row) is not None:
            raise ErasureRefused(_("The erasure of %(place)s was asked for already.") % {"place": row.name})
        erasure = Erasure.objects.create(
            tenant=row, reason=reason.strip(), asked_by=by.pk, asked_by_name=by.name, wants_at_once=at_once
        )
        write_down(fresh(row.pk), "erasure.asked", reason=reason, after={"not_before": erasure.not_before})
    return erasure


def agree(erasure: Erasure, *, by: Person, typed_name: str, at_once: bool = False) -> Erasure:
    """The second yes, by somebody else; one of the two is an operator. Both “at once” leave out the waiting time.

    Raises ErasureRefused and NotAllowed.
    """
    tenant = fresh(erasure.tenant_id)
    check_may_care_for(by, tenant)
    _check_words(tenant, erasure.reason, typed_name)
    with platform_scope(), transaction.atomic():
        row = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if row.state != ErasureState.ASKED:
            raise ErasureRefused(_("This erasure does not wait for a second person any more."))
        _check_second(row, by)
        now = timezone.now()
        row.state, row.agreed_by, row.agreed_by_name, row.agreed_at = ErasureState.AGREED, by.pk, by.name, now
        row.not_before = now if at_once and row.wants_at_once else now + timedelta(days=WAITING_DAYS)
        row.save()
        write_down(tenant, "erasure.agreed", reason=row.reason, after={"not_before": row.not_before})
        if row.not_before <= now:
            from provisioning.lifecycle.tasks import erase

            erase.enqueue(erasure=str(row.pk))
    return row


def withdraw(erasure: Erasure, *, by: Person, reason: str = "") -> Erasure:
    """Take an erasure back; possible until the first thing is dropped. Raises ErasureRefused and NotAllowed."""
    tenant = fresh(erasure.tenant_id)
    check_may_care_for(by, tenant)
    with platform_scope(), transaction.atomic():
        row = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if row.state not in {ErasureState.ASKED, ErasureState.AGREED}:
            raise ErasureRefused(_("This erasure is being carried out or over; it cannot be withdrawn any more."))
        row.state, row.ended_at = ErasureState.WITHDRAWN, timezone.now()
        row.save(update_fields=["state", "ended_at"])
        write_down(tenant, "erasure.withdrawn", reason=reason)
    return row


def open_erasure(tenant: Tenant) -> Erasure | None:
    """The erasure of a place that is under way."""
    with platform_scope():
        under_way = (ErasureState.ASKED, ErasureState.AGREED, ErasureState.RUNNING)
        return Erasure.objects.filter(tenant_id=tenant.pk, state__in=under_way).first()


def _check_words(tenant: Tenant, reason: str, typed_name: str) -> None:
    if not reason.strip():
        raise ErasureRefused(_("Please give a reason. It stands on the certificate."))
    if typed_name.strip() != tenant.name:
        raise ErasureRefused(
            _("Please type the name of the place as it is written: %(place)s.") % {"place": tenant.name}
        )


def _check_second(erasure: Erasure, by: Person) -> None:
    if erasure.asked_by == by.pk:
        raise NotAllowed(_("You asked for this erasure yourself. A second person has to agree."))
    from platform_core.accounts.models import Person as People

    first = People.objects.filter(pk=erasure.asked_by).first() if erasure.asked_by else None
    if not (is_operator(by) or (first is not None and is_operator(first))):
        raise NotAllowed(_("One of the two has to be an operator."))
