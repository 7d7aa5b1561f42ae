"""`baukasten tenants` and `baukasten modules`: who is here, with what, and switching it."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import zipfile

import pytest
from django.core.management import CommandError

from platform_core import registry
from platform_core.scope import place_scope
from provisioning.archive import verify
from tests.commands.conftest import baukasten, place_named
from tests.contract.conftest import rows_of
from tests.contract.rows import contribute
from tests.fixtures import make_person

#: Parking comes before removing, and stands in the log.
LOG = frozenset({"audit_entry"})


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


@pytest.fixture
def village(make_village):
    """With an idea and a file, to lose."""
    place = make_village("ideas", "news")
    anna = make_person(place, "Anna Beispiel")
    with place_scope(place):
        contribute(_kinds("ideas")[0], anna, "Bank am Teich")
    return place


def test_a_dry_run_of_removing_counts_what_goes_and_deletes_nothing(village, tmp_path):
    before = rows_of(village.schema)

    said = baukasten("modules", village.slug, "--remove", "ideas", "--dry-run", "--export", str(tmp_path / "x.zip"))

    assert "Removing ideas closes 1 contributions and these pages:" in said
    assert re.search(r"It deletes \d+ rows and 0 files for good:", said)
    assert re.search(r"^ +1  contributions_contribution$", said, re.MULTILINE)
    assert "is removed" not in said
    assert rows_of(village.schema) == before
    assert list(tmp_path.iterdir()) == []
    assert "ideas" in place_named(village.slug).modules


def test_removing_writes_the_export_first_and_says_where_it_lies(village, tmp_path):
    target = tmp_path / "ideas.zip"

    said = baukasten("modules", village.slug, "--remove", "ideas", "--export", str(target))

    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert f"ideas is removed. Its data lies in {target} (SHA-256 {digest})." in said
    assert verify(target)["module"] == "ideas"
    with zipfile.ZipFile(target) as archive:
        assert "Bank am Teich" in archive.read("core/contributions_contribution.jsonl").decode()
    assert target.stat().st_mode & 0o777 == 0o600
    assert ["ideas", "–"] in [line.split()[:2] for line in said.splitlines()]
    assert "ideas" not in place_named(village.slug).installed
    assert "ideas is now on." in baukasten("modules", village.slug, "--on", "ideas")


def test_the_export_may_stand_in_the_folder_one_is_in(village, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    baukasten("modules", village.slug, "--remove", "ideas", "--export", "ideas.zip")

    assert verify(tmp_path / "ideas.zip")["module"] == "ideas"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--remove", "ideas"], r"Say where the export goes, for example --export ideas-of-weslarn\.zip"),
        (["--remove", "ideas", "--export", "{folder}/there.zip"], r"there\.zip is there already\. Choose another name"),
        (["--remove", "ideas", "--export", "{folder}"], r"is there already\. Choose another name"),
        (["--remove", "ideas", "--export", "{folder}/there.zip/x.zip"], r"File exists|Not a directory"),
        (["--remove", "ideas", "--export", "{folder}/" + "x" * 300 + ".zip"], r"File name too long"),
        (["--remove", "ponys", "--export", "{folder}/x.zip"], r"there is no module 'ponys'\. Modules are: "),
        (["--remove", "", "--export", "{folder}/x.zip"], r"there is no module ''\. Modules are: "),
        (["--remove", "region", "--export", "{folder}/x.zip"], r"does not have the module “region”"),
        (["--remove", "ideas", "--off", "ideas"], r"not allowed with argument"),
        (["--export", "{folder}/x.zip"], r"--export belongs to --remove"),
        (["--off", "ideas", "--export", "{folder}/x.zip"], r"--export belongs to --remove"),
    ],
)
def test_a_removal_that_cannot_be_is_refused_and_leaves_everything(village, tmp_path, arguments, sentence):
    (tmp_path / "there.zip").write_bytes(b"mine")
    before = rows_of(village.schema)

    with pytest.raises(CommandError, match=sentence):
        baukasten("modules", village.slug, *(each.format(folder=tmp_path) for each in arguments))

    assert rows_of(village.schema, without=LOG) == {name: rows for name, rows in before.items() if name not in LOG}
    assert [file.name for file in tmp_path.iterdir()] == ["there.zip"]
    assert (tmp_path / "there.zip").read_bytes() == b"mine"
    assert "ideas" in place_named(village.slug).installed


def test_removing_at_a_place_that_there_is_not_names_those_there_are(places, tmp_path):
    with pytest.raises(CommandError, match="There is no place 'nirgendwo'"):
        baukasten("modules", "nirgendwo", "--remove", "ideas", "--export", str(tmp_path / "x.zip"))
    assert list(tmp_path.iterdir()) == []


def test_a_module_that_another_needs_stays_as_it_was(village, tmp_path, monkeypatch):
    needing = dataclasses.replace(registry.modules()["news"], requires=("ideas",))
    monkeypatch.setitem(registry.modules(), "news", needing)

    with pytest.raises(CommandError, match=r"news needs the module “ideas”\. Remove that first\."):
        baukasten("modules", village.slug, "--remove", "ideas", "--export", str(tmp_path / "x.zip"))

    assert "ideas" in place_named(village.slug).modules
    assert list(tmp_path.iterdir()) == []


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
