"""Finding the modules: a folder below `modules/` is the registration.

The names are listed before Django starts (settings need them); the manifests
are read afterwards, when the models are there, and each broken one stops the
start with a sentence.
"""

from __future__ import annotations

import functools
import os
import re
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING

from platform_core.contract import BrokenModule, Module

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from platform_core.contract import Clock, DeskEntry, FirstStep, NavEntry, QuickAction
    from platform_core.place import Place

FOLDER = Path(__file__).resolve().parent.parent / "modules"
ENTRY_POINTS = "baukasten.modules"
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
PATH = re.compile(r"[a-z][a-z0-9-]*\Z")


@functools.cache
def packages() -> tuple[str, ...]:
    """The dotted names of all module packages: our folders, installed ones, and those of the environment."""
    ours = [f"modules.{folder.name}" for folder in sorted(FOLDER.iterdir()) if (folder / "module.py").exists()]
    elsewhere = [entry.value for entry in metadata.entry_points(group=ENTRY_POINTS)]
    extra = [name.strip() for name in os.environ.get("BAUKASTEN_EXTRA_MODULES", "").split(",") if name.strip()]
    return tuple(dict.fromkeys([*ours, *elsewhere, *extra]))


@functools.cache
def modules() -> dict[str, Module]:
    """All modules by name, each checked. Raises BrokenModule with the file, the field and the fix."""
    found: dict[str, Module] = {}
    for package in packages():
        module = _manifest(package)
        for other in found.values():
            if module.name == other.name or module.path == other.path:
                raise BrokenModule(
                    f"{package}/module.py: name {module.name!r} or path {module.path!r} is taken by "
                    f"{other.name!r}. Choose another."
                )
        found[module.name] = module
    for module in found.values():
        _check_requirements(module, found)
    return found


def modules_of(place: Place) -> list[Module]:
    """The modules that are switched on in a place, in the registry's order."""
    return [module for name, module in modules().items() if name in place.modules]


def kinds_of(place: Place) -> list[str]:
    """The kinds of contributions that the place's modules bring, as stored in `Contribution.kind`."""
    return [str(kind.model._meta.model_name) for module in modules_of(place) for kind in module.kinds]


def model_of_kind(kind: str, place: Place) -> type[Model] | None:
    """The model of a kind that a module of the place brings; None for one that nobody brings."""
    models = (each.model for module in modules_of(place) for each in module.kinds)
    return next((model for model in models if model._meta.model_name == kind), None)


def permission_roles(name: str) -> frozenset[str]:
    """The roles that hold a permission; empty for one that no module declares."""
    return _roles_by_permission().get(name, frozenset())


@functools.cache
def _roles_by_permission() -> dict[str, frozenset[str]]:
    return {each.name: frozenset(each.roles) for module in modules().values() for each in module.permissions}


@functools.cache
def clocks_of(place: Place) -> dict[str, Clock]:
    """The kinds to which the place's administration owes an answer, each with its clock."""
    kinds = [kind for module in modules_of(place) for kind in module.kinds if kind.clock]
    return {str(kind.model._meta.model_name): kind.clock for kind in kinds if kind.clock}


def permissions_of_drafts() -> dict[str, str]:
    """The kinds whose drafts belong to an office, each with the permission of those who see them."""
    kinds = [kind for module in modules().values() for kind in module.kinds if kind.editors]
    return {str(kind.model._meta.model_name): kind.editors for kind in kinds}


def _manifest(package: str) -> Module:
    file = f"{package.replace('.', '/')}/module.py"
    try:
        module = getattr(import_module(f"{package}.module"), "MODULE", None)
    except Exception as broken:
        raise BrokenModule(f"{file}: {type(broken).__name__}: {broken}. Mend what the manifest says there.") from broken
    if not isinstance(module, Module):
        raise BrokenModule(f"{file}: MODULE is missing. Write `MODULE = Module(name=…, path=…, …)`.")
    for problem in _problems(module, package.rsplit(".", 1)[-1]):
        raise BrokenModule(f"{file}: {problem}")
    return module


def _problems(module: Module, folder: str) -> Iterable[str]:
    if not NAME.match(module.name) or module.name != folder:
        yield f"name is {module.name!r} but must be the folder's name, {folder!r}."
    if not PATH.match(module.path):
        yield f"path is {module.path!r} but must be lower-case letters, digits and hyphens, without slashes."
    yield from _wrong_permissions(module)
    linking: tuple[NavEntry | QuickAction | DeskEntry | FirstStep, ...]
    linking = (*module.nav, *module.actions, *module.desk, *module.first_steps)
    url_names = [each.url_name for each in linking]
    for url_name in url_names:
        if not url_name.startswith(f"{module.name}:"):
            yield f"nav, actions, desk, first_steps: {url_name!r} must start with '{module.name}:'."
    if module.settings and module.settings.name != module.name:
        yield f"settings: the form's name is {module.settings.name!r} but must be {module.name!r}."
    templates = [kind.card for kind in module.kinds] + [block.template for block in module.blocks]
    for template in templates:
        if not template.startswith(f"{module.name}/"):
            yield f"kinds, blocks: template {template!r} must lie in '{module.name}/'."


def _wrong_permissions(module: Module) -> Iterable[str]:
    names = {permission.name for permission in module.permissions}
    for name in names:
        if not name.startswith(f"{module.name}."):
            yield f"permissions: {name!r} must start with '{module.name}.'."
    for kind in module.kinds:
        if kind.editors and kind.editors not in names:
            yield f"kinds: editors is {kind.editors!r} but must be one of the module's permissions."


def _check_requirements(module: Module, found: dict[str, Module]) -> None:
    for required in module.requires:
        if required not in found:
            raise BrokenModule(f"{module.name}/module.py: requires names {required!r}, but there is no such module.")
