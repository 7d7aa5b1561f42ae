"""Writing into the log of the schema in scope, and checking that nobody has changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from platform_core.audit.actions import ACTIONS
from platform_core.audit.actor import acting
from platform_core.audit.models import Entry
from platform_core.scope import current

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_AT_A_TIME = 7_225_390  # an advisory lock per schema: numbers have no gaps and no doubles


def record(
    action: str,
    *,
    subject: str = "",
    key: object = "",
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one line; it stands or falls with the transaction around it. Raises KeyError for an unknown action.

    Of `before` and `after` only what differs is kept.
    """
    ACTIONS[action]
    was, now = difference(before or {}, after or {})
    actor = acting()
    with transaction.atomic():
        _wait_for_turn()
        last = Entry.objects.order_by("number").last()
        entry = Entry(
            number=last.number + 1 if last else 1,
            actor_kind=actor.kind,
            actor=actor.name[:160],
            actor_key=actor.key,
            action=action,
            subject=subject[:200],
            subject_key=str(key)[:80],
            reason=reason,
            before=was,
            after=now,
            previous=last.seal if last else "",
        )
        entry.seal = entry.sealed()
        entry.save(force_insert=True)
    return entry


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        schema = current().schema
        cursor.execute("SELECT pg_catalog.pg_advisory_xact_lock(%s, pg_catalog.hashtext(%s))", [ONE_AT_A_TIME, schema])


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs between two states, as it was and as it is."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    was = {name: before[name] for name in names if name in before}
    return was, {name: after[name] for name in names if name in after}


def first_broken() -> int | None:
    """The number of the first line of the log in scope that is not as it was written, or that is missing."""
    expected, previous = 1, ""
    for entry in Entry.objects.order_by("number").iterator(chunk_size=500):
        if entry.number != expected:
            return expected
        if entry.previous != previous or entry.seal != entry.sealed():
            return entry.number
        expected, previous = expected + 1, entry.seal
    return None
