"""`baukasten tenants` and `baukasten modules`: who is here, with what, and switching it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from platform_core.scope import place_scope
from tests.commands.conftest import baukasten, place_named
from tests.contract.conftest import rows_of
from tests.contract.rows import contribute
from tests.fixtures import make_person


def test_tenants_lists_every_place_with_state_schema_modules_and_address(adorf, bdorf, places):
    said = baukasten("tenants").splitlines()

    assert len(said) == len(places)
    line = next(line for line in said if line.startswith("adorf "))
    assert line.split() == ["adorf", "active", adorf.schema, "ideas", "news", "pages", "toy", "https://adorf.bk.test/"]


def test_modules_shows_what_is_on_and_what_is_not(adorf):
    said = [line.split()[:2] for line in baukasten("modules", "adorf").splitlines()]

    assert ["ideas", "on"] in said
    assert ["region", "–"] in said


def test_switching_on_off_and_on_again(run, region):
    run("apply", str(region))

    assert "toy is now on." in run("modules", "pdorf", "--on", "toy")
    assert "toy is already on." in run("modules", "pdorf", "--on", "toy")
    assert "toy is now off; its data is kept." in run("modules", "pdorf", "--off", "toy")
    assert "toy is already off; its data is kept." in run("modules", "pdorf", "--off", "toy")
    assert ["toy", "parked"] in [line.split()[:2] for line in run("modules", "pdorf").splitlines()]
    assert place_named("pdorf").parked == {"toy"}
    assert "toy is now on." in run("modules", "pdorf", "--on", "toy")


def test_a_dry_run_says_what_closes_and_changes_nothing(adorf):
    anna = make_person(adorf, "Anna Beispiel")
    with place_scope(adorf):
        idea_model = next(model for model in _kinds("ideas"))
        contribute(idea_model, anna)
        contribute(idea_model, anna)
    before = rows_of("public")

    said = baukasten("modules", "adorf", "--off", "ideas", "--dry-run")

    assert "Parking ideas closes 2 contributions and these pages:" in said
    assert "https://adorf.bk.test/ideen/" in said
    assert "is now off" not in said
    assert rows_of("public") == before
    assert "ideas" in place_named("adorf").modules


def _kinds(name):
    from platform_core import registry

    return [kind.model for kind in registry.modules()[name].kinds]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nirgendwo"], r"There is no place 'nirgendwo'\. Places are: adorf, bdorf, xregion\."),
        (
            ["adorf", "--on", "ponys"],
            r"adorf: there is no module 'ponys'\. Modules are: ideas, news, pages, region, toy",
        ),
        (["adorf", "--off", "ponys"], r"adorf: there is no module 'ponys'\."),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(places, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        baukasten("modules", *arguments)


def test_on_and_off_at_once_is_refused(places):
    with pytest.raises(CommandError, match="not allowed with argument"):
        baukasten("modules", "adorf", "--on", "toy", "--off", "ideas")
