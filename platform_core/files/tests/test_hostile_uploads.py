"""Every hostile file goes through the address that people use: refused in words, or kept so that it can do nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from platform_core.files.models import Attachment
from platform_core.files.tests.hostile import ALL, SCRIPT, SECRET, WEBP
from platform_core.scope import place_scope


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def posted(visitor, hostile):
    """Sent with the name as it is: `SimpleUploadedFile` would tidy it up before it could do harm."""
    file = SimpleUploadedFile("x", hostile.content, hostile.declared)
    file._name = hostile.name
    return visitor.post("/dateien/neu/", {"file": file})


def left_behind():
    return [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()]


def test_the_list_is_long_and_every_case_is_another():
    assert len(ALL) >= 40
    assert (
        len({each.case for each in ALL}) == len({(each.name, each.content, each.declared) for each in ALL}) == len(ALL)
    )


@pytest.mark.parametrize("hostile", [each for each in ALL if each.refused], ids=lambda each: each.case)
def test_refused_in_words_and_nothing_stays(adorf, anna, visit, hostile):
    answer = posted(visit(adorf, anna), hostile)

    assert answer.status_code == 422
    assert answer.json()["problem"].startswith(hostile.refused)
    assert left_behind() == []
    with place_scope(adorf):
        assert not Attachment.objects.exists()


@pytest.mark.parametrize("hostile", [each for each in ALL if each.kept], ids=lambda each: each.case)
def test_kept_so_that_it_can_do_nothing(adorf, anna, visit, hostile):
    visitor = visit(adorf, anna)
    answer = posted(visitor, hostile)
    assert answer.status_code == 201, answer.content
    given = answer.json()

    assert hostile.called in {"", given["name"]}
    assert len(given["name"]) <= 120
    served = visitor.get(f"/dateien/{given['key']}/")
    _assert_served_safely(served, hostile)
    if hostile.kept == WEBP:
        _assert_only_pixels(served.content)
        _assert_only_pixels(visitor.get(f"/dateien/{given['key']}/vorschau/").content)


def _assert_served_safely(served, hostile):
    disposition = served.headers["Content-Disposition"]
    assert served.headers["Content-Type"] == hostile.kept
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert disposition.startswith("inline" if hostile.kept == WEBP else "attachment")
    assert "Set-Cookie" not in served.headers
    assert not any(sign in disposition for sign in "\r\n\0\u202e")


def _assert_only_pixels(content):
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as drawn:
        drawn.load()
        assert not drawn.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(drawn.info)
        assert getattr(drawn, "n_frames", 1) == 1
    assert SCRIPT not in content
    assert SECRET.encode() not in content


@pytest.mark.parametrize("mode", ["L", "I;16"])
def test_grey_stays_grey_with_eight_and_with_sixteen_bits(adorf, anna, visit, mode):
    out = io.BytesIO()
    Image.new(mode, (60, 40), 128 if mode == "L" else 128 * 256).save(out, "PNG")
    visitor = visit(adorf, anna)

    key = visitor.post("/dateien/neu/", {"file": SimpleUploadedFile("grau.png", out.getvalue())}).json()["key"]

    with Image.open(io.BytesIO(visitor.get(f"/dateien/{key}/").content)) as drawn:
        assert abs(drawn.convert("L").getpixel((30, 20)) - 128) <= 3


def test_no_file_at_all_is_told_in_words(adorf, anna, visit):
    answer = visit(adorf, anna).post("/dateien/neu/", {})

    assert answer.status_code == 400
    assert answer.json()["problem"].startswith("Bitte wählen Sie")
