"""Exports: whole or not there, each member with its checksum, the same rows always the same lines."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from platform_core.contributions.around import Topic
from provisioning.archive import MANIFEST, Archive, BrokenArchive, rows_of, verify


def an_export(path, **members):
    with Archive(path, about={"place": "adorf"}) as archive:
        for name, text in members.items():
            archive.text(f"{name}.txt", text)
    return archive


def test_the_manifest_names_every_member_with_size_rows_and_checksum(tmp_path):
    with Archive(tmp_path / "out.zip", about={"place": "adorf"}) as archive:
        archive.lines("tables/topic.jsonl", ['{"a": 1}', '{"a": 2}'])
        archive.file("files/ab.webp", io.BytesIO(b"x" * 3_000_000))

    manifest = verify(tmp_path / "out.zip")

    assert manifest["place"] == "adorf"
    assert [(each["name"], each["rows"], each["size"]) for each in manifest["members"]] == [
        ("tables/topic.jsonl", 2, 18),
        ("files/ab.webp", None, 3_000_000),
    ]
    assert (archive.size, len(archive.sha256)) == ((tmp_path / "out.zip").stat().st_size, 64)


def test_an_export_that_breaks_off_leaves_no_file(tmp_path):
    def rows():
        yield "{}"
        raise OSError("disk full")

    with pytest.raises(OSError, match="full"), Archive(tmp_path / "out.zip", about={}) as archive:
        archive.lines("a.jsonl", rows())

    assert list(tmp_path.iterdir()) == []


def test_an_export_that_was_changed_is_refused_by_name(tmp_path):
    an_export(tmp_path / "out.zip", a="true", b="also true")
    with zipfile.ZipFile(tmp_path / "out.zip") as before:
        members = {name: before.read(name) for name in before.namelist()}
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as after:
        for name, content in members.items():
            after.writestr(name, b"a lie" if name == "b.txt" else content)

    with pytest.raises(BrokenArchive, match=r"b\.txt is not what the manifest says"):
        verify(tmp_path / "out.zip")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\0" * 100])
def test_what_is_no_export_is_refused_with_a_sentence(tmp_path, content):
    (tmp_path / "out.zip").write_bytes(content)

    with pytest.raises(BrokenArchive, match="cannot be read as an export"):
        verify(tmp_path / "out.zip")


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a\\b", MANIFEST])
def test_no_member_leaves_the_folder_it_is_unpacked_in(tmp_path, name):
    with pytest.raises(ValueError, match="cannot be the name"), Archive(tmp_path / "out.zip", about={}) as archive:
        archive.text(name, "a")


def test_rows_come_as_json_ordered_by_their_key(in_adorf, db):
    for order, title in enumerate(("Verkehr", 'Natur "und" Umwelt\n')):
        Topic.objects.create(slug=f"t-{order}", title=title, order=order)

    rows = [json.loads(row) for row in rows_of("contributions_topic")]
    assert [row["title"] for row in rows] == ["Verkehr", 'Natur "und" Umwelt\n']
    assert [json.loads(row)["slug"] for row in rows_of("contributions_topic", only="slug", keys=["t-1"])] == ["t-1"]
    assert list(rows_of("ideas_that_never_were")) == []
