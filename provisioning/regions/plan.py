"""What applying a region file would change, read from the same rules that apply it; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from platform_core.audit.record import difference
from platform_core.scope import platform_scope
from provisioning.regions.apply import OWN_PAGE, check, kept_by_its_people
from provisioning.regions.reader import read
from provisioning.steps import PlaceOrder, facts, facts_after
from tenants.models import Agency, ResponsibleBody, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADD, CHANGE, SAME = "+", "~", " "


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of a region file: whether it is added, changed or as it should be, and what differs."""

    sign: str
    title: str
    lines: tuple[str, ...] = ()


def plan_file(path: Path) -> list[Step]:
    """The steps for a region file: agency, responsible bodies, places. Raises RegionFileError and OrderRefused."""
    wanted = read(path)
    check(path, wanted)
    with platform_scope():
        agency = Agency.objects.filter(slug=wanted.agency["slug"]).first()
        steps = [_row(f"Agency {wanted.agency['name']}", agency, wanted.agency)]
        for body in wanted.bodies:
            there = ResponsibleBody.objects.filter(agency=agency, key=body["key"]).first() if agency else None
            given = {name: value for name, value in body.items() if value}  # what was entered in a place stays
            steps.append(_row(f"Responsible body {body['name']}", there, given))
        return [*steps, *(_place(order) for order, _content in wanted.orders)]


def _row(title: str, row: Agency | ResponsibleBody | None, wanted: dict[str, str]) -> Step:
    if row is None:
        return Step(ADD, title)
    was, will = difference({name: getattr(row, name) for name in wanted}, wanted)
    return Step(CHANGE if will else SAME, title, tuple(_lines(was, will)))


def _place(order: PlaceOrder) -> Step:
    before, after = facts(order.slug), facts_after(order)
    tenant = Tenant.objects.filter(slug=order.slug).first()
    if tenant is None:
        address = Tenant(slug=order.slug).default_host
        modules = ", ".join(after["modules"]) or "none"
        return Step(
            ADD,
            f"Place {order.name}: {address}",
            (f"blueprint {order.blueprint}, modules: {modules}", f"colours {after['accent']} and {after['second']}"),
        )
    was, will = difference(before, after)
    lines = list(_lines(was, will))
    if extra := sorted(set(before["modules"]) - set(order.modules)):
        lines.append(f"not in the order, stays on: {', '.join(extra)}")
    if kept := kept_by_its_people(tenant, order):
        lines.append(f"kept as its people set it on {OWN_PAGE}: {', '.join(kept)}")
    return Step(CHANGE if will else SAME, f"Place {order.name}", tuple(lines))


def _lines(was: dict[str, Any], will: dict[str, Any]) -> Iterator[str]:
    for name, value in will.items():
        if name == "modules":
            yield f"modules: + {', '.join(sorted(set(value) - set(was[name])))}"
        else:
            yield f"{name}: {_shown(was.get(name))} → {_shown(value)}"


def _shown(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
