"""Changing the state of a place: one verb for the panel, the API and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.audit.models import Entry
from platform_core.audit.record import record
from platform_core.generations import renew
from platform_core.legal.completeness import missing_in
from platform_core.place import WITHOUT_TABLES, PlaceState
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.lifecycle.moves import Move, Who, move_between, moves_from, word
from provisioning.lifecycle.who import check_may_care_for, check_operator, is_operator, may_care_for
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.log import record_on
from tenants.models import Tenant

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.accounts.models import Person

#: Lines of the platform's log that tell the life of a place.
LIFE = (
    "place.made",
    "place.live",
    "place.state",
    "place.archiving",
    "place.erased",
    "handover.asked",
    "handover.done",
    "erasure.asked",
    "erasure.withdrawn",
    "erasure.agreed",
    "export.made",
    "export.fetched",
)
NOTE_LENGTH = 300


class MoveRefused(Refusal):
    """A state that cannot follow; the message names the states that can, or what is missing."""


def change_state(
    tenant: Tenant, to: PlaceState, *, by: Person | None, reason: str = "", note: str = "", finished: bool = False
) -> Tenant:
    """Bring a place into another state; the row as it is afterwards.

    `by` is who asks (None: the command line); `note` a sentence that residents read with the
    state. A slow move (archiving) begins a job and changes the state at its end, which passes `finished`.
    Raises MoveRefused and NotAllowed.
    """
    if len(note) > NOTE_LENGTH:
        raise MoveRefused(_("The note for residents may have %(most)s characters.") % {"most": NOTE_LENGTH})
    with platform_scope(), transaction.atomic():
        row = tenants().select_for_update(of=("self",)).get(pk=tenant.pk)
        since = PlaceState(row.state)
        if since == to:
            return row
        move = checked(row, to, by=by, reason=reason, finished=finished)
        if move.is_slow and not finished:
            begin(row, move, reason=reason, note=note)
            return row
        before = {"state": row.state, "state_note": row.state_note}
        row.state, row.state_note, row.state_since = to, note.strip(), timezone.now()
        row.save(update_fields=["state", "state_note", "state_since"])
        after = {"state": row.state, "state_note": row.state_note}
        write_down(row, "place.state", reason=reason, before=before, after=after)
        tell(row)
    return row


def checked(tenant: Tenant, to: PlaceState, *, by: Person | None, reason: str, finished: bool = False) -> Move:
    """The move, when it is possible, allowed and nothing is missing. Raises MoveRefused and NotAllowed."""
    since = PlaceState(tenant.state)
    move = move_between(since, to)
    if move is None or (move.who == Who.PLATFORM and not finished):
        possible = ", ".join(word(each.to) for each in next_moves(tenant, by=by)) or _("none")
        names = {"place": tenant.name, "since": word(since), "to": word(to), "possible": possible}
        raise MoveRefused(
            _("%(place)s is “%(since)s” and cannot become “%(to)s” by hand. Possible next: %(possible)s.") % names
        )
    if not finished:
        (check_operator if move.who == Who.OPERATOR else check_may_care_for)(by, tenant)
    if move.reason and not reason.strip():
        raise MoveRefused(_("Please give a reason. It stands in the log of the place."))
    if to == PlaceState.ACTIVE and (lacking := missing_in(place_of(tenant))):
        names = {"place": tenant.name, "fields": ", ".join(str(need.label) for need in lacking)}
        raise MoveRefused(_("%(place)s cannot go public yet. Missing: %(fields)s.") % names)
    return move


def begin(tenant: Tenant, move: Move, *, reason: str, note: str) -> None:
    """Start the job of a slow move; asking again while it runs starts nothing."""
    from provisioning.lifecycle.tasks import archive

    write_down(tenant, "place.archiving", reason=reason)
    archive.enqueue(tenant=str(tenant.pk), reason=reason, note=note)


def next_moves(tenant: Tenant, *, by: Person | None) -> list[Move]:
    """What this person may do next by hand, in the order of the table."""
    offered = [move for move in moves_from(PlaceState(tenant.state)) if move.who != Who.PLATFORM]
    if is_operator(by):
        return offered
    return [move for move in offered if move.who == Who.AGENCY and may_care_for(by, tenant)]


def history(tenant: Tenant) -> list[Entry]:
    """The life of a place from the platform's log, the newest first."""
    with platform_scope():
        return list(Entry.objects.filter(subject_key=str(tenant.pk), action__in=LIFE)[:200])


def write_down(tenant: Tenant, action: str, **facts: Any) -> None:
    """A line in both logs; in the platform's only, where the place has no tables."""
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
        if tenant.state in WITHOUT_TABLES:
            record(action, subject=place.name, key=place.id, **facts)
            return
    record_on(place, action, **facts)


def tell(tenant: Tenant) -> None:
    """This process knows of a change at once, and again once it is committed."""
    heard(tenant)
    transaction.on_commit(lambda: heard(tenant))


def heard(tenant: Tenant) -> None:
    """No process serves a page of before."""
    TenantDirectory.forget()
    for name in (tenant.schema_name, str(tenant.agency_id)):
        renew(name)


def fresh(key: UUID | str) -> Tenant:
    """The tenant as it is now."""
    with platform_scope():
        return tenants().get(pk=key)
