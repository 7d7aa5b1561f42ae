"""A new place begins with what its blueprint says, and the platform remembers what that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platform_core.contributions.links import check_all_links
from platform_core.notify.events import silence
from platform_core.scope import place_scope, platform_scope
from provisioning.blueprints.models import Origin
from provisioning.blueprints.parts import mark_of, parts_of

if TYPE_CHECKING:
    from platform_core.contract import Ingredient
    from platform_core.place import Place
    from provisioning.blueprints import Blueprint
    from provisioning.blueprints.parts import Part


def plant(place: Place, plan: Blueprint, *, with_starters: bool) -> None:
    """Bring a new place to its blueprint, in the caller's transaction, and note where it comes from.

    `with_starters` gives it topics and pages to begin with. The look is the order's, which knew the
    blueprint's: here it is only noted. What is as wanted already is not written.
    """
    content, marks = plan.content, {f"modules/{name}": name for name in plan.modules if name in place.modules}
    with place_scope(place), silence():
        for part in parts_of(place):
            if with_starters or not part.is_starter:
                marks |= _planted(part, part.wanted(content, place))
        if with_starters and content.recipes:
            check_all_links.func()  # starter pages may lead to those planted after them
    remember(place, plan, marks)


def _planted(part: Part, wanted: list[Ingredient]) -> dict[str, str]:
    """Write what is missing or different; the marks of all that is now as wanted."""
    if not wanted:
        return {}
    before = {each.key: mark_of(each) for each in part.here()}
    missing = [each for each in wanted if before.get(each.key) != mark_of(each)]
    if part.name == "look":
        kept = {each.key for each in missing}
        return {f"look/{each.key}": before[each.key] for each in wanted if each.key not in kept}
    for each in missing:
        part.write(each)
    after = {each.key: mark_of(each) for each in part.here()} if missing else before
    return {f"{part.name}/{each.key}": after[each.key] for each in wanted if each.key in after}


def remember(place: Place, plan: Blueprint, marks: dict[str, str]) -> None:
    """Note which version of which blueprint a place has, and how each thing of it was planted."""
    facts = {"name": plan.name.partition("@")[0], "version": plan.version, "title": plan.title, "credit": plan.credit}
    with platform_scope():
        Origin.objects.update_or_create(tenant_id=place.id, defaults={**facts, "marks": marks})
