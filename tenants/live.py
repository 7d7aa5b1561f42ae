"""Going live: a place whose legal pages are complete becomes public, and no other one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.audit.record import difference
from platform_core.generations import renew
from platform_core.legal.completeness import missing_in
from platform_core.place import PlaceState
from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from tenants.log import record_on
from tenants.models import ResponsibleBody, Tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from platform_core.place import Place

#: What may be written from inside of a place; nobody becomes somebody else's body, no key moves.
COLUMNS = (
    "name",
    "legal_form",
    "street",
    "postal_code",
    "city",
    "representative",
    "email",
    "phone",
    "data_protection_officer",
    "supervisory_authority",
    "land",
)


class NotReady(Refusal):
    """A place that cannot become public yet; the message lists what is missing."""


def change_body(place: Place, values: Mapping[str, str]) -> None:
    """Write the public row of the body that answers for this place, these columns only."""
    known = {name: values[name] for name in COLUMNS if name in values}
    with platform_scope(), transaction.atomic():
        body = ResponsibleBody.objects.select_for_update().filter(tenants__pk=place.id)
        before = body.values(*COLUMNS).get()
        body.update(**known)
        if difference(before, before | known)[1]:
            record_on(place, "body.changed", before=before, after=before | known)


def sharing_body(place: Place) -> list[str]:
    """The names of other places that the same body answers for."""
    with platform_scope():
        body = Tenant.objects.filter(pk=place.id).values("body")
        others = Tenant.objects.filter(body__in=body).exclude(pk=place.id)
        return list(others.order_by("name").values_list("name", flat=True))


def go_live(place: Place) -> None:
    """From preparation to public. Raises NotReady with the list; a place that is public stays so."""
    lacking = missing_in(place)
    if lacking:
        fields = ", ".join(str(need.label) for need in lacking)
        raise NotReady(
            _("%(place)s cannot go public yet. Missing: %(fields)s.") % {"place": place.name, "fields": fields}
        )
    with platform_scope(), transaction.atomic():
        if Tenant.objects.filter(pk=place.id, state=PlaceState.PREPARING).update(state=PlaceState.ACTIVE):
            record_on(place, "place.live")
    for name in (place.schema, str(place.region_id)):
        renew(name)
