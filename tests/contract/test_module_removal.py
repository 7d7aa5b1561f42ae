"""A module is removed from a place: exported first, then nothing of it is left, and nothing else is touched."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from platform_core import registry
from platform_core.accounts.roles import Role
from platform_core.audit.models import Entry
from platform_core.comments.models import comment_on
from platform_core.contributions.models import Answer, AnswerStatus
from platform_core.files.actions import hang_on, take
from platform_core.moderation.verdicts import decide, report
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from provisioning import switch
from provisioning.archive import verify
from provisioning.consequences import consequence_of
from provisioning.removing import RemovalRefused, remove
from tenants.addresses import TenantDirectory
from tenants.models import InstalledModule, Tenant
from tests.contract.conftest import rows_of, tables_of, with_required
from tests.contract.rows import contribute
from tests.contract.test_module_life import every_module, fresh, own_tables, pages_of, plant_rows
from tests.fixtures import make_person

#: What changes when a module goes, beside its own: the log, its migrations' record, the order of the home page.
BOOKS = frozenset({"audit_entry", "django_migrations", "options_option"})
NEIGHBOUR = {"ideas": "news"}


def neighbour_of(module):
    """Another module that the village has, too, to see that it stays as it was."""
    return NEIGHBOUR.get(module.name, "ideas")


def surround(item, anna, bernd):
    """Everything that can hang on a contribution."""
    item.support(by=bernd)
    item.follow(by=bernd)
    item.keep_revision(by=anna)
    comment = comment_on(item, by=bernd, body="Schöne Sache.")
    Answer.objects.create(contribution=item, author=bernd, status=AnswerStatus.PLANNED, body="Kommt.")
    picture = take(SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n%%EOF"), by=anna)
    hang_on(item, by=anna, keys=[str(picture.pk)], alts={})
    report(comment, reason="spam", text="Werbung", name="", email="", by=None, sender="")
    return picture


@pytest.fixture
def village(make_village):
    def furnished(module):
        place = make_village(*with_required(module.name), *with_required(neighbour_of(module)))
        anna, bernd = make_person(place, "Anna Beispiel"), make_person(place, "Bernd Beispielmann")
        with place_scope(place):
            for name in (module.name, neighbour_of(module)):
                plant_rows(registry.modules()[name], anna, bernd)
                for kind in registry.modules()[name].kinds:
                    surround(contribute(kind.model, anna, "Bank am Teich"), anna, bernd)
        return place

    return furnished


def files_of(place):
    folder = Path(settings.MEDIA_ROOT) / place.schema
    return (
        sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()) if folder.exists() else []
    )


def tenant_of(place):
    with platform_scope():
        return Tenant.objects.get(pk=place.id)


def entries_of(place):
    with platform_scope():
        return sorted(RegionEntry.objects.filter(schema=place.schema).values_list("kind", flat=True))


@every_module
def test_removed_nothing_of_it_is_left_and_nothing_else_is_touched(module, village, tmp_path):
    place = village(module)
    kinds = {str(kind.model._meta.model_name) for kind in module.kinds}
    promised = consequence_of(tenant_of(place), module.name)
    before = rows_of(place.schema, without=BOOKS)

    removal = remove(place.slug, module.name, export=tmp_path / "out.zip")

    after = rows_of(place.schema, without=BOOKS)
    assert tables_of(place.schema) & own_tables(module) == set()
    gone = {table: set(rows) - set(after.get(table, [])) for table, rows in before.items()}
    assert {
        table: len(rows) for table, rows in gone.items() if rows and table != "contributions_counter"
    } == promised.rows
    assert all(set(after[table]) <= set(before[table]) for table in after), "no other row was changed or added"
    assert {json.loads(row)["kind"] for row in after["contributions_contribution"]} & kinds == set()
    assert set(entries_of(place)) & kinds == set()
    with platform_scope():
        assert not InstalledModule.objects.filter(tenant_id=place.id, name=module.name).exists()
    assert removal.rows >= promised.row_count


@every_module
def test_files_go_with_it_and_those_of_others_stay(module, village, tmp_path):
    place = village(module)
    every = files_of(place)

    remove(place.slug, module.name, export=tmp_path / "out.zip")

    with place_scope(fresh(place)):
        from platform_core.files.models import Attachment

        assert files_of(place) == sorted(Attachment.objects.values_list("path", flat=True))
    assert len(every) - len(files_of(place)) == len(module.kinds)


@every_module
def test_the_export_holds_every_row_that_is_gone(module, village, tmp_path):
    place = village(module)
    before = rows_of(place.schema, without=BOOKS)

    remove(place.slug, module.name, export=tmp_path / "out.zip")

    manifest = verify(tmp_path / "out.zip")
    assert (manifest["place"], manifest["module"]) == (place.slug, module.name)
    after = rows_of(place.schema, without=BOOKS)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = archive.namelist()
        for table, rows in before.items():
            lost = [json.loads(row) for row in set(rows) - set(after.get(table, []))]
            if not lost or table == "contributions_counter":
                continue
            folder = "module" if table in own_tables(module) else "core"
            kept = [json.loads(line) for line in archive.read(f"{folder}/{table}.jsonl").decode().splitlines()]
            plain = [{key: value for key, value in row.items() if key != "search"} for row in lost]
            assert sorted(map(str, kept)) == sorted(map(str, plain))
    assert len([name for name in names if name.startswith("files/")]) == len(module.kinds)


@every_module
def test_switched_on_again_it_begins_empty(module, village, visit, tmp_path):
    place = village(module)
    remove(place.slug, module.name, export=tmp_path / "out.zip")
    TenantDirectory.forget()
    assert {visit(place).get(page).status_code for page in pages_of(module)} == {404}

    switch.switch_on(place.slug, module.name)
    TenantDirectory.forget()

    assert tables_of(place.schema) >= own_tables(module)
    anna = make_person(fresh(place), "Neu Erdacht")
    with place_scope(fresh(place)):
        assert [contribute(kind.model, anna).number for kind in module.kinds] == [1] * len(module.kinds)
    assert visit(fresh(place)).get("/").status_code == 200


def test_decisions_of_moderation_go_too(village, tmp_path):
    place = village(registry.modules()["ideas"])
    with place_scope(place):
        from platform_core.contributions.models import Contribution
        from platform_core.moderation.models import Decision

        mona = make_person(place, "Mona Erdacht", Role.MODERATOR)
        item = Contribution.objects.filter(kind="idea").first()
        decide(
            registry.modules()["ideas"].kinds[0].model.objects.get(pk=item.pk),
            act="hide",
            ground="spam",
            text="",
            by=mona,
        )
    remove(place.slug, "ideas", export=tmp_path / "out.zip")

    with place_scope(fresh(place)):
        assert not Decision.objects.exists()
        line = Entry.objects.filter(action="module.removed").get()
    assert (line.before["module"], line.after["export"]) == ("ideas", "out.zip")
    assert "Bank am Teich" not in str(line.after)


def test_when_the_export_cannot_be_written_everything_stays(village, tmp_path):
    place = village(registry.modules()["ideas"])
    before = rows_of(place.schema, without=BOOKS)
    (tmp_path / "no folder").write_text("a file")

    with pytest.raises(OSError, match="no folder"):
        remove(place.slug, "ideas", export=tmp_path / "no folder" / "out.zip")

    assert rows_of(place.schema, without=BOOKS) == before
    assert fresh(place).parked == {"ideas"}


def test_a_fault_in_the_middle_leaves_everything_as_it_was(village, tmp_path, monkeypatch):
    place = village(registry.modules()["ideas"])
    before, files = rows_of(place.schema, without=BOOKS), files_of(place)

    def broken(*args):
        raise DatabaseError("gone away")

    monkeypatch.setattr("provisioning.removing._forget_in_public", broken)
    with pytest.raises(DatabaseError):
        remove(place.slug, "ideas", export=tmp_path / "out.zip")

    assert (rows_of(place.schema, without=BOOKS), files_of(place)) == (before, files)
    assert list(tmp_path.iterdir()) == [], "a copy of what people wrote, and nothing was removed"


def test_a_file_that_was_there_before_is_no_remains_of_a_fault(village, tmp_path, monkeypatch):
    place = village(registry.modules()["ideas"])
    (tmp_path / "out.zip").write_bytes(b"mine")
    monkeypatch.setattr("provisioning.removing._locked", lambda module: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        remove(place.slug, "ideas", export=tmp_path / "out.zip")

    assert (tmp_path / "out.zip").read_bytes() == b"mine"


def test_an_export_that_is_kept_elsewhere_is_none_of_the_place(make_village, tmp_path):
    from provisioning.lifecycle.models import Export

    place = make_village("ideas", "news")
    assert remove(place.slug, "ideas", export=tmp_path / "out.zip").kept is None
    kept = remove(place.slug, "news").kept

    with platform_scope():
        (row,) = Export.objects.filter(tenant_id=place.id)
    assert (row, row.module, row.sha256 != "") == (kept, "news", True)
    assert row.file.startswith(f"{place.slug}/")


def test_what_is_not_there_cannot_be_removed(make_village):
    place = make_village("news")
    with pytest.raises(RemovalRefused, match="ideas"):
        remove(place.slug, "ideas")
    with pytest.raises(RemovalRefused, match="unheard"):
        remove(place.slug, "unheard")


def test_the_trial_run_names_pages_and_links_that_would_lead_nowhere(make_village):
    from platform_core.contributions.links import check_text

    place = make_village("ideas", "pages", "news")
    anna = make_person(place, "Anna Beispiel")
    with place_scope(place):
        page = contribute(registry.modules()["pages"].kinds[0].model, anna, "Mitmachen")
        page.body = "Zu den [Ideen](/ideen/)."
        page.save()
        check_text(page)

    trial = consequence_of(tenant_of(place), "ideas")
    assert [(link.title, link.address) for link in trial.links] == [("Mitmachen", "/ideen/")]
    assert place.link("/ideen/") in trial.pages
    assert place.link("/seiten/mitmachen/") in consequence_of(tenant_of(place), "pages").pages
