"""What a place looks like in a browser's tab and on a phone's home screen."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from platform_core.place import Look
from theming import stylesheet
from theming.drawing import appicons, raster
from theming.drawing.emblems import MOTIFS, coloured

LOOK = Look("#1f6b4a", "#d9a21b", "church")


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_emblem_can_be_drawn_in_pixels(motif):
    drawn = raster.draw(coloured(Look("#1f6b4a", "#d9a21b", motif)), 48, view=appicons.VIEW)

    colours = {colour for _count, colour in drawn.convert("RGB").getcolors(100_000)}
    assert {(0x1F, 0x6B, 0x4A), (0xD9, 0xA2, 0x1B), (255, 255, 255)} <= colours
    assert drawn.getpixel((0, 47))[3] == 0


def test_a_light_shield_carries_a_dark_motif():
    assert "#182126" in coloured(Look("#ffe600", "#222222", "star"))
    assert "#182126" not in coloured(LOOK)


@pytest.mark.parametrize(
    ("kind", "side", "mode"), [("180", 180, "RGB"), ("192", 192, "RGBA"), ("512", 512, "RGBA"), ("maske", 512, "RGB")]
)
def test_icons_have_their_sizes_and_a_ground_where_one_is_cut(kind, side, mode):
    drawn = Image.open(io.BytesIO(appicons.png(LOOK, kind)))

    assert (drawn.size, drawn.mode) == ((side, side), mode)
    assert appicons.png(LOOK, kind) is appicons.png(LOOK, kind)


def test_a_maskable_icon_keeps_its_sign_within_the_middle():
    drawn = Image.open(io.BytesIO(appicons.png(LOOK, "maske")))
    ground = drawn.getpixel((0, 0))
    reach = 512 * 0.4  # W3C: a circle of 40 % is never cut

    far = [(x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if drawn.getpixel((x, y)) != ground]
    assert max(((x - 256) ** 2 + (y - 256) ** 2) ** 0.5 for x, y in far) < reach


def test_pages_link_icons_and_manifest(adorf, visit):
    home = visit(adorf).get("/").text
    links = dict(re.findall(r'<link rel="(icon|apple-touch-icon|manifest)"[^>]* href="([^"]+)"', home))

    assert [visit(adorf).get(path).status_code for path in links.values()] == [200, 200, 200]
    assert 'name="theme-color" content="#1f6b4a" media="(prefers-color-scheme: light)"' in home
    assert 'media="(prefers-color-scheme: dark)"' in home


def test_the_manifest_names_the_place_and_its_icons(adorf, visit):
    answer = visit(adorf).get("/manifest.webmanifest")
    facts = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (facts["name"], facts["short_name"], facts["lang"]) == ("Adorf", "Adorf", "de")
    assert {icon.get("purpose") for icon in facts["icons"]} == {None, "any", "maskable"}
    assert [visit(adorf).get(icon["src"]).status_code for icon in facts["icons"]] == [200] * 4


def test_the_icon_nobody_links_is_there_too(adorf, visit):
    icon = Image.open(io.BytesIO(visit(adorf).get("/favicon.ico").content))

    assert icon.format == "ICO"
    assert {(16, 16), (32, 32), (48, 48)} == icon.info["sizes"]


def test_the_platform_has_icons_of_its_own(places, visit):
    assert visit().get("/manifest.webmanifest").json()["name"] == "Baukasten"
    assert visit().get("/favicon.ico").status_code == 200


def test_another_places_icons_are_not_found(adorf, bdorf, visit):
    ours = stylesheet.face_hash(adorf.look)

    assert visit(adorf).get(f"/thema-{ours}-192.png").status_code == 200
    assert visit(bdorf).get(f"/thema-{ours}-192.png").status_code == 404
    assert visit(bdorf).get(f"/thema-{ours}.svg").status_code == 404
    assert visit(adorf).get(f"/thema-{ours}-64.png").status_code == 404


@pytest.mark.parametrize("drawing", ["<rect/>", '<path d="M0 0 X3"/>', '<path d="M0 L1 1"/>'])
def test_what_is_not_drawn_here_is_a_mistake(drawing):
    with pytest.raises((raster.UnknownShape, KeyError)):
        raster.draw(drawing, 8, view=(0, 0, 8))


def test_an_arc_goes_round():
    half = raster.lines_of("M0 0a10 10 0 0 1 20 0")[0]

    assert half[-1] == pytest.approx((20, 0), abs=1e-6)
    assert min(y for _x, y in half) == pytest.approx(-10, abs=0.1)
