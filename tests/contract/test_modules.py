"""The module contract, for every folder and the toy: what a module says about itself holds, and nobody else says it."""

from __future__ import annotations

import ast
import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.urls import reverse

from platform_core import registry
from platform_core.accounts.house import house
from platform_core.place import PlaceKind
from platform_core.scope import place_scope
from tests.contract.rows import contribute, models_of, person_fields
from tests.fixtures import make_person

MODULES = dict(zip(registry.packages(), registry.modules().values(), strict=True))
PLACE_URLS = "platform_core.urls.place"
ROOT = Path(settings.BASE_DIR)
ROOMS = ("platform_core", "tenants", "theming", "provisioning")
DATA = {"regions", "blueprints"}  # names of modules are data there
CODE = {".py", ".html", ".txt", ".js", ".mjs", ".scss", ".toml"}
FORBIDDEN_ROOMS = {"tenants", "theming", "provisioning", "stripe", "django_tenants"}

every_module = pytest.mark.parametrize(("package", "module"), MODULES.items(), ids=[m.name for m in MODULES.values()])


def folder_of(package: str) -> Path:
    return Path(import_module(package).__path__[0])


@every_module
def test_menu_buttons_and_icons_resolve(package, module):
    entries = [*module.nav, *module.actions]

    for entry in entries:
        assert reverse(entry.url_name, urlconf=PLACE_URLS).startswith(f"/{module.path}/")
    for icon in {module.icon, *(entry.icon for entry in entries), *(kind.icon for kind in module.kinds)}:
        assert "<svg" in Template("{% load face %}{% icon name %}").render(Context({"name": icon}))


@every_module
def test_cards_and_blocks_have_templates_of_its_own(package, module):
    for template in [*(kind.card for kind in module.kinds), *(block.template for block in module.blocks)]:
        origin = Path(get_template(template).origin.name)
        assert origin.is_relative_to(folder_of(package) / "templates" / module.name)


@every_module
def test_blocks_stand_in_a_column_that_the_home_page_has(package, module):
    assert {block.column for block in module.blocks} <= {"top", "main", "side"}


@every_module
def test_permissions_files_urls_and_app_carry_its_name(package, module):
    for kind in ("templates", "static"):
        inside = folder_of(package) / kind
        assert {each.name for each in inside.glob("*")} <= {module.name}
    assert apps.get_app_config(module.name).name == package
    assert import_module(f"{package}.urls").app_name == module.name
    assert all(permission.name.startswith(f"{module.name}.") for permission in module.permissions)
    assert all(permission.roles for permission in module.permissions)


@every_module
def test_titles_and_summary_are_there(package, module):
    texts = [module.title, module.summary, *(entry.title for entry in (*module.nav, *module.actions, *module.kinds))]
    assert all(str(text).strip() for text in texts)


@every_module
def test_fresh_settings_are_valid(package, module):
    if module.settings is None:
        return
    fresh = {name: field.initial for name, field in module.settings().fields.items() if field.initial}
    form = module.settings(data=fresh)

    assert form.is_valid(), form.errors.as_text()


@every_module
def test_every_field_that_points_at_a_person_is_covered_by_personal_data(package, module):
    covered = module.personal_data.paths if module.personal_data else {}
    pointing = {(model, field.name) for model in models_of(module, package) for field in person_fields(model)}

    assert pointing == set(covered.items())


@every_module
def test_a_recipe_travels_by_the_fields_of_its_form(package, module, full, db):
    if module.recipe is None:
        return
    anna = make_person(full, "Anna Beispiel")
    with place_scope(full):
        for kind in module.kinds:
            contribute(kind.model, anna)
        taken = module.recipe.take()
        shape = set(module.recipe.shape.base_fields)

        assert taken, "a recipe takes what there is"
        for each in taken:
            assert {"key", "title", *each.values} == shape
            assert json.loads(json.dumps(dict(each.values))) == dict(each.values)
            assert str(anna.pk) not in json.dumps(each.values)
            assert anna.name not in json.dumps([each.key, each.title, dict(each.values)])


