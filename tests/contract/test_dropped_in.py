"""A folder is the registration: a module dropped in from elsewhere works, and no other file changes."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tenants.postgres.prepare import prepare
from tests.support.database import drop_database, server

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(settings.BASE_DIR)
TOY = ROOT / "tests" / "toys" / "toy"
README_FILE = re.compile(r"`modules/(lostfound/[^`\n]+\.\w+)`[^\n]*\n\n```(?:python|html)\n(.*?)```", re.DOTALL)
OTHER_NAMES = {
    "tests.toys.toy": "extras.kreisel",
    "spielzeug": "kreiselplatz",
    "toys": "kreisels",
    "toy": "kreisel",
    "Toys": "Kreisels",
    "Toy": "Kreisel",
    "owners": "halter",
}


@pytest.fixture
def package(tmp_path: Path) -> str:
    """The toy under another name, in a folder outside of the project, without migrations."""
    target = tmp_path / "extras" / "kreisel"
    for file in TOY.rglob("*"):
        if file.suffix in {".py", ".html"} and not file.name.startswith("0"):
            copy = tmp_path / "extras" / Path(renamed(str(file.relative_to(TOY.parent))))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(renamed(file.read_text()))
    (tmp_path / "extras" / "__init__.py").touch()
    assert (target / "module.py").exists()
    assert "toy" not in (target / "module.py").read_text().lower()
    return "extras.kreisel"


def renamed(text: str) -> str:
    for old, new in OTHER_NAMES.items():
        text = text.replace(old, new)
    return text


@pytest.fixture
def database() -> Iterator[str]:
    cluster, name = server(), f"test_{secrets.token_hex(4)}"
    cluster.start()
    prepare(cluster.dsn("postgres"), name)
    yield name
    drop_database(cluster, name)


def observed(package: str, database: str, folder: Path) -> dict[str, list[object]]:
    """What a process sees whose only new thing is this package."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "platform_core.settings",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        "BAUKASTEN_EXTRA_MODULES": package,
        "BAUKASTEN_DATABASE": database,
    }
    command = [sys.executable, "-m", "tests.contract.dropped_in", package]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


THERE_AND_NOWHERE_ELSE = {
    "list": [200, 404],
    "detail": [200, 404],
    "in menu": [True, False],
    "on home page": [True, False],
    "in search": [True, False],
}


def test_a_folder_is_all_it_takes(package, database, tmp_path):
    assert observed(package, database, tmp_path) == THERE_AND_NOWHERE_ELSE
    assert (tmp_path / "extras" / "kreisel" / "migrations" / "0001_initial.py").exists()


def test_the_module_of_the_readme_works_as_it_stands(database, tmp_path):
    files = README_FILE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    empty = [("__init__.py", ""), ("lostfound/__init__.py", ""), ("lostfound/migrations/__init__.py", "")]
    assert len(files) > 7
    for name, code in [*files, *empty]:
        copy = tmp_path / "extras" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(code.replace("modules.lostfound", "extras.lostfound"))

    assert observed("extras.lostfound", database, tmp_path) == THERE_AND_NOWHERE_ELSE
