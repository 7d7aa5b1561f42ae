"""Exports of removed modules: the panel says that they are there, the responsible body gets them, time deletes them."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from platform_core.audit.models import Entry
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from platform_core.web import mailbox
from provisioning.lifecycle import delivery, erasing, module_exports
from provisioning.lifecycle.export import folder
from provisioning.lifecycle.models import Export
from provisioning.lifecycle.who import NotAllowed
from tenants.models import Tenant
from tests.support.mails import run_waiting_jobs
from tests.support.visitor import Visitor

MODULES = "/orte/adorf/bausteine/"
CONTENT = b"PK\x03\x04 what people wrote"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.SECOND_FACTOR = False
    settings.DATA_FOLDER = tmp_path
    return tmp_path


def made(tenant: Tenant, name: str = "one", *, days: float = 0) -> Export:
    """The export of the ideas, removed so many days ago."""
    file = folder() / tenant.slug / f"{name}.zip"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(CONTENT)
    then = timezone.now() - timedelta(days=days)
    facts = {"module": "ideas", "made_at": then, "asked_at": then, "size": len(CONTENT), "sha256": "5" * 64}
    with platform_scope():
        return Export.objects.create(tenant=tenant, file=f"{tenant.slug}/{name}.zip", asked_by_name="Xenia", **facts)


def aged(name: str, *, days: float):
    """A file below the exports that nobody has touched for so long."""
    file = folder() / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(CONTENT)
    then = time.time() - days * 86400
    os.utime(file, (then, then))
    return file


@pytest.fixture
def export(adorf, adele, tenant_of) -> Export:
    return made(tenant_of(adorf))


@pytest.fixture
def theirs(bdorf, tenant_of) -> Export:
    return made(tenant_of(bdorf))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """`with committing(execute=True)`: what follows a commit happens although the test never commits."""
    return django_capture_on_commit_callbacks


def at_work(person) -> Visitor:
    return Visitor(host=f"panel.{settings.DOMAIN}").sign_in(person)


def path_of(export: Export, slug: str = "adorf") -> str:
    return f"/orte/{slug}/bausteine/ausfuhr/{export.pk}/"


def links() -> list[str]:
    run_waiting_jobs()
    with platform_scope():
        found = [re.search(r"https://\S+/ausfuhr/\S+/", mail.text)[0] for mail in mailbox.mails()]
    return [link.removeprefix(f"https://{settings.DOMAIN}") for link in found]


def entries(place, action: str) -> list[Entry]:
    """Lines of the platform's log and of the place's own; each action stands in both or in none."""
    with platform_scope():
        public = list(Entry.objects.filter(action=action, subject_key=str(place.id)))
    with place_scope(place):
        own = list(Entry.objects.filter(action=action))
    assert [line.after for line in public] == [line.after for line in own]
    return own


def test_the_section_lists_them_with_day_size_and_when_they_go(export, xenia):
    page = at_work(xenia).get(MODULES).text

    assert "Ausfuhren entfernter Bausteine" in page
    assert "Ideen" in page
    assert "Noch nicht abgeholt" in page
    assert f"{len(CONTENT)}\xa0Byte" in page
    until = export.made_at + timedelta(days=30)
    assert re.search(rf"Aufbewahrt bis \d+\. \w+ {until.year}", page)
    for secret in (str(folder()), export.file, "one.zip", str(settings.DATA_FOLDER)):
        assert secret not in page


def test_a_place_without_any_says_nothing_of_them(adorf, xenia):
    assert "Ausfuhren entfernter Bausteine" not in at_work(xenia).get(MODULES).text


def test_the_link_reaches_admins_and_body_and_nobody_in_the_panel(export, adorf, xenia):
    answer = at_work(xenia).post(path_of(export), {"act": "link"})

    assert answer["Location"] == MODULES
    assert b"PK" not in answer.content
    run_waiting_jobs()
    with platform_scope():
        mails = mailbox.mails()
    assert sorted(mail.to for mail in mails) == ["adele@adorf.example", "gemeinde@xagentur.example"]
    assert {mail.subject for mail in mails} == {"Ausfuhr von „Ideen“ aus Adorf"}
    token = links()[0].rstrip("/").rsplit("/", 1)[1]
    assert token not in at_work(xenia).get(MODULES).text
    assert [line.after["addresses"] for line in entries(adorf, "export.linked")] == [2]


def test_the_file_is_fetched_once_as_a_download_and_both_logs_say_so(export, adorf, xenia):
    at_work(xenia).post(path_of(export), {"act": "link"})
    path, somebody = links()[0], Visitor(host=settings.DOMAIN)
    page = somebody.get(path)
    assert "„Ideen“ aus Adorf" in page.text
    assert "jede Tabelle" not in page.text

    got = somebody.post(path)

    assert b"".join(got.streaming_content) == CONTENT
    assert got.headers["Content-Disposition"] == f'attachment; filename="adorf-ideas-{export.asked_at:%Y-%m-%d}.zip"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert [somebody.get(path).status_code, somebody.post(path).status_code] == [404, 404]
    assert [line.after["module"] for line in entries(adorf, "export.fetched")] == ["ideas"]
    assert "Abgeholt" in at_work(xenia).get(MODULES).text


def test_a_new_link_ends_the_old_one_and_one_of_yesterday_is_over(export, xenia):
    delivery.send_link(export, by=xenia)
    old = links()[0]
    delivery.send_link(export, by=xenia)

    assert Visitor(host=settings.DOMAIN).get(old).status_code == 404
    new = next(link for link in links() if Visitor(host=settings.DOMAIN).get(link).status_code == 200)
    with platform_scope():
        Export.objects.update(link_until=timezone.now() - timedelta(seconds=1))
    assert Visitor(host=settings.DOMAIN).get(new).status_code == 404


def test_deleted_by_hand_file_and_link_are_gone_and_both_logs_say_so(export, adorf, xenia, committing):
    delivery.send_link(export, by=xenia)

    with committing(execute=True):
        at_work(xenia).post(path_of(export), {"act": "delete"})

    assert list(folder().iterdir()) == []
    assert Visitor(host=settings.DOMAIN).get(links()[0]).status_code == 404
    assert "Ausfuhren entfernter Bausteine" not in at_work(xenia).get(MODULES).text
    assert [(line.actor, line.after["module"]) for line in entries(adorf, "export.deleted")] == [("Xenia", "ideas")]
    assert at_work(xenia).post(path_of(export), {"act": "delete"}).status_code == 404


def test_another_agency_neither_sees_nor_sends_nor_deletes_it(export, yannick, adorf):
    for act in ("link", "delete"):
        assert at_work(yannick).post(path_of(export), {"act": act}).status_code == 404
    with pytest.raises(NotAllowed):
        module_exports.delete(export, by=yannick)
    with pytest.raises(NotAllowed):
        delivery.send_link(export, by=yannick)
    assert (folder() / export.file).exists()
    assert links() == []


def test_an_export_is_found_at_its_own_place_only(export, theirs, xenia, olga):
    for person, slug, which in ((xenia, "adorf", theirs), (olga, "adorf", theirs), (olga, "bdorf", export)):
        for act in ("link", "delete"):
            assert at_work(person).post(path_of(which, slug), {"act": act}).status_code == 404
    assert (folder() / theirs.file).exists()
    assert (folder() / export.file).exists()


@pytest.mark.parametrize("act", ["", "fetch", "a\x00b", "__class__"])
def test_an_act_that_there_is_not_is_no_page(export, xenia, act):
    assert at_work(xenia).post(path_of(export), {"act": act}).status_code == 404
    assert at_work(xenia).get(path_of(export)).status_code == 405


def test_whole_exports_are_neither_listed_here_nor_reached_this_way(adorf, tenant_of, xenia, export):
    with platform_scope():
        whole = Export.objects.create(tenant=tenant_of(adorf), file="abc.zip", made_at=timezone.now())
    for act in ("link", "delete"):
        assert at_work(xenia).post(path_of(whole), {"act": act}).status_code == 404
    page = at_work(xenia).get("/orte/adorf/leben/")
    assert [each.pk for each in page.context["exports"]] == [whole.pk]


def test_with_nobody_to_send_it_to_that_is_said(theirs, bdorf, olga):
    with platform_scope():
        Tenant.objects.get(slug="bdorf").body.__class__.objects.update(email="")

    page = at_work(olga).post(path_of(theirs, "bdorf"), {"act": "link"}, follow=True)

    assert "keine E-Mail-Adresse" in page.text
    assert (folder() / theirs.file).exists()


def test_a_file_that_somebody_took_away_is_said_to_be_gone(export, xenia):
    (folder() / export.file).unlink()

    page = at_work(xenia).post(path_of(export), {"act": "link"}, follow=True)

    assert page.status_code == 200
    assert "nicht mehr da" in page.text


def test_time_deletes_those_that_are_older_than_they_may_be(adorf, tenant_of, settings, committing):
    settings.MODULE_EXPORT_DAYS = 7
    old, young = made(tenant_of(adorf), "old", days=7.1), made(tenant_of(adorf), "young", days=6.9)

    with committing(execute=True):
        delivery.sweep()

    assert not (folder() / old.file).exists()
    assert (folder() / young.file).exists()
    assert [line.actor_kind for line in entries(adorf, "export.deleted")] == ["system"]
    with platform_scope():
        assert [row.pk for row in module_exports.kept_of(tenant_of(adorf))] == [young.pk]
    assert delivery.sweep() == 0


def test_a_link_that_was_sent_makes_no_export_of_a_module_go_early(export, xenia):
    delivery.send_link(export, by=xenia)
    with platform_scope():
        long_ago = timezone.now() - timedelta(days=5)
        Export.objects.update(made_at=long_ago, link_until=long_ago + timedelta(hours=24))

    assert delivery.sweep() == 0
    assert (folder() / export.file).exists()


def test_files_that_no_row_speaks_of_go_in_time_and_half_ones_after_a_day(places):
    old, young = aged("xdorf/old.zip", days=31), aged("ydorf/young.zip", days=29)
    torso, written = aged("ydorf/torso.zip.part", days=1.1), aged("ydorf/written.zip.part", days=0.1)

    delivery.sweep()

    assert [file.exists() for file in (old, old.parent, young, torso, written)] == [False, False, True, False, True]


def test_erasing_the_place_deletes_them_too(export, adorf, theirs):
    with platform_scope():
        tenant = Tenant.objects.get(pk=adorf.id)

    assert module_exports.forget(tenant) == 1

    assert not (folder() / export.file).parent.exists()
    assert (folder() / theirs.file).exists()
    with platform_scope():
        assert not module_exports.kept_of(tenant).exists()


def test_whoever_erases_cleans_them_away(export, adorf, tenant_of, olga, monkeypatch):
    from provisioning.lifecycle.models import Erasure

    with platform_scope():
        row = Erasure.objects.create(tenant=tenant_of(adorf), asked_by=olga.pk, reason="Probe")

    erasing._clean(row, tenant_of(adorf))

    assert not (folder() / export.file).exists()


def test_of_an_erased_place_a_link_goes_to_the_body_or_to_nobody(export, adorf, tenant_of):
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state=PlaceState.ERASED)

    assert delivery.receivers(tenant_of(adorf)) == ["gemeinde@xagentur.example"]


def test_the_page_asks_as_much_for_many_as_for_one(adorf, tenant_of, xenia):
    visitor, counts = at_work(xenia), []
    for name in ("a", "b", "c"):
        made(tenant_of(adorf), name)
        visitor.get(MODULES)
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(MODULES).status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_export_of_a_module_that_is_gone_from_the_platform_keeps_its_name(export, xenia):
    with platform_scope():
        Export.objects.update(module="ponies")

    assert "ponies" in at_work(xenia).get(MODULES).text
