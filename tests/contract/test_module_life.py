"""A module's life in a place: absent, on, parked, on again – for every folder and the toy."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import URLPattern, reverse

from platform_core import registry
from platform_core.audit.models import Entry
from platform_core.contributions.models import Contribution
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from provisioning import switch
from provisioning.demo import plant_people
from provisioning.schema import migrate_places
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.models import Tenant
from tenants.postgres.ddl import ddl_login
from tests.contract.conftest import rows_of, tables_of, with_required
from tests.contract.rows import contribute, make_row
from tests.fixtures import make_person

MODULES = registry.modules()
THERE = {200, 302, 405}  # shown, asks to sign in, takes POST only
CONTENT = Path(settings.BASE_DIR) / "provisioning" / "regions" / "modellorte" / "weslarn.toml"

LOG = frozenset({"audit_entry"})  # which says that the module was switched
every_module = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)


def switch_on(place, name):
    switch.switch_on(place.slug, name)
    TenantDirectory.forget()  # in a real process the database's notice does this


def park(place, name):
    switch.park(place.slug, name)
    TenantDirectory.forget()


def fresh(place):
    """The place as its rows are now."""
    with platform_scope():
        return place_of(tenants().get(pk=place.id))


def own_tables(module):
    models = apps.get_app_config(module.name).get_models(include_auto_created=True)
    return {model._meta.db_table for model in models}


def pages_of(module):
    """Every address of the module that takes no argument."""
    package = registry.packages()[list(MODULES).index(module.name)]
    patterns = __import__(f"{package}.urls", fromlist=["urlpatterns"]).urlpatterns
    plain = [each for each in patterns if isinstance(each, URLPattern) and not each.pattern.converters]
    assert plain, f"{package}.urls: no page to begin with"
    return [reverse(f"{module.name}:{each.name}", urlconf="platform_core.urls.place") for each in plain]


@every_module
def test_its_pages_are_there_when_it_is_on_and_nowhere_else(module, make_village, visit):
    village = make_village()

    def codes():
        return {visit(village).get(page).status_code for page in pages_of(module)}

    assert codes() == {404}
    for name in with_required(module.name):
        switch_on(village, name)
    assert codes() <= THERE
    park(village, module.name)
    assert codes() == {404}
    switch_on(village, module.name)
    assert codes() <= THERE


@every_module
def test_its_menu_and_blocks_are_on_the_home_page_only_while_it_is_on(module, make_village, visit):
    village = make_village(*with_required(module.name))
    links = [reverse(entry.url_name, urlconf="platform_core.urls.place") for entry in (*module.nav, *module.actions)]

    assert all(f'href="{link}"' in visit(village).get("/").text for link in links)
    park(village, module.name)
    home = visit(village).get("/")
    assert home.status_code == 200
    assert f"/{module.path}/" not in home.text


@every_module
def test_its_tables_are_in_the_schemas_that_use_it_and_in_no_other(module, full, places):
    tables = own_tables(module)

    assert tables <= tables_of(full.schema), "a module's migrations make the tables of all its models"
    for place in places.values():
        assert tables_of(place.schema) & tables == (tables if module.name in place.modules else set())
    assert tables_of("public") & tables == set()


@every_module
def test_parked_and_on_again_no_row_is_lost(module, make_village):
    village = make_village(*with_required(module.name))
    anna, bernd = make_person(village, "Anna Beispiel"), make_person(village, "Bernd Beispielmann")
    with place_scope(village):
        plant_rows(module, anna, bernd)
    before = rows_of(village.schema, without=LOG)

    park(village, module.name)
    parked = rows_of(village.schema, without=LOG)
    switch_on(village, module.name)

    assert before == parked == rows_of(village.schema, without=LOG)
    assert fresh(village).modules == set(with_required(module.name))


@every_module
def test_parked_it_still_migrates(module, make_village):
    village = make_village(*with_required(module.name))
    park(village, module.name)
    to_zero(fresh(village), module)
    assert tables_of(village.schema) & own_tables(module) == set()

    assert migrate_places().migrated == [village.name]
    if own_tables(module):
        with place_scope(village):
            assert Entry.objects.filter(action="place.migrated").count() == 1
    assert tables_of(village.schema) >= own_tables(module)


def to_zero(village, module):
    """Take the module's migrations back, as if they had been written after the module was parked."""
    with ddl_login():
        with place_scope(village, ddl=True):
            executor = MigrationExecutor(connection)
            if module.name in executor.loader.migrated_apps:
                executor.migrate([(module.name, None)])
        with platform_scope():
            Tenant.objects.filter(pk=village.id).update(schema_version="older")


@every_module
def test_demo_content_is_planted_once(module, full, db):
    if module.demo is None:
        return
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    with place_scope(full):
        people = plant_people(content, "vorfuehrung-1234")
        module.demo(content, people)
        once = counted(module)
        module.demo(content, people)

        assert sum(once.values()) > 0, "demo content plants something"
        assert counted(module) == once


def counted(module):
    models = [*apps.get_app_config(module.name).get_models(), *apps.get_app_config("contributions").get_models()]
    models += apps.get_app_config("comments").get_models()
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_forgetting_a_person_leaves_no_row_of_theirs_and_all_of_others(module, full, db):
    if module.personal_data is None:
        return
    anna, bernd = make_person(full, "Anna Beispiel"), make_person(full, "Bernd Beispielmann")
    with place_scope(full):
        plant_rows(module, anna, bernd)
        plant_rows(module, bernd, bernd)
        paths = module.personal_data.paths.items()
        of_bernd = {model: model._base_manager.filter(**{path: bernd}).count() for model, path in paths}
        assert all(model._base_manager.filter(**{path: anna}).exists() for model, path in paths)

        module.personal_data.forget(anna)

        left = {model.__name__ for model, path in paths if model._base_manager.filter(**{path: anna}).exists()}
        assert left == set()
        assert of_bernd == {model: model._base_manager.filter(**{path: bernd}).count() for model, path in paths}
        assert stale_portal_entries(full) == []
        anna.delete()


def stale_portal_entries(place):
    """Titles that the region's portal still shows of contributions that are gone."""
    there = list(Contribution.objects.values_list("pk", flat=True))
    with platform_scope():
        return list(RegionEntry.objects.filter(schema=place.schema).exclude(contribution_id__in=there))


def plant_rows(module, person, other):
    """One row of the person for every way in which the module points at people, and one of each kind."""
    for kind in module.kinds:
        contribute(kind.model, person)
    for model, path in (module.personal_data.paths if module.personal_data else {}).items():
        make_row(model, path, person, other)


def test_each_kind_counts_for_itself(full, db):
    anna = make_person(full, "Anna Beispiel")
    kinds = [kind for module in MODULES.values() for kind in module.kinds]
    assert len(kinds) > 1
    with place_scope(full):
        assert [contribute(kind.model, anna).number for kind in kinds] == [1] * len(kinds)
