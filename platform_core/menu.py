"""The links that modules put below their entry of the navigation: content, kept until something is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from platform_core import registry
from platform_core.generations import generation_of
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.contract import MenuLink


def menu_here() -> dict[str, tuple[MenuLink, ...]]:
    """The links by module, for the place in scope; asks the database once per generation and process."""
    modules = [module for module in registry.modules_of(current_place()) if module.menu]
    if not modules:
        return {}
    generation = generation_of(current_place().schema)
    kept = cache.get("menu")
    if kept is None or kept[0] != (generation, [module.name for module in modules]):
        links = {module.name: tuple(module.menu()) for module in modules if module.menu}
        kept = ((generation, [module.name for module in modules]), links)
        cache.set("menu", kept)
    found: dict[str, tuple[MenuLink, ...]] = kept[1]
    return found
