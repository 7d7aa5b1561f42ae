"""A manifest that cannot be used stops the start with a sentence: the file, the field, and the fix."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from platform_core import registry
from platform_core.contract import BrokenModule

WHOLE = """
from platform_core.contract import *
MODULE = Module(name="dings", path="dings", title="Dings", summary="Ein Ding.", icon="grid", {more})
"""
MISTAKES = {
    "no MODULE": ("x = 1", r"dings/module\.py: MODULE is missing\. Write `MODULE = Module\("),
    "MODULE of another kind": ("MODULE = {'name': 'dings'}", r"dings/module\.py: MODULE is missing\."),
    "another name": (
        "from platform_core.contract import *\n"
        'MODULE = Module(name="bums", path="dings", title="", summary="", icon="grid")',
        r"dings/module\.py: name is 'bums' but must be the folder's name, 'dings'\.",
    ),
    "a path with slashes": (
        "from platform_core.contract import *\n"
        'MODULE = Module(name="dings", path="/dings/", title="", summary="", icon="grid")',
        r"dings/module\.py: path is '/dings/' but must be lower-case letters, digits and hyphens, without slashes\.",
    ),
    "a permission of others": (
        WHOLE.format(more='permissions=(Permission("ideas.answer", "", roles=frozenset()),)'),
        r"dings/module\.py: permissions: 'ideas\.answer' must start with 'dings\.'\.",
    ),
    "a menu entry of others": (
        WHOLE.format(more='nav=(NavEntry("", "ideas:list", icon="grid"),)'),
        r"dings/module\.py: nav, actions, desk, first_steps: 'ideas:list' must start with 'dings:'\.",
    ),
    "a template of others": (
        WHOLE.format(more='blocks=(HomeBlock("ideas/home.html", lambda request: {}, "Ideen"),)'),
        r"dings/module\.py: kinds, blocks: template 'ideas/home\.html' must lie in 'dings/'\.",
    ),
    "a module that is not there": (
        WHOLE.format(more='requires=("bums",)'),
        r"dings/module\.py: requires names 'bums', but there is no such module\.",
    ),
    "a path that is taken": (
        "from platform_core.contract import *\n"
        'MODULE = Module(name="dings", path="spielzeug", title="", summary="", icon="grid")',
        r"dings/module\.py: name 'dings' or path 'spielzeug' is taken by 'toy'\. Choose another\.",
    ),
}
RAW = {
    "a field that there is not": (
        WHOLE.format(more='colour="red"'),
        r"dings/module\.py: .*colour",
    ),
    "a field that is missing": (
        'from platform_core.contract import *\nMODULE = Module(name="dings", path="dings", title="", summary="")',
        r"dings/module\.py: .*icon",
    ),
    "an import that fails": (
        "from modules.bums import api",
        r"dings/module\.py: .*modules\.bums",
    ),
    "a slip of the pen": ("MODULE = Module(", r"dings/module\.py: .*line 1"),
}


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`broken(source)`: the registry finds one more folder, with this manifest."""

    def dropped(source: str) -> None:
        folder = tmp_path / "dings"
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "module.py").write_text(source)
        importlib.invalidate_caches()
        packages = (*registry.packages(), "dings")
        monkeypatch.setattr(registry, "packages", lambda: packages)

    monkeypatch.syspath_prepend(tmp_path)
    registry.modules.cache_clear()
    yield dropped
    for name in [name for name in sys.modules if name.split(".")[0] == "dings"]:
        del sys.modules[name]
    monkeypatch.undo()
    registry.modules.cache_clear()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [*MISTAKES.values(), *RAW.values()],
    ids=[*MISTAKES, *RAW],
)
def test_a_broken_manifest_is_named_with_its_file_field_and_fix(broken, source, sentence):
    broken(source)

    with pytest.raises(BrokenModule, match=sentence):
        registry.modules()


def test_a_whole_manifest_beside_the_others_is_taken(broken):
    broken(WHOLE.format(more="requires=('toy',)"))

    assert "dings" in registry.modules()


def test_a_broken_manifest_stops_the_start(tmp_path):
    (tmp_path / "dings").mkdir()
    (tmp_path / "dings" / "__init__.py").touch()
    (tmp_path / "dings" / "module.py").write_text(MISTAKES["no MODULE"][0])
    path = os.pathsep.join([str(tmp_path), str(settings.BASE_DIR)])
    environment = {**os.environ, "PYTHONPATH": path, "BAUKASTEN_EXTRA_MODULES": "dings"}
    environment["DJANGO_SETTINGS_MODULE"] = "platform_core.settings"

    done = subprocess.run(
        [sys.executable, "-m", "platform_core", "doctor"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "dings/module.py: MODULE is missing. Write `MODULE = Module(" in done.stderr
    assert "Traceback" not in done.stderr
