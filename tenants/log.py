"""What happens to a place stands in two logs: its own, and that of the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from platform_core.audit.record import record
from platform_core.scope import place_scope, platform_scope

if TYPE_CHECKING:
    from platform_core.place import Place


def record_on(place: Place, action: str, **facts: Any) -> None:
    """Write the line into both logs, or into none; `facts` as for `record`."""
    with place_scope(place), transaction.atomic():
        record(action, subject=place.name, key=place.id, **facts)
        with platform_scope():
            record(action, subject=place.name, key=place.id, **facts)
