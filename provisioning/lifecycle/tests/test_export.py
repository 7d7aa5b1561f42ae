"""The export of a place holds everything, says so with checksums, and reaches only those who may have it."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from platform_core.scope import place_scope, platform_scope
from platform_core.web import mailbox
from provisioning.lifecycle import delivery, export
from provisioning.lifecycle.export import ExportRefused, ask_for_export, folder, write
from provisioning.lifecycle.models import Export
from provisioning.lifecycle.tables import LEFT_OUT, ExportIncomplete, counts, exported_tables, tables_here
from provisioning.lifecycle.who import NotAllowed
from tests.contract.conftest import full  # noqa: F401  # a fixture
from tests.support.mails import run_waiting_jobs
from tests.support.visitor import Visitor


def test_every_table_of_every_module_is_exported_or_left_out_with_a_reason(places, full):  # noqa: F811
    with place_scope(full):
        assert set(exported_tables()) | LEFT_OUT.keys() >= set(tables_here())
        assert len(exported_tables()) > 25
    assert all(reason for reason in LEFT_OUT.values())


def test_a_table_that_nobody_thought_of_stops_the_export(adorf, tmp_path, tenant_of, monkeypatch):
    from provisioning.lifecycle import tables

    monkeypatch.setattr(tables, "known_tables", lambda: {"accounts_person"})

    with pytest.raises(ExportIncomplete, match="contributions_contribution"):
        write(tenant_of(adorf), tmp_path / "x.zip")
    assert list(tmp_path.iterdir()) == []


def test_it_holds_every_row_and_every_file_with_checksums(adorf, anna, tenant_of, tmp_path):
    from modules.ideas.models import Idea

    with place_scope(adorf):
        Idea.submit(by=anna, title='Bänke am \\Teich\\ "neu"\n', body="Grüße\u2028 aus\tAdorf").publish()
        default_storage.save("ab/bild.bin", ContentFile(b"\x00\x01Adorf"))
        expected = counts()

    manifest = write(tenant_of(adorf), tmp_path / "adorf.zip")

    with zipfile.ZipFile(tmp_path / "adorf.zip") as archive:
        assert archive.testzip() is None
        said = json.loads(archive.read("manifest.json"))
        assert said == manifest
        assert set(archive.namelist()) == {*said["members"], "manifest.json"}
        for name, facts in said["members"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == facts["sha256"]
        assert said["rows"] == {name: n for name, n in expected.items() if name not in LEFT_OUT}
        for table, number in said["rows"].items():
            lines = archive.read(f"tables/{table}.jsonl").decode().split("\n")[:-1]
            assert len([json.loads(line) for line in lines]) == number
        titles = [
            json.loads(line)["title"]
            for line in archive.read("tables/contributions_contribution.jsonl").decode().split("\n")[:-1]
        ]
        assert 'Bänke am \\Teich\\ "neu"\n' in titles
        assert archive.read("files/ab/bild.bin") == b"\x00\x01Adorf"
        public = json.loads(archive.read("public.json"))
        assert public["domains"][0]["host"] == "adorf.bk.test"
        assert {module["name"] for module in public["modules"]} == {"ideas", "news", "pages", "toy"}
    assert (tmp_path / "adorf.zip").stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_neighbour_is_in_it(adorf, bdorf, carla, tenant_of, tmp_path):
    write(tenant_of(adorf), tmp_path / "adorf.zip")

    with zipfile.ZipFile(tmp_path / "adorf.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for foreign in (bdorf.schema, "carla@", str(bdorf.id)):
        assert foreign.encode() not in everything


def test_a_full_disk_leaves_no_torso_and_says_so(adorf, tenant_of, tmp_path, monkeypatch):
    def full_disk(file):
        raise OSError(28, "No space left on device")
        yield b""

    with place_scope(adorf):
        default_storage.save("ab/voll.bin", ContentFile(b"x"))
    monkeypatch.setattr(export, "_pieces", full_disk)

    with pytest.raises(ExportRefused, match="No space left"):
        write(tenant_of(adorf), tmp_path / "x.zip")
    assert list(tmp_path.iterdir()) == []


def links(place) -> list[str]:
    with platform_scope():
        return [re.search(r"https://\S+/ausfuhr/\S+/", mail.text)[0] for mail in mailbox.mails()]


@pytest.fixture
def asked(adorf, adele, tenant_of, xenia):
    asked = ask_for_export(tenant_of(adorf), by=xenia, reason="Jahresende")
    run_waiting_jobs()
    run_waiting_jobs()
    return asked


def test_the_link_reaches_admins_and_body_and_not_the_agency(asked, adorf):
    with platform_scope():
        assert sorted(mail.to for mail in mailbox.mails()) == ["adele@adorf.example", "gemeinde@xagentur.example"]


def test_it_works_once(asked, adorf):
    path = links(adorf)[0].removeprefix("https://bk.test")
    somebody = Visitor(host=settings.DOMAIN)
    assert somebody.get(path).status_code == 200  # looking uses nothing up: mail programs do
    assert somebody.get(path).status_code == 200

    got = somebody.post(path)

    assert got.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(got.streaming_content)[:2] == b"PK"
    assert [somebody.get(path).status_code, somebody.post(path).status_code] == [404, 404]


def test_after_a_day_it_works_no_more_and_the_file_goes(asked, adorf):
    with platform_scope():
        Export.objects.update(link_until=timezone.now() - timedelta(days=2), made_at=timezone.now() - timedelta(days=3))
        file = folder() / Export.objects.get().file
    assert file.exists()

    assert Visitor(host=settings.DOMAIN).get(links(adorf)[0].removeprefix("https://bk.test")).status_code == 404
    delivery.sweep()
    assert not file.exists()


def test_a_new_link_ends_the_old_one(asked, adorf, xenia):
    old = links(adorf)[0].removeprefix("https://bk.test")
    with platform_scope():
        delivery.send_link(Export.objects.get(), by=xenia)

    assert Visitor(host=settings.DOMAIN).get(old).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "..%2f..%2fsecret-key", "%00"])
def test_guessing_is_in_vain(asked, token):
    assert Visitor(host=settings.DOMAIN).get(f"/ausfuhr/{token}/").status_code == 404


def test_the_secret_of_the_link_is_not_kept(asked, adorf):
    token = links(adorf)[0].rstrip("/").rsplit("/", 1)[1]
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM lifecycle_export t")
        assert token not in str(cursor.fetchall())


def test_another_agency_asks_in_vain(adorf, tenant_of, yannick):
    with pytest.raises(NotAllowed):
        ask_for_export(tenant_of(adorf), by=yannick)


def test_the_same_job_again_makes_no_second_file(asked):
    with platform_scope():
        row = Export.objects.get()
    before = sorted(Path(folder()).iterdir())

    export.carry_out(row)

    assert sorted(Path(folder()).iterdir()) == before
