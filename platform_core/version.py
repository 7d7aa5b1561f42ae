"""The version of the Baukasten, from the one place where it is written down."""

from __future__ import annotations

import functools
import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path


@functools.cache
def version() -> str:
    """As the installed package says, else as the project file says."""
    try:
        return installed("baukasten")
    except PackageNotFoundError:
        file = Path(__file__).resolve().parent.parent / "pyproject.toml"
        return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"])
