"""Bringing a place to a newer version of its blueprint, as a plan first.

What is new is added; what nobody here changed since it was planted is brought
along; what the place's own people changed or took away stays as they want it.
Nothing is ever deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core import registry
from platform_core.generations import move_on
from platform_core.notify.events import silence
from platform_core.scope import place_scope, platform_scope
from provisioning.blueprints import NoBlueprint, blueprint
from provisioning.blueprints.content import BlueprintRefused
from provisioning.blueprints.models import Origin
from provisioning.blueprints.parts import Part, mark_of, parts_of, write
from provisioning.blueprints.planting import remember
from provisioning.switch import switch_on
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.log import record_on
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from platform_core.contract import Ingredient, Text
    from platform_core.place import Place
    from provisioning.blueprints import Blueprint


class Sign(StrEnum):
    """What an update does with one thing."""

    ADD = "+"
    CHANGE = "~"
    KEEP = "="
    SAME = " "


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a blueprint as an update would treat it; `why` says for what it keeps."""

    sign: Sign
    part: str
    part_title: Text
    key: str
    title: str
    why: str = ""

    @property
    def is_done(self) -> bool:
        """Whether carrying it out writes anything."""
        return self.sign in {Sign.ADD, Sign.CHANGE}


def origin_of(tenant: Tenant) -> Origin | None:
    """What the place began with. In the platform's scope; None for places from before blueprints were remembered."""
    return Origin.objects.filter(tenant=tenant).first()


def plan_update(*, tenant: Tenant, to: str) -> list[Change]:
    """What bringing the place to a blueprint (`agency/slug`, `agency/slug@2`, `village`) would do; writes nothing.

    Raises BlueprintRefused when its agency may not use it.
    """
    plan, place, marks = _prepared(tenant, to)
    changes = [_module(name, place, marks) for name in plan.modules]
    with place_scope(place):
        for part in parts_of(place):
            changes += [change for change, _wanted in _compared(part, plan, place, marks)]
    coming = [registry.modules()[each.key] for each in changes if each.part == "modules" and each.sign == Sign.ADD]
    for module in coming:
        wanted = plan.content.recipes.get(module.name, ())
        changes += [Change(Sign.ADD, module.name, module.title, each.key, each.title) for each in wanted]
    return changes


def apply_update(*, tenant: Tenant, to: str) -> list[Change]:
    """Carry the plan out: modules first, then all the rest in one transaction, noted in both logs."""
    plan, place, marks = _prepared(tenant, to)
    done = [_module(name, place, marks) for name in plan.modules]
    for change in done:
        if change.is_done:
            switch_on(tenant.slug, change.key)
    place = _place(tenant)
    with place_scope(place), silence(), transaction.atomic():
        for part in parts_of(place):
            for change, wanted in _compared(part, plan, place, marks):
                name = f"{part.name}/{wanted.key}"
                if change.is_done:
                    marks[name] = write(part, wanted)
                elif change.sign == Sign.SAME:
                    marks[name] = mark_of(wanted)
                done.append(change)
        marks |= {f"modules/{name}": name for name in plan.modules if name in place.modules}
        _note(place, plan, marks, done)
        move_on()
    TenantDirectory.forget()
    return done


def _note(place: Place, plan: Blueprint, marks: dict[str, str], done: list[Change]) -> None:
    with platform_scope():
        origin = Origin.objects.filter(tenant_id=place.id).first()
    before = {"blueprint": origin.name, "version": origin.version} if origin else {}
    after = {"blueprint": plan.name, "version": plan.version, "changes": sum(each.is_done for each in done)}
    remember(place, plan, marks)
    record_on(place, "blueprint.updated", before=before, after=after)


def _prepared(tenant: Tenant, to: str) -> tuple[Blueprint, Place, dict[str, str]]:
    with platform_scope():
        tenant = Tenant.objects.select_related("agency").get(pk=tenant.pk)
        origin = origin_of(tenant)
    try:
        plan = blueprint(to, tenant.agency.slug)
    except NoBlueprint as unknown:
        raise BlueprintRefused(
            _("%(place)s cannot use this blueprint: %(why)s") % {"place": tenant, "why": unknown}
        ) from unknown
    return plan, _place(tenant), dict(origin.marks) if origin else {}


def _place(tenant: Tenant) -> Place:
    with platform_scope():
        return place_of(tenants().get(pk=tenant.pk))


def _module(name: str, place: Place, marks: Mapping[str, str]) -> Change:
    title = str(registry.modules()[name].title)
    said = ("modules", _("Modules"), name, title)
    if name in place.modules:
        return Change(Sign.SAME, *said)
    if name in place.parked:
        return Change(Sign.KEEP, *said, _("It was parked here."))
    if f"modules/{name}" in marks:
        return Change(Sign.KEEP, *said, _("It was removed here."))
    return Change(Sign.ADD, *said)


def _compared(
    part: Part, plan: Blueprint, place: Place, marks: Mapping[str, str]
) -> Iterator[tuple[Change, Ingredient]]:
    """What the blueprint wants of one part, each with what is to be done about it. In the place's scope."""
    wanted = part.wanted(plan.content, place)
    here = {each.key: each for each in part.here()} if wanted else {}
    for each in wanted:
        sign, why = _judged(each, here.get(each.key), marks.get(f"{part.name}/{each.key}"))
        yield Change(sign, part.name, part.title, each.key, each.title, why), each


def _judged(wanted: Ingredient, there: Ingredient | None, mark: str | None) -> tuple[Sign, str]:
    if there is None:
        return (Sign.KEEP, _("It was taken away here.")) if mark else (Sign.ADD, "")
    if mark_of(there) == mark_of(wanted):
        return Sign.SAME, ""
    if mark == mark_of(there):
        return Sign.CHANGE, ""
    return Sign.KEEP, _("It was changed here.") if mark else _("There is something of its own here.")
