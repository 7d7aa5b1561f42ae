"""Drawn pictures: every landscape in every season and light, the same each time, and never two alike."""

from __future__ import annotations

import io
from itertools import product

import pytest
from PIL import Image

from modules.news.models import NewsItem
from platform_core.files.demo import plant_picture
from platform_core.files.models import Attachment
from theming.drawing.landscape import KINDS
from theming.drawing.scene import TALL, WIDTH, Scene, moved, placed_at, png
from theming.drawing.shades import SEASONS, TIMES, WEATHER, shades


@pytest.mark.parametrize("draw", KINDS)
def test_a_scene_is_the_same_for_ever_and_no_other(draw):
    one = png(Scene(draw, seed="Der Brunnen läuft"))

    assert one == png(Scene(draw, seed="Der Brunnen läuft"))
    assert one != png(Scene(draw, seed="Der Brunnen steht"))
    assert Image.open(io.BytesIO(one)).size == (WIDTH, TALL)


def test_every_season_hour_and_weather_has_its_colours():
    names = {frozenset(shades(*each).named) for each in product(SEASONS, TIMES, WEATHER)}

    assert len(names) == 1
    assert shades("summer", "night", "clear").named["glass"] != shades("summer", "day", "clear").named["glass"]


@pytest.mark.parametrize(
    ("transform", "there"),
    [
        ("translate(10 20)", (11, 22)),
        ("translate(10 20) scale(2)", (12, 24)),
        ("rotate(90 0 0)", (-2, 1)),
        ("rotate(180 1 0)", (1, -2)),
        ("", (1, 2)),
    ],
)
def test_parts_stand_where_their_drawing_says(transform, there):
    assert placed_at(moved((1, 0, 0, 1, 0, 0), transform), (1, 2)) == pytest.approx(there)


def test_demo_content_gets_its_picture_through_the_door_of_every_upload(in_adorf, bernd, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    item = NewsItem.draft(by=bernd, texts={"title": "Der Brunnen läuft", "body": "Klar."})

    plant_picture(
        item, {"picture": {"draw": "river", "season": "winter", "weather": "snow", "alt": "Zeichnung"}}, by=bernd
    )
    plant_picture(item, {}, by=bernd)

    hung = Attachment.objects.get()
    assert (hung.contribution_id, hung.alt, hung.content_type) == (item.pk, "Zeichnung", "image/webp")
    assert (hung.width, hung.height) == (WIDTH, TALL)
