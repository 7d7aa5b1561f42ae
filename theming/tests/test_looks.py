"""Colours stay readable whatever was chosen; corners and typefaces; ready looks; building blocks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from platform_core.place import Font, Look, Radius
from theming import advice, showcase, stylesheet
from theming.colours import DARK_CARD, LIGHT_CARD, READABLE, contrast, hue_name, palette
from theming.components import COMPONENTS
from theming.drawing.icons import SHAPES
from theming.drawing.landscape import KINDS, houses_for, landscape
from theming.presets import PRESETS

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


patient = settings(deadline=None)  # a busy machine is no defect


@patient
@given(colours, colours)
def test_whatever_is_chosen_can_be_read(accent, second):
    for pairs in advice.pairs(accent, second).values():
        assert [pair.title for pair in pairs if not pair.is_readable] == []


@patient
@given(colours)
def test_a_colour_is_changed_only_when_it_must_and_then_it_is_said(accent):
    said = {change.ground: change for change in advice.changes(accent)}
    tones = palette(accent, accent)

    for ground, shown in ((LIGHT_CARD, tones.light.accent), (DARK_CARD, tones.dark.accent)):
        assert (ground in said) == (shown != accent)
        if ground in said:
            assert said[ground].after >= READABLE
            assert shown in said[ground].words


@patient
@given(colours)
def test_every_colour_has_a_name_with_a_german_word(colour):
    with translation.override("de"):
        word = str(advice.HUE_WORDS[hue_name(colour)])

    assert word[0].isupper()


@pytest.mark.parametrize(
    ("colour", "name"),
    [("#ffd800", "yellow"), ("#c00000", "red"), ("#1f6b4a", "green"), ("#1d3f7a", "blue"), ("#777777", "grey"),
     ("#75407c", "violet"), ("#0d6472", "turquoise"), ("#e07a1f", "orange"), ("#6b4a1f", "brown"), ("#000000", "black"),
     ("#ffffff", "white"), ("#ff69b4", "pink")],
)  # fmt: skip
def test_colours_are_called_what_people_call_them(colour, name):
    assert hue_name(colour) == name


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_ready_looks_need_no_change_by_day(preset):
    assert contrast(preset.accent, LIGHT_CARD) >= READABLE
    assert palette(preset.accent, preset.second).light.accent == preset.accent
    assert stylesheet.theme(preset.worn_by(Look()))


def test_there_is_a_choice_of_ready_looks():
    assert len({(preset.accent, preset.second) for preset in PRESETS}) == len(PRESETS) >= 8
    assert {preset.radius for preset in PRESETS} == set(Radius)
    assert {preset.font for preset in PRESETS} == set(Font)


@pytest.mark.parametrize("radius", Radius)
def test_corners_are_in_the_stylesheet(radius):
    small, middle, large, control, tag = stylesheet.CORNERS[radius]

    assert f"--r-s:{small};--r-m:{middle};--r-l:{large};--r-c:{control};--r-t:{tag}" in stylesheet.theme(
        Look(radius=radius)
    )


def test_every_part_of_a_look_changes_the_address_of_its_face():
    look = Look()
    others = [
        replace(look, **{name: "#101010" if name in {"accent", "second"} else "other"})
        for name in look.__dataclass_fields__
        if name not in {"radius", "font", "mode"}
    ]

    assert len({stylesheet.face_hash(each) for each in [look, *others]}) == len(others) + 1


@pytest.mark.parametrize(
    ("font", "loaded"),
    [
        (Font.FIRA, ["fira-sans-latin-400-normal", "fira-sans-latin-600-normal"]),
        (Font.NOTO, ["noto-sans-latin-wght-normal"]),
        (Font.SYSTEM, []),
    ],
)
def test_only_the_chosen_typeface_is_loaded(adorf, visit, monkeypatch, font, loaded):
    from tenants.addresses import TenantDirectory

    place = replace(adorf, look=replace(adorf.look, font=font))
    monkeypatch.setattr(TenantDirectory, "place_of_host", lambda self, host: place)

    home = visit(adorf).get("/").text
    sheet = visit(adorf).get(re.search(r"/thema-[0-9a-f]{12}\.css", home)[0]).text
    preloaded = re.findall(r'rel="preload" href="[^"]*/([a-z0-9-]+)[^"]*" as="font"', home)
    assert preloaded == loaded
    assert ("noto-sans" in sheet) == (font == Font.NOTO)


def test_a_place_may_begin_dark_and_the_visitor_has_the_last_word(adorf, visit, monkeypatch, settings):
    from tenants.addresses import TenantDirectory

    place = replace(adorf, look=replace(adorf.look, mode="dark"))
    monkeypatch.setattr(TenantDirectory, "place_of_host", lambda self, host: place)
    visitor = visit(adorf)

    assert 'data-kern-theme="dark"' in visitor.get("/").text
    visitor.cookies[settings.THEME_COOKIE_NAME] = "auto"
    assert 'data-kern-theme="auto"' in visitor.get("/").text


@pytest.mark.parametrize("quiet", [True, False])
def test_the_five_landscapes_differ_and_stay_as_they_are(quiet):
    drawn = [landscape("05974004weslarn", kind, people=887, quiet=quiet) for kind in KINDS]

    assert len(set(drawn)) == len(KINDS) == 5
    assert drawn == [landscape("05974004weslarn", kind, people=887, quiet=quiet) for kind in KINDS]


def test_more_people_live_in_more_houses():
    assert [houses_for(people) for people in (None, 0, 50, 327, 887, 47_000, 246_794, 10**9)] == [
        6,
        6,
        4,
        6,
        7,
        12,
        14,
        16,
    ]
    for kind in ("hills", "fields", "coast", "river"):
        few, many = (landscape("1", kind, people=people).count("var(--roof)") for people in (300, 40_000))
        assert few < many, kind


def test_a_city_has_towers_that_a_town_has_not():
    assert "var(--lamp)" in landscape("1", "town", people=246_794)
    assert "var(--lamp)" not in landscape("1", "town", people=20_000)


def test_every_registered_component_has_an_example():
    assert set(showcase.EXAMPLES) == set(COMPONENTS)


def test_one_page_shows_every_building_block(adorf, adele, visit):
    page = visit(adorf, adele).get("/verwalten/bausteine/").text

    for name in COMPONENTS:
        assert f'data-component="{name}"' in page
    assert page.count('class="land"') >= len(KINDS)
    assert all(f"> {name}</span>" in page for name in SHAPES)
    for part in (
        "kern-btn--primary",
        "kern-form-input--error",
        "tag--warn",
        "note--danger",
        "lane--official",
        "pager",
        "tabbar",
        "<table",
    ):
        assert part in page
    assert "Kontrast" in page
    assert "style=" not in page
