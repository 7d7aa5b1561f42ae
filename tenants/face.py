"""The face of a place, written by its own people: the one way from a place's scope to its public row.

Only the columns named here, only the row of the place in scope. Whoever calls
decides who may; this function decides what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from platform_core.place import Look
from platform_core.scope import current_place, platform_scope
from tenants.addresses import TenantDirectory
from tenants.log import record_on
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOK_COLUMNS = tuple(Look.__dataclass_fields__)
FACE_COLUMNS = ("name", "subtitle", "claim", *LOOK_COLUMNS)


def change_face(wanted: Mapping[str, str]) -> frozenset[str]:
    """Write columns of the face of the place in scope; the names of those that changed.

    They are noted, so that a region file applied later leaves them alone. All
    processes hear of the change (tenants.listener), this one forgets at once.
    Raises ValueError for any other column and ValidationError for values that do not fit.
    """
    foreign = sorted(set(wanted) - set(FACE_COLUMNS))
    if foreign:
        message = f"{', '.join(foreign)}: no part of a place's face. Its columns: {', '.join(FACE_COLUMNS)}."
        raise ValueError(message)
    place = current_place()
    with platform_scope(), transaction.atomic():
        tenant = Tenant.objects.select_for_update().get(pk=place.id)
        before = {name: getattr(tenant, name) for name in wanted}
        changed = frozenset(name for name, value in wanted.items() if before[name] != value)
        for name in changed:
            setattr(tenant, name, wanted[name])
        tenant.clean_fields(exclude=[field.name for field in tenant._meta.fields if field.name not in changed])
        tenant.own_face = sorted({*tenant.own_face, *changed})
        if changed:
            tenant.save(update_fields=[*changed, "own_face"])
            record_on(place, "face.changed", before=before, after=wanted)
    transaction.on_commit(TenantDirectory.forget)
    return changed
