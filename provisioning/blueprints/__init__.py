"""Blueprints: named starting sets of modules and of the home page, one TOML file each."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


class NoBlueprint(Exception):
    """There is no blueprint of this name; the message names those there are."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a new place begins with: its modules, and the blocks of its home page by template, in their order.

    Blocks named in `side` stand beside the others, in short.
    """

    name: str
    title: str
    modules: tuple[str, ...]
    home: tuple[str, ...]
    side: tuple[str, ...] = ()


def names() -> list[str]:
    """The names of all blueprints."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


@functools.cache
def blueprint(name: str) -> Blueprint:
    """The blueprint of this name. Raises NoBlueprint."""
    if name not in names():
        raise NoBlueprint(f"there is no blueprint {name!r}. Blueprints are: {', '.join(names())}.")
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    modules, home, side = (tuple(data.get(key, ())) for key in ("modules", "home", "side"))
    return Blueprint(name, data["title"], modules, home + side, side)
