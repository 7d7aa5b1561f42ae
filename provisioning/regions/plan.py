"""What applying a region file would change, read from the same rules that apply it; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from platform_core import registry
from platform_core.audit.record import difference
from platform_core.place import PlaceKind
from platform_core.scope import platform_scope
from provisioning.care.invitations import missing_admins
from provisioning.regions.apply import OWN_PAGE, check, kept_by_its_people
from provisioning.regions.reader import RegionFile, read
from provisioning.steps import PlaceOrder, facts_after, facts_of
from tenants.addresses import tenants
from tenants.models import Agency, ResponsibleBody, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ADD, CHANGE, SAME = "+", "~", " "
#: What a place's facts are called for people; on the command line they have the names of the file.
FACT_WORDS = {
    "name": pgettext_lazy("plan", "name"),
    "kind": pgettext_lazy("plan", "kind"),
    "subtitle": pgettext_lazy("plan", "subtitle"),
    "claim": pgettext_lazy("plan", "claim"),
    "zone": pgettext_lazy("plan", "zone"),
    "population": pgettext_lazy("plan", "population"),
    "accent": pgettext_lazy("plan", "accent"),
    "second": pgettext_lazy("plan", "second"),
    "emblem": pgettext_lazy("plan", "emblem"),
    "landscape": pgettext_lazy("plan", "landscape"),
    "radius": pgettext_lazy("plan", "radius"),
    "font": pgettext_lazy("plan", "font"),
    "mode": pgettext_lazy("plan", "mode"),
    "body": pgettext_lazy("plan", "body"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of a region file: whether it is added, changed or as it should be, and what differs.

    `slug` is empty for what is no place.
    """

    sign: str
    title: str
    lines: tuple[str, ...] = ()
    slug: str = ""


def plan_file(path: Path) -> list[Step]:
    """The steps for a region file: agency, responsible bodies, places. Raises RegionFileError and OrderRefused."""
    return plan(read(path))


def plan(wanted: RegionFile) -> list[Step]:
    """The same for what was read from anywhere, in the active language."""
    check(wanted)
    with platform_scope():
        agency = Agency.objects.filter(slug=wanted.agency["slug"]).first()
        steps = [_row(_("Agency %(name)s") % wanted.agency, agency, wanted.agency)]
        there = {body.key: body for body in agency.bodies.all()} if agency else {}
        for body in wanted.bodies:
            given = {name: value for name, value in body.items() if value}  # what was entered in a place stays
            steps.append(_row(_("Responsible body %(name)s") % body, there.get(body["key"]), given))
        slugs = [order.slug for order, _content in wanted.orders]
        here = {tenant.slug: tenant for tenant in tenants().filter(slug__in=slugs)}
        return [*steps, *(_place(order, here.get(order.slug)) for order, _content in wanted.orders)]


def _row(title: str, row: Agency | ResponsibleBody | None, wanted: dict[str, str]) -> Step:
    if row is None:
        return Step(ADD, title)
    was, will = difference({name: getattr(row, name) for name in wanted}, wanted)
    return Step(CHANGE if will else SAME, title, tuple(_lines(was, will)))


def _place(order: PlaceOrder, tenant: Tenant | None) -> Step:
    if tenant is None:
        return _new_place(order)
    kept = kept_by_its_people(tenant, order)
    invited = missing_admins(tenant, order.admins)
    before = facts_of(tenant)
    was, will = difference(before, facts_after(order, tenant))
    lines = list(_lines(was, will))
    lines += _invitations([admin.email for admin in invited])
    if extra := sorted(set(before["modules"]) - set(order.modules)):
        lines.append(_("not in the order, stays on: %(names)s") % {"names": _titles(extra)})
    if kept:
        lines.append(
            _("kept as its people set it on %(page)s: %(names)s") % {"page": OWN_PAGE, "names": ", ".join(kept)}
        )
    sign = CHANGE if will or invited else SAME
    return Step(sign, _("Place %(name)s") % {"name": order.name}, tuple(lines), order.slug)


def _new_place(order: PlaceOrder) -> Step:
    after = facts_after(order, None)
    given = {"blueprint": _blueprint(order.blueprint), "modules": _titles(after["modules"]) or _("none")}
    lines = [_("blueprint %(blueprint)s, modules: %(modules)s") % given]
    lines.append(_("colours %(accent)s and %(second)s") % after)
    lines += _invitations([admin.email for admin in order.admins])
    words = {"name": order.name, "address": Tenant(slug=order.slug).default_host}
    return Step(ADD, _("Place %(name)s: %(address)s") % words, tuple(lines), order.slug)


def _invitations(addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        yield _("invitation to %(address)s") % {"address": address}


def _lines(was: dict[str, Any], will: dict[str, Any]) -> Iterator[str]:
    for name, value in will.items():
        if name == "modules":
            yield _("modules: + %(names)s") % {"names": _titles(sorted(set(value) - set(was[name])))}
        else:
            yield f"{FACT_WORDS.get(name, name)}: {_shown(was.get(name))} → {_shown(value)}"


def _titles(names: Iterable[str]) -> str:
    """Modules as people call them."""
    known = registry.modules()
    return ", ".join(str(known[name].title) if name in known else name for name in names)


def _blueprint(name: str) -> str:
    """A blueprint as people call it: those that come along are named after a kind of place."""
    return PlaceKind(name).label if name in PlaceKind else name


def _shown(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
