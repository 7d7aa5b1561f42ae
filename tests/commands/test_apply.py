"""`baukasten apply`: region as code. Twice is as once, and a mistake writes nothing but its sentence."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from platform_core.scope import place_scope
from provisioning.regions.apply import apply_file
from tests.commands.conftest import baukasten, place_named
from tests.commands.regions import CONTENT, NEWS, REGION, write_region
from tests.contract.conftest import rows_of


def everything(*places):
    """Every row of the public schema and of these places."""
    return {schema: rows_of(schema) for schema in ["public", *(place.schema for place in places)]}


def test_it_makes_the_places_with_address_modules_and_content(run, region, visit):
    said = run("apply", str(region))

    assert "Pdorf: created" in said
    assert "Region P: created" in said
    pdorf = place_named("pdorf")
    assert (pdorf.host, pdorf.modules, pdorf.look.accent) == ("pdorf.bk.test", {"ideas"}, "#1f6b4a")
    page = visit(pdorf).get("/ideen/1/").text
    assert "Bank am Teich" in page
    assert "Wir prüfen das." in page
    assert "Bank am Teich" in visit(place_named("pportal")).get("/").text


def test_a_second_run_changes_no_row(run, region):
    run("apply", str(region))
    pdorf, portal = place_named("pdorf"), place_named("pportal")
    before = everything(pdorf, portal)

    said = run("apply", str(region))

    assert "Pdorf: is as ordered" in said
    assert everything(pdorf, portal) == before
    assert sum(len(rows) for rows in before[pdorf.schema].values()) > 10


def test_news_of_a_content_file_are_planted_once_with_what_people_say_to_them(run, tmp_path, visit):
    ordered = REGION.replace('modules = ["ideas"]', 'modules = ["ideas", "news"]')
    file = write_region(tmp_path, ordered, CONTENT + NEWS)
    run("apply", str(file))
    pdorf = place_named("pdorf")
    before = everything(pdorf)

    run("apply", str(file))

    assert everything(pdorf) == before
    page = visit(pdorf).get("/aktuelles/1-der-brunnen-laeuft-wieder/").text
    assert "Seit heute früh." in page
    assert "Otto Amtlich" in page
    assert "Der Brunnen läuft wieder" in visit(place_named("pportal")).get("/").text


def test_a_changed_file_changes_what_it_names_and_keeps_what_people_wrote(run, region, tmp_path):
    run("apply", str(region))
    before = place_named("pdorf")
    changed = REGION.replace('name = "Pdorf"', 'name = "Pdorf am Teich"').replace("#1f6b4a", "#9b2f2a")

    said = run("apply", str(write_region(tmp_path, changed)))

    after = place_named("pdorf")
    assert "Pdorf am Teich: is as ordered" in said
    assert (after.name, after.look.accent) == ("Pdorf am Teich", "#9b2f2a")
    assert (after.id, after.schema, after.host) == (before.id, before.schema, before.host)
    with place_scope(after):
        from platform_core.contributions.models import Contribution

        assert [item.title for item in Contribution.objects.all()] == ["Bank am Teich"]


MISTAKES = {
    "no TOML": ("[agency]", "[agency", r"region\.toml: is no valid TOML: "),
    "unknown table": ("[agency]", "[[village]]\n[agency]", r"region\.toml: the file: village is not known here"),
    "unknown key of the agency": ('name = "Probe', 'nmae = "x"\nname = "Probe', r"\[agency\]: nmae is not known here"),
    "unknown key of a body": ('key = "amt"', 'key = "amt"\nfax = "1"', r"\[\[body\]\] 1: fax is not known here"),
    "unknown key of a place": (
        "lat =",
        "lattitude =",
        r"\[\[place\]\] 1: lattitude is not known here\. Allowed: .*lat",
    ),
    "unknown key of a look": ("accent =", "akzent =", r"\(pdorf\) look: akzent is not known here\. Allowed: accent"),
    "unknown key of the defaults": ("demo = true", "demos = true", r"\[defaults\]: demos is not known here"),
    "no agency": (
        '[agency]\nslug = "pagentur"\nname = "Probeagentur"\nregion = "Region P"',
        "",
        r"\[agency\]: slug is ''",
    ),
    "two agencies": ("[agency]", "[[agency]]", r"\[agency\] is .* but must be one table"),
    "one body without double brackets": ("[[body]]", "[body]", r"\[\[body\]\] is .* double brackets"),
    "agency's slug is no name": (
        'slug = "pagentur"',
        'slug = "P Agentur"',
        r"\[agency\]: slug: Use lower-case letters",
    ),
    "no name": ('name = "Pdorf"\n', "", r"\(pdorf\): name is '' but must be a text that is not empty"),
    "wrong kind": ('"village"', '"hamlet"', r"\(pdorf\): kind is 'hamlet', allowed are village, town, city, region"),
    "unknown module": ('["ideas"]', '["ideas", "ponys"]', r"pdorf: there is no module 'ponys'\. Modules are: .*ideas"),
    "modules as text": ('["ideas"]', '"ideas"', r"\(pdorf\): modules is 'ideas' but must be a list"),
    "double slug": ('slug = "pportal"', 'slug = "pdorf"', r"two places have the slug 'pdorf'"),
    "double body": ("[[place]]\nslug", None, r"two responsible bodies have the key 'amt'"),
    "unknown body": ('body = "amt"', 'body = "kreis"', r"there is no responsible body 'kreis'\. Add .* one of: amt"),
    "lat out of range": ("lat = 51.62", "lat = 91.0", r"\(pdorf\): lat is 91\.0 but must be a number within ±90"),
    "lon out of range": ("lon = 8.16", "lon = 181", r"\(pdorf\): lon is 181 but must be a number within ±180"),
    "lat is no number": ("lat = 51.62", "lat = nan", r"\(pdorf\): lat is nan but must be a number"),
    "people as text": ("population = 887", 'population = "viele"', r"population is 'viele' but must be a whole number"),
    "fewer than no people": ("population = 887", "population = -1", r"pdorf: population: "),
    "demo as text": ("demo = true", 'demo = "no"', r"\(pdorf\): demo is 'no' but must be true or false"),
    "unknown zone": ("Europe/Berlin", "Europe/Weslarn", r"pdorf: zone: 'Europe/Weslarn' is no time zone"),
    "no colour": ("#1f6b4a", "green", r"pdorf: accent: Write a colour as #rrggbb"),
    "a name of the platform": ('slug = "pdorf"', 'slug = "panel"', r"panel: slug: This name belongs to the platform"),
    "slug of another agency": (
        'slug = "pdorf"',
        'slug = "bdorf"',
        r"bdorf: this address belongs to a place of another",
    ),
    "postal code too long": ('"12345"', '"123456"', r"\[\[body\]\] 1: postal_code: "),
    "no address": ("amt@example.org", "amt", r"\[\[body\]\] 1: email: "),
    "content that is not there": ("pdorf.toml", "odorf.toml", r"odorf\.toml: cannot be read .*Check the path"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gives_a_sentence_and_writes_nothing(places, tmp_path, old, new, sentence):
    assert old in REGION
    if new is None:  # the whole table of the body once more
        new = REGION[REGION.index("[[body]]") : REGION.index("[[place]]")] + old
    before = everything()

    with pytest.raises(CommandError, match=sentence):
        baukasten("apply", str(write_region(tmp_path, REGION.replace(old, new, 1))))

    assert everything() == before


def test_a_file_that_is_not_there_is_named_with_its_path(places, tmp_path):
    with pytest.raises(
        CommandError, match=r"nirgends\.toml: cannot be read \(No such file or directory\)\. Check the path"
    ):
        baukasten("apply", str(tmp_path / "nirgends.toml"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('roles = ["official"]', 'roles = ["king"]', r"role 'king' is not known\. Roles: resident, .*admin"),
        ('author = "berta"', 'author = "anton"', r"pdorf\.toml: 'anton' is missing\. Module 'ideas' needs it"),
        ('title = "Bank am Teich"', "", r"pdorf\.toml: 'title' is missing\. Module 'ideas' needs it"),
    ],
)
def test_a_mistake_in_the_content_plants_nothing_of_it(run, tmp_path, old, new, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("apply", str(write_region(tmp_path, content=CONTENT.replace(old, new, 1))))

    rows = rows_of(place_named("pdorf").schema)
    assert rows["accounts_person"] == rows["contributions_contribution"] == []


def test_an_order_is_carried_out_for_itself_when_another_one_fails(run, tmp_path):
    """Each place is a transaction of its own; the file is whole again with the next run."""
    broken = CONTENT.replace('author = "berta"', 'author = "anton"', 1)
    with pytest.raises(CommandError):
        run("apply", str(write_region(tmp_path, content=broken)))

    apply_file(write_region(tmp_path), print)

    assert place_named("pdorf").modules == {"ideas"}
    assert place_named("pportal").modules == {"region"}
