"""Local admins give their place its face; nobody else does, and nothing else can be reached from there."""

from __future__ import annotations

import re

import psycopg
import pytest

from platform_core.place import Look
from platform_core.scope import place_scope, platform_scope
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.face import FACE_COLUMNS, change_face
from tenants.listener import CHANNEL, _conninfo
from tenants.models import Tenant
from theming.drawing.emblems import MOTIFS
from theming.drawing.landscape import KINDS
from theming.face_form import LAND_WORDS, MOTIF_WORDS
from theming.presets import PRESETS
from theming.tests.faces import PAGE, filled

HTMX = {"headers": {"hx-request": "true"}}


@pytest.fixture
def saved(django_capture_on_commit_callbacks):
    """`saved(visitor, name="…")`: the answer to a saved form, with all that follows the commit."""

    def saving(visitor, **changed):
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.post(PAGE, filled(save="1", **changed))

    return saving


def row_of(place):
    with platform_scope():
        return Tenant.objects.filter(pk=place.id).values().get()


def fresh(place):
    with platform_scope():
        return place_of(tenants().get(pk=place.id))


def test_what_an_admin_saves_everybody_sees(adorf, adele, visit, saved):
    answer = saved(visit(adorf, adele), name="Adorf am Bach")

    assert answer.status_code == 302
    home = visit(adorf).get("/").text
    assert "Adorf am Bach" in home
    assert "Hier lässt es sich leben." in home
    assert 'data-kern-theme="dark"' in home
    look = fresh(adorf).look
    assert (look.accent, look.radius, look.font, look.emblem) == ("#23568f", "round", "noto", "wheel")


@pytest.mark.parametrize("path", [PAGE, "/verwalten/bausteine/"])
def test_nobody_but_local_admins_finds_the_pages(adorf, anna, bernd, renate, adele, visit, path):
    assert [visit(adorf, person).get(path).status_code for person in (anna, bernd, renate)] == [404, 404, 404]
    assert visit(adorf).get(path).status_code == 302
    assert visit(adorf, adele).get(path).status_code == 200


def test_residents_and_staff_cannot_save_either(adorf, anna, bernd, visit):
    before = row_of(adorf)

    assert [visit(adorf, person).post(PAGE, filled(save="1")).status_code for person in (anna, bernd)] == [404, 404]
    assert visit(adorf).post(PAGE, filled(save="1")).status_code in {302, 403}
    assert row_of(adorf) == before


def test_forged_fields_change_nothing_else(adorf, bdorf, adele, visit):
    ours, theirs = row_of(adorf), row_of(bdorf)
    forged = {
        "id": str(bdorf.id), "tenant": str(bdorf.id), "schema_name": bdorf.schema, "slug": "bdorf", "state": "erased",
        "agency_id": str(bdorf.region_id), "is_demo": "on", "zone": "UTC", "hero": "0" * 32 + "-1x1", "logo": "x",
        "own_face": "[]", "population": "1",
    }  # fmt: skip

    visit(adorf, adele).post(PAGE, filled(save="1", **forged))

    changed = {name for name, value in row_of(adorf).items() if value != ours[name]}
    assert changed <= {*FACE_COLUMNS, "own_face"}
    assert (fresh(adorf).look.hero, fresh(adorf).look.logo) == ("", "")
    assert row_of(bdorf) == theirs


def test_the_one_function_knows_only_columns_of_the_face(adorf):
    with place_scope(adorf), pytest.raises(ValueError, match="state: no part of a place's face"):
        change_face({"name": "Adorf", "state": "erased"})


def test_an_admin_of_one_place_is_nobody_in_another(bdorf, adele, visit):
    """A session of Adorf does not open Bdorf's page."""
    before = row_of(bdorf)
    stranger = visit(bdorf)
    stranger.cookies["session"] = "x" * 32

    assert stranger.post(PAGE, filled(save="1")).status_code in {302, 403, 404}
    assert row_of(bdorf) == before


def test_the_changed_columns_are_noted(adorf, adele, visit):
    visit(adorf, adele).post(PAGE, filled(save="1"))

    assert {"claim", "accent", "second", "radius", "font"} <= set(row_of(adorf)["own_face"])
    assert "name" not in row_of(adorf)["own_face"]


def test_a_preview_writes_nothing(adorf, adele, visit):
    before = row_of(adorf)
    admin = visit(adorf, adele)

    page = admin.post(PAGE, filled(preview="1", name="Neudorf"))

    assert page.status_code == 200
    assert page.text.count("Neudorf") >= 3  # the field, the computer, the phone
    assert 'class="probe probe--phone"' in page.text
    assert row_of(adorf) == before
    assert "Neudorf" not in visit(adorf).get("/").text


