"""Blueprints: named starting sets, as files of ours and as agencies save them from their places."""

from __future__ import annotations

import contextlib
import functools
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioning.blueprints.content import Content
    from provisioning.blueprints.models import BlueprintVersion
    from tenants.models import Agency

FOLDER = Path(__file__).parent
VERSION = "@"


class NoBlueprint(Exception):
    """There is no blueprint of this name; the message names those there are."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a new place begins with: its modules, and the blocks of its home page by template, in their order.

    Blocks named in `side` stand beside the others, in short. `content` says all the rest. Saved ones are
    called `agency/slug`, in their newest version, or `agency/slug@2`; `credit` names whose work they are.
    """

    name: str
    title: str
    modules: tuple[str, ...]
    home: tuple[str, ...]
    side: tuple[str, ...] = ()
    summary: str = ""
    version: int = 1
    credit: str = ""
    landscape: str = "hills"
    look: dict[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()

    @property
    def content(self) -> Content:
        """All of it. Raises NoBlueprint when it has gone meanwhile."""
        return content_of(self.name, self.version)

    @property
    def is_saved(self) -> bool:
        return "/" in self.name


def names() -> list[str]:
    """The names of our own blueprints, which everybody may use."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def blueprint(name: str, agency: str = "") -> Blueprint:
    """The blueprint of this name; of a saved one only if the agency with this slug may use it. Raises NoBlueprint."""
    stem, _at, number = name.partition(VERSION)
    if "/" not in stem:
        return _of_file(name)
    from provisioning.blueprints.finding import saved_version

    found = saved_version(stem, number, agency)
    if found is None:
        raise NoBlueprint(f"there is no blueprint {name!r}. Blueprints are: {', '.join(_known(agency))}.")
    return of_version(found)


def available(agency: Agency | None) -> list[Blueprint]:
    """Our own blueprints, then those that this agency saved or may use; in the platform's scope.

    Without an agency all of them, for operators.
    """
    return available_to([agency] if agency else None)


def available_to(agencies: Iterable[Agency] | None) -> list[Blueprint]:
    """The same for several agencies. What needs a module that is gone is left out."""
    from provisioning.blueprints.content import BlueprintRefused
    from provisioning.blueprints.finding import newest_for

    found = sorted((blueprint(name) for name in names()), key=lambda each: ORDER.get(each.name, len(ORDER)))
    for version in newest_for(agencies):
        with contextlib.suppress(BlueprintRefused):
            found.append(of_version(version))
    return found


ORDER = {"village": 0, "town": 1, "city": 2, "region": 3}


def content_of(name: str, version: int = 0) -> Content:
    """What a blueprint says, without asking whose it is; version 0 is the newest. Raises NoBlueprint."""
    stem = name.partition(VERSION)[0]
    if "/" not in stem:
        return _content_of_file(_file(stem))
    from provisioning.blueprints.finding import any_version

    found = any_version(stem, version)
    if found is None:
        raise NoBlueprint(f"there is no version {version} of the blueprint {stem!r} any more.")
    return found.content


def of_version(version: BlueprintVersion) -> Blueprint:
    """A saved version as orders see it. In the platform's scope."""
    saved, content = version.blueprint, version.content
    return _made(saved.name, content, version=version.number, credit=saved.agency.name)


def _made(name: str, content: Content, **more: Any) -> Blueprint:
    look = dict(content.look)
    return Blueprint(
        name=name,
        title=content.title,
        modules=content.modules,
        home=content.home + content.side,
        side=content.side,
        summary=content.summary,
        landscape=look.get("landscape", "hills"),
        look=look,
        roles=content.roles,
        **more,
    )


def _file(name: str) -> str:
    if name not in names():
        raise NoBlueprint(f"there is no blueprint {name!r}. Blueprints are: {', '.join(_known())}.")
    return name


def _known(agency: str = "") -> Iterable[str]:
    from provisioning.blueprints.finding import saved_names

    return [*names(), *(saved_names(agency) if agency else ())]


@functools.cache
def _of_file(name: str) -> Blueprint:
    return _made(_file(name), _content_of_file(name), version=_data(name)[1])


@functools.cache
def _content_of_file(name: str) -> Content:
    from provisioning.blueprints.content import read

    return read(_data(name)[0])


def _data(name: str) -> tuple[dict[str, Any], int]:
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return data, data.pop("version", 1)
