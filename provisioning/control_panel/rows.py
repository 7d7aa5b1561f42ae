"""One place per row: what the list shows of it, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from platform_core import registry
from platform_core.place import PlaceKind, PlaceState
from platform_core.web.spreadsheet import spreadsheet
from provisioning.care.attention import attention_of
from provisioning.control_panel.listing import outdated
from provisioning.control_panel.words import STATE_WORDS
from tenants.addresses import place_of
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from platform_core.place import Place
    from provisioning.care.attention import Mark
    from provisioning.care.models import Figures


@dataclass(frozen=True, slots=True)
class Row:
    """A place in the list."""

    tenant: Tenant
    place: Place
    kind: str
    bits: list[bool]
    is_old: bool
    figures: Figures | None
    marks: list[Mark]

    @property
    def modules_on(self) -> int:
        return sum(self.bits)


def rows_of(found: Iterable[Tenant]) -> list[Row]:
    """The rows of a page; tenants come with their domains and modules."""
    here = list(found)
    old = set(outdated(Tenant.objects.filter(pk__in=[tenant.pk for tenant in here])))
    return [_row(tenant, is_old=tenant.pk in old) for tenant in here]


def _row(tenant: Tenant, *, is_old: bool) -> Row:
    place = place_of(tenant)
    figures = getattr(tenant, "figures", None)
    marks = attention_of(figures) if figures else []
    bits = [name in place.modules for name in registry.modules()]
    return Row(tenant, place, kind_of(tenant), bits, is_old, figures, marks)


def kind_of(tenant: Tenant) -> str:
    """What sort of place it is, and how many people live there."""
    kind = str(PlaceKind(tenant.kind).label)
    if not tenant.population:
        return tenant.subtitle or kind
    people = number_format(tenant.population, use_l10n=True, force_grouping=True)
    return _("%(kind)s, %(people)s people") % {"kind": kind, "people": people}


def table_of(found: QuerySet[Tenant]) -> str:
    """The list as CSV."""
    head = [
        _("Name"),
        _("Address"),
        _("Agency"),
        _("State"),
        _("Kind"),
        _("Key"),
        _("People"),
        _("Modules"),
        _("Since"),
    ]
    return spreadsheet(head, (_cells(tenant) for tenant in found))


def _cells(tenant: Tenant) -> list[Any]:
    place, figures = place_of(tenant), getattr(tenant, "figures", None)
    return [
        tenant.name,
        place.host,
        tenant.agency.name,
        str(STATE_WORDS[PlaceState(tenant.state)]),
        str(PlaceKind(tenant.kind).label),
        tenant.ags,
        tenant.population or "",
        ", ".join(sorted(place.modules)),
        tenant.created_at.date().isoformat(),
        figures.last_answer_at.date().isoformat() if figures and figures.last_answer_at else "",
        ", ".join(mark.text for mark in attention_of(figures)) if figures else "",
    ]
