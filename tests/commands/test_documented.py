"""Every command has an example, and every setting from the environment stands in README.md – and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
ROOMS = ("platform_core", "tenants", "theming", "modules", "provisioning")
OWN_COMMANDS = sorted(name for name, app in get_commands().items() if str(app).split(".")[0] in ROOMS)
READ = re.compile(r"""(?:\benv|\bflag|environ\.get|environ\.pop|getenv)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
READ_BY_INDEX = re.compile(r"""environ\[["']([A-Z][A-Z0-9_]+)["']\](?!\s*=)""")
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The part of README.md below a heading."""
    return readme().split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def variables_read() -> set[str]:
    sources = [file.read_text() for room in ROOMS for file in (ROOT / room).rglob("*.py") if "tests" not in file.parts]
    return {name for source in sources for pattern in (READ, READ_BY_INDEX) for name in pattern.findall(source)}


def test_every_variable_that_is_read_is_documented_and_every_documented_one_is_read():
    assert {name for name, _default, _meaning in ROW.findall(section("Configuration"))} == variables_read()


def test_the_search_for_variables_finds_them():
    assert {"BAUKASTEN_DATA", "PORT", "DATABASE_URL", "BAUKASTEN_DEMO", "BAUKASTEN_EXTRA_MODULES"} <= variables_read()


def test_each_variable_says_its_default_and_what_it_means():
    for name, default, meaning in ROW.findall(section("Configuration")):
        assert default.strip(), name
        assert len(meaning.split()) > 2, name


@pytest.mark.parametrize("name", OWN_COMMANDS)
def test_a_command_says_what_it_does_with_an_example(name):
    said = load_command_class(get_commands()[name], name).help

    assert "Example" in said
    assert f"baukasten {name}" in said
    assert f"`baukasten {name}" in section("Commands"), f"README.md lists no `baukasten {name}`"


def test_readme_lists_no_command_that_there_is_not():
    assert set(re.findall(r"^\| `baukasten ([a-z]+)", section("Commands"), re.MULTILINE)) <= set(OWN_COMMANDS)


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_the_files_that_a_document_links_to_are_there(file):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", (ROOT / file).read_text(encoding="utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []
