from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from modules.ideas.models import Idea
from platform_core.files.actions import StorageFull, UploadRefused, hang_on, sweep_loose_files, take
from platform_core.files.models import Attachment
from platform_core.scope import place_scope
from tests.support.mails import run_waiting_jobs

GPS = 0x8825


def picture(kind="JPEG", size=(60, 40), exif=None, mode="RGB"):
    out = io.BytesIO()
    options = {"exif": exif} if exif else {}
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **options)
    return out.getvalue()


def with_position():
    exif = Image.Exif()
    exif[0x0112] = 6  # on its side
    exif[0x010E] = "Geheimnis aus dem Garten"
    exif.get_ifd(GPS)[2] = (51.0, 37.0, 0.0)
    return exif


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def upload(content, name="bild.jpg"):
    return SimpleUploadedFile(name, content)


def files_of(place):
    folder = Path(settings.MEDIA_ROOT) / place.schema
    return sorted(file for file in folder.rglob("*") if file.is_file()) if folder.exists() else []


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF"])
def test_every_kind_of_picture_becomes_webp(in_adorf, anna, kind):
    attachment = take(upload(picture(kind), f"foto.{kind.lower()}"), by=anna)

    assert (attachment.content_type, attachment.width, attachment.height) == ("image/webp", 60, 40)
    assert len(files_of(in_adorf)) == 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_position_and_words_are_gone_and_the_picture_stands_upright(in_adorf, anna, kind):
    attachment = take(upload(picture(kind, exif=with_position())), by=anna)

    stored = files_of(in_adorf)
    assert not any(b"Geheimnis" in file.read_bytes() or b"Exif" in file.read_bytes() for file in stored)
    assert not any(Image.open(io.BytesIO(file.read_bytes())).getexif() for file in stored)
    assert (attachment.width, attachment.height) in {(40, 60), (60, 40)}
    if kind == "JPEG":
        assert (attachment.width, attachment.height) == (40, 60)


def test_documents_are_kept_as_they_are(in_adorf, anna):
    pdf = take(upload(b"%PDF-1.7 Inhalt", "../../Plan für den Platz.pdf"), by=anna)
    odt = take(upload(zipped(mimetype="application/vnd.oasis.opendocument.text"), "brief.odt"), by=anna)

    assert (pdf.name, pdf.is_picture, pdf.content_type) == ("Plan für den Platz.pdf", False, "application/pdf")
    assert odt.path.endswith(".odt")


def test_the_place_has_a_quota(in_adorf, anna, settings):
    settings.PLACE_QUOTA = 100

    with pytest.raises(StorageFull):
        take(upload(picture(size=(400, 400))), by=anna)


def test_a_full_disk_leaves_neither_row_nor_file(in_adorf, anna, monkeypatch):
    from platform_core.files import actions

    real, calls = actions.store, []

    def full(content, ending):
        calls.append(ending)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(content, ending)

    monkeypatch.setattr(actions, "store", full)
    with pytest.raises(StorageFull):
        take(upload(picture()), by=anna)

    assert not Attachment.objects.exists()
    assert files_of(in_adorf) == []


def test_files_go_with_their_contribution(in_adorf, anna, django_capture_on_commit_callbacks):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="Mit Bild.")
    hang_on(idea, by=anna, keys=[str(take(upload(picture()), by=anna).pk)], alts={})
    assert len(files_of(in_adorf)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        idea.delete()

    assert files_of(in_adorf) == []


def test_nobody_hangs_up_somebody_elses_file(in_adorf, anna, bernd):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="Mit Bild.")
    foreign = take(upload(picture()), by=bernd)

    hang_on(idea, by=anna, keys=[str(foreign.pk)], alts={})

    assert not idea.attachments.exists()


def test_eight_files_are_enough(in_adorf, anna):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="Mit Bildern.")
    keys = [str(take(upload(picture()), by=anna).pk) for _ in range(9)]

    with pytest.raises(UploadRefused):
        hang_on(idea, by=anna, keys=keys, alts={})

    assert not idea.attachments.exists()


def test_loose_files_are_swept_after_a_day(in_adorf, anna):
    from datetime import timedelta

    fresh, old = take(upload(picture()), by=anna), take(upload(picture()), by=anna)
    Attachment.objects.filter(pk=old.pk).update(created_at=old.created_at - timedelta(hours=25))

    sweep_loose_files.func()

    assert list(Attachment.objects.all()) == [fresh]


def test_an_upload_has_yesterdays_loose_files_swept(adorf, anna, visit):
    from datetime import timedelta

    with place_scope(adorf):
        old = take(upload(picture()), by=anna)
        Attachment.objects.filter(pk=old.pk).update(created_at=old.created_at - timedelta(hours=25))

    key = visit(adorf, anna).post("/dateien/neu/", {"file": upload(picture())}).json()["key"]
    assert run_waiting_jobs() == 1

    with place_scope(adorf):
        assert [str(each.pk) for each in Attachment.objects.all()] == [key]


def test_a_picture_is_shown_and_a_document_downloaded(adorf, anna, visit):
    visitor = visit(adorf, anna)
    shown = visitor.post("/dateien/neu/", {"file": upload(picture())}).json()
    given = visitor.post("/dateien/neu/", {"file": upload(b"%PDF-1.7 x", "plan.pdf")}).json()

    image, document = (visitor.get(f"/dateien/{key}/") for key in (shown["key"], given["key"]))

    assert image.headers["Content-Type"] == "image/webp"
    assert "attachment" not in image.headers.get("Content-Disposition", "")
    assert document.headers["Content-Disposition"].startswith("attachment")
    for answer in (image, document):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_loose_file_is_for_its_owner_and_a_hidden_posts_file_for_nobody_else(adorf, bdorf, anna, carla, visit):
    key = visit(adorf, anna).post("/dateien/neu/", {"file": upload(picture())}).json()["key"]
    path = f"/dateien/{key}/"
    assert [visit(adorf).get(path).status_code, visit(adorf, anna).get(path).status_code] == [404, 200]

    with place_scope(adorf):
        idea = Idea.submit(by=anna, title="Bank am Teich", body="Mit Bild.")
        hang_on(idea, by=anna, keys=[key], alts={key: "Der Teich"})
    assert [visit(adorf).get(path).status_code, visit(bdorf, carla).get(path).status_code] == [200, 404]

    with place_scope(adorf):
        idea.hide()
    assert visit(adorf).get(path).status_code == 404


def test_a_refused_upload_says_why(adorf, anna, visit):
    answer = visit(adorf, anna).post("/dateien/neu/", {"file": upload(b"<script>", "x.jpg")})

    assert answer.status_code == 422
    assert answer.json()["problem"]
