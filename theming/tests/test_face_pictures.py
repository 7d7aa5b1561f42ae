"""Hero picture and logo: drawn anew, shown by their place alone, gone when they are replaced."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pytest
from PIL import Image

from platform_core.files.actions import take
from platform_core.files.models import Attachment
from platform_core.scope import place_scope, platform_scope
from tenants.addresses import place_of, tenants
from tests.fixtures import make_person
from theming.tests.faces import PAGE, files_of, filled, photo, upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def look_of(place):
    with platform_scope():
        return place_of(tenants().get(pk=place.id)).look


@pytest.fixture
def with_hero(adorf, adele, visit, django_capture_on_commit_callbacks):
    """The admin of Adorf, after saving a photo."""
    admin = visit(adorf, adele)
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(PAGE, filled(save="1", hero_alt="Der Teich", hero_upload=upload(photo())))
    assert answer.status_code == 302
    return admin


def test_a_photo_lies_behind_the_name_of_the_place(adorf, with_hero, visit):
    home = visit(adorf).get("/").text
    hero = look_of(adorf).hero

    assert re.fullmatch(r"[0-9a-f]{32}-1600x800", hero)
    assert "hero--photo" in home
    assert f'srcset="/gesicht/{hero}-klein.webp 800w, /gesicht/{hero}.webp 1600w"' in home
    assert 'alt="Der Teich"' in home
    for path, width in ((f"/gesicht/{hero}.webp", 1600), (f"/gesicht/{hero}-klein.webp", 800)):
        answer = visit(adorf).get(path)
        assert answer["Content-Type"] == "image/webp"
        assert "immutable" in answer["Cache-Control"]
        assert "sandbox" in answer["Content-Security-Policy"]
        assert Image.open(io.BytesIO(answer.content)).width == width


def test_another_place_does_not_show_it(adorf, bdorf, with_hero, visit):
    hero = look_of(adorf).hero

    assert visit(bdorf).get(f"/gesicht/{hero}.webp").status_code == 404
    assert visit().get(f"/gesicht/{hero}.webp").status_code == 404
    assert visit(adorf).get(f"/gesicht/{'0' * 32}-1x1.webp").status_code == 404
    assert visit(adorf).get("/gesicht/../../etc/passwd").status_code == 404


def test_a_new_photo_takes_the_old_ones_place_and_files(adorf, with_hero, django_capture_on_commit_callbacks):
    before = files_of(adorf)
    with django_capture_on_commit_callbacks(execute=True):
        with_hero.post(PAGE, filled(save="1", hero_upload=upload(photo(colour="green"))))

    assert len(before) == 2
    assert len(files_of(adorf)) == 2
    assert not set(before) & set(files_of(adorf))


def test_a_photo_can_be_taken_down(adorf, with_hero, visit, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with_hero.post(PAGE, filled(save="1", hero_drop="1"))

    assert files_of(adorf) == []
    assert "hero--photo" not in visit(adorf).get("/").text


def test_a_preview_keeps_the_upload_for_saving_without_javascript(adorf, adele, anna, visit):
    admin = visit(adorf, adele)
    page = admin.post(PAGE, filled(preview="1", hero_upload=upload(photo()))).text
    key = re.search(r'name="hero_file" value="([0-9a-f-]{36})"', page)[1]

    assert f"/dateien/{key}/" in page
    assert visit(adorf, anna).get(f"/dateien/{key}/").status_code == 404
    assert admin.post(PAGE, filled(save="1", hero_file=key)).status_code == 302
    assert look_of(adorf).hero.endswith("-1600x800")
    with place_scope(adorf):
        assert not Attachment.objects.exists()


def test_somebody_elses_upload_is_not_taken(adorf, bdorf, adele, anna, carla, visit):
    with place_scope(adorf):
        annas = take(upload(photo()), by=anna)
    with place_scope(bdorf):
        carlas = take(upload(photo()), by=carla)

    for key in (annas.pk, carlas.pk, "x", "0" * 36):
        assert visit(adorf, adele).post(PAGE, filled(save="1", hero_file=str(key))).status_code == 302
    assert look_of(adorf).hero == ""


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"\0" * 40


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 " + b"x" * 90,
        b"PK\x03\x04" + b"x" * 90,
        photo()[:300],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        b"GIF89a" + b"\xff" * 40,
        b"\0\0\0\x18ftypheic" + b"\0" * 40,
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"",
        bomb(),
    ],
    ids=["svg", "html", "pdf", "zip", "half a jpeg", "png of nothing", "gif", "heic", "webp", "empty", "bomb"],
)
@pytest.mark.parametrize("name", ["hero", "logo"])
def test_what_is_no_picture_is_refused_with_words(adorf, adele, visit, name, content):
    field = {f"{name}_upload": upload(content, "bild.jpg")}

    page = visit(adorf, adele).post(PAGE, filled(save="1", subtitle="Bleibt stehen", **field))

    assert page.status_code in {302, 422}
    assert getattr(look_of(adorf), name) == ""
    if content:
        assert page.status_code == 422
        assert "Bleibt stehen" in page.text
        assert f'id="{name}-problem"' in page.text
    assert files_of(adorf) == []


def test_a_logo_stands_beside_the_name_and_on_home_screens(adorf, adele, visit, django_capture_on_commit_callbacks):
    picture = Image.new("RGBA", (600, 300), (0, 0, 0, 0))
    picture.paste((20, 80, 160, 255), (100, 50, 500, 250))
    out = io.BytesIO()
    picture.save(out, "PNG")
    with django_capture_on_commit_callbacks(execute=True):
        visit(adorf, adele).post(PAGE, filled(save="1", logo_upload=upload(out.getvalue(), "logo.png")))

    home = visit(adorf).get("/").text
    logo = look_of(adorf).logo
    assert logo.endswith("-400x200")  # without its empty edge
    assert f'<img class="logo" src="/gesicht/{logo}.webp"' in home
    assert "image/svg+xml" not in home
    icon = re.search(r'rel="apple-touch-icon" href="([^"]+)"', home)[1]
    drawn = Image.open(io.BytesIO(visit(adorf).get(icon).content))
    assert drawn.size == (180, 180)
    red, _green, blue = drawn.convert("RGB").getpixel((90, 90))
    assert red < 60
    assert blue > 130


def test_an_empty_logo_is_taken_as_it_is(adorf, adele, visit):
    """A picture that is transparent all over has no edge to cut away."""
    content = photo("PNG", (60, 40), "RGBA", (0, 0, 0, 0))

    answer = visit(adorf, adele).post(PAGE, filled(save="1", logo_upload=upload(content, "leer.png")))

    assert answer.status_code in {302, 422}


def test_two_admins_do_not_see_each_others_drafts(adorf, adele, visit):
    from platform_core.accounts.roles import Role

    other = make_person(adorf, "Olga Probe", Role.ADMIN)
    page = visit(adorf, adele).post(PAGE, filled(preview="1", logo_upload=upload(photo()))).text
    key = re.search(r'name="logo_file" value="([0-9a-f-]{36})"', page)[1]

    assert visit(adorf, other).post(PAGE, filled(save="1", logo_file=key)).status_code == 302
    assert look_of(adorf).logo == ""
