"""A folder is the registration: a module dropped in from elsewhere works, and no other file changes."""

from __future__ import annotations

import json
import os
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


def test_a_folder_is_all_it_takes(package, database, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "platform_core.settings",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "BAUKASTEN_EXTRA_MODULES": package,
        "BAUKASTEN_DATABASE": database,
    }
    command = [sys.executable, "-m", "tests.contract.dropped_in", package]

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "extras" / "kreisel" / "migrations" / "0001_initial.py").exists()
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "list": [200, 404],
        "detail": [200, 404],
        "in menu": [True, False],
        "on home page": [True, False],
        "in search": [True, False],
    }