@every_module
def test_what_a_recipe_plants_is_what_it_took_and_belongs_to_the_house(package, module, full, db):
    if module.recipe is None:
        return
    anna = make_person(full, "Anna Beispiel")
    with place_scope(full):
        for kind in module.kinds:
            contribute(kind.model, anna)
        taken = {each.key: each for each in module.recipe.take()}
        for kind in module.kinds:
            kind.model.objects.all().delete()
        for _again in range(2):
            for each in taken.values():
                module.recipe.plant(each)

            assert {each.key: each for each in module.recipe.take()} == taken
        assert {item.author for kind in module.kinds for item in kind.model.objects.all()} == {house()}


@every_module
def test_jobs_are_functions_with_names_of_their_own(package, module):
    names = [task.name for task in module.tasks]
    assert len(names) == len(set(names))
    assert all(callable(task.run) for task in module.tasks)


# --- who imports whom, and who names whom ------------------------------------------------------


def foreign_imports(source: str, own: str, requires: tuple[str, ...]) -> list[str]:
    """What a module's file imports and may not: other rooms, and modules it does not require or not by their api."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if not _may_import(name.split("."), own, requires)]


def _may_import(parts: list[str], own: str, requires: tuple[str, ...]) -> bool:
    if parts[0] in FORBIDDEN_ROOMS:
        return False
    if parts[0] != "modules" or parts[:2] == own.split(".")[:2]:
        return True
    return len(parts) > 2 and parts[1] in requires and parts[2] == "api"


@every_module
def test_it_imports_the_core_itself_and_the_api_of_what_it_requires(package, module):
    for file in folder_of(package).rglob("*.py"):
        if "tests" not in file.relative_to(folder_of(package)).parts:
            assert foreign_imports(file.read_text(), package, tuple(module.requires)) == [], file


@pytest.mark.parametrize(
    "line",
    [
        "from modules.b.models import Thing",
        "import modules.b.models",
        "from modules.c import api",
        "from modules import b",
        "from tenants.models import Tenant",
        "import provisioning.steps",
    ],
)
def test_a_forbidden_import_would_be_found(line):
    assert foreign_imports(f"def late():\n    {line}\n", "modules.a", ("b",))


def test_an_api_that_is_required_may_be_imported():
    allowed = "from modules.b.api import things\nfrom modules.b import api\nfrom modules.a.models import Own"
    assert foreign_imports(allowed, "modules.a", ("b",)) == []


def naming(name: str, path: str) -> re.Pattern[str]:
    """How code names a module: its package, its URLs, its templates, its path, or its name in quotes."""
    quoted = "" if name in set(PlaceKind) else rf"|[\"']{name}[\"']"  # a word of the core's own
    return re.compile(rf"modules[./]{name}\b|[\"']{name}[:/]|[\"'/]{path}/{quoted}")


@every_module
def test_no_other_room_names_it(package, module):
    pattern = naming(module.name, module.path)
    for room in ROOMS:
        for file in (ROOT / room).rglob("*"):
            inside = file.relative_to(ROOT).parts
            if file.suffix not in CODE or {"node_modules", "built", "tests"} & set(inside) or inside[1] in DATA:
                continue
            found = pattern.search(file.read_text())
            assert found is None, f"{file.relative_to(ROOT)} names the module {module.name}: {found.group()}"


@pytest.mark.parametrize(
    "code",
    [
        "from modules.ideas import x",
        "{% url 'ideas:list' %}",
        '{% include "ideas/card.html" %}',
        'href="/ideen/"',
        'if "ideas" in place.modules',
    ],
)
def test_naming_a_module_would_be_found(code):
    assert naming("ideas", "ideen").search(code)
    assert not naming("ideas", "ideen").search("A place for ideas and answers.")