def test_the_live_preview_is_a_part_of_the_page_and_a_safe_request(adorf, adele, visit):
    part = visit(adorf, adele).get(PAGE, filled(nur="vorschau", name="Neudorf", night="dark"), **HTMX)

    assert "<html" not in part.text
    assert "Neudorf" in part.text
    assert 'data-kern-theme="dark"' in part.text


def test_the_previews_colours_come_as_a_stylesheet_of_its_own(adorf, adele, visit):
    page = visit(adorf, adele).post(PAGE, filled(preview="1", accent="#9c3a28")).text
    href = re.search(r"/thema-probe-[0-9a-f]{12}-9c3a28-e0912f-round-noto\.css", page)

    sheet = visit(adorf).get(href[0])
    assert ".probe{--accent:#9c3a28" in sheet.text
    assert "noto-sans" in sheet.text
    assert "style=" not in page
    assert visit(adorf).get(href[0].replace("9c3a28", "9c3a29")).status_code == 404
    assert visit(adorf).get(href[0].replace("-noto", "-comic")).status_code == 404


def test_a_yellow_that_cannot_be_read_is_explained_in_german(adorf, adele, visit):
    page = visit(adorf, adele).post(PAGE, filled(preview="1", accent="#ffd800")).text

    assert "Ihr Gelb ist auf Weiß zu hell zum Lesen." in page
    assert "Ihr Gelb bleibt im Wappen und in Flächen." in page
    assert "Kontrast 1,3 zu 1" in page
    assert "Kontrast 5,3 zu 1" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "red"),
        ("accent", "#12345"),
        ("second", "#fff;}body{display:none"),
        ("name", ""),
        ("name", "A" * 121),
        ("claim", "A" * 161),
        ("radius", "huge"),
        ("font", "comic"),
        ("mode", "<script>"),
        ("emblem", "dragon"),
        ("landscape", "desert"),
        ("name", "a\0b"),
    ],
)
def test_what_does_not_fit_comes_back_as_typed(adorf, adele, visit, field, value):
    before = row_of(adorf)

    page = visit(adorf, adele).post(PAGE, filled(save="1", subtitle="Bleibt stehen", **{field: value}))

    assert page.status_code == 422
    assert "Bleibt stehen" in page.text
    assert "problems" in page.text
    assert "<script>" not in page.text.split("<main")[1]
    assert row_of(adorf) == before


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_fills_in_its_look_and_keeps_the_words(adorf, adele, visit, preset):
    page = visit(adorf, adele).post(PAGE, filled(preset=preset.name, name="Neudorf")).text

    assert f'value="{preset.accent}"' in page
    assert 'value="Neudorf"' in page
    assert fresh(adorf).look.accent != preset.accent or preset.accent == "#1f6b4a"


def test_an_unknown_preset_changes_nothing(adorf, adele, visit):
    assert 'value="#23568f"' in visit(adorf, adele).post(PAGE, filled(preset="../x")).text


def test_the_desk_leads_there(adorf, adele, anna, visit):
    desk = visit(adorf, adele).get("/verwalten/").text

    assert "Gesicht des Ortes" in desk
    assert f'href="{PAGE}"' in desk


def test_every_motif_and_landscape_has_a_name_for_people():
    assert set(MOTIF_WORDS) == set(MOTIFS)
    assert set(LAND_WORDS) == set(KINDS)


def test_every_part_of_a_look_is_a_column_of_the_face():
    assert {*Look.__dataclass_fields__, "name", "subtitle", "claim"} == set(FACE_COLUMNS)


def test_the_next_request_shows_it_where_the_place_was_remembered(adorf, adele, visit, saved):
    visit(adorf).get("/")
    assert TenantDirectory().remembered(adorf.host) is not None

    saved(visit(adorf, adele), name="Neudorf")

    assert "Neudorf" in visit(adorf).get("/").text


@pytest.mark.django_db(transaction=True)
def test_every_other_process_hears_of_it(adorf, places):
    """Another process listens as tenants.listener does, and its directory forgets."""
    with psycopg.connect(_conninfo(), autocommit=True) as other:
        other.execute(f"LISTEN {CHANNEL}")
        with place_scope(adorf):
            change_face({"claim": "Neu."})
            heard = [notice.channel for notice in other.notifies(timeout=5, stop_after=1)]
            change_face({"claim": adorf.claim})
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(own_face=[])

    assert heard == [CHANNEL]


def test_a_colour_has_no_attributes_of_a_text_field(adorf, adele, visit):
    """HTML knows neither `required` nor `maxlength` there."""
    colours = re.findall(r'<input type="color"[^>]*>', visit(adorf, adele).get(PAGE).text)

    assert len(colours) == 2
    assert [each for each in colours if "required" in each or "maxlength" in each] == []
