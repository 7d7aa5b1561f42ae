"""Blueprints and modules in the panel, at the edge."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.accounts.roles import Role
from platform_core.scope import platform_scope
from platform_core.web import mailbox
from provisioning.archive import verify
from provisioning.blueprints import blueprint
from provisioning.blueprints.files import as_json
from provisioning.blueprints.models import Origin, SavedBlueprint
from provisioning.blueprints.saving import save_place
from provisioning.control_panel.models import BulkRun
from provisioning.lifecycle.models import Export
from tenants.models import ResponsibleBody, Tenant
from tests.fixtures import make_person, make_staff
from tests.support.mails import run_waiting_jobs


@pytest.fixture
def saved(adorf):
    """A blueprint of Adorf's agency."""
    with platform_scope():
        tenant = Tenant.objects.get(pk=adorf.id)
    return save_place(tenant=tenant, slug="unser-dorf", title="Unser Dorf", note="Der Anfang.")


def test_the_gallery_shows_ours_one_s_own_and_what_is_shared(at_panel, agnes, otto, olga, saved):
    assert "Unser Dorf" in at_panel(agnes).get("/vorlagen/").text
    assert "Unser Dorf" in at_panel(olga).get("/vorlagen/").text
    assert "Unser Dorf" not in at_panel(otto).get("/vorlagen/").text
    assert "Großstadt" in at_panel(otto).get("/vorlagen/").text

    at_panel(agnes).post("/vorlagen/xagentur/unser-dorf/teilen/", {"agencies": ["yagentur"]})
    page = at_panel(otto).get("/vorlagen/").text
    assert "Unser Dorf" in page
    assert "Agentur xagentur" in page


def test_a_foreign_blueprint_is_as_if_it_were_not_there(at_panel, otto, saved):
    visitor = at_panel(otto)
    for path in ("", "datei/toml/", "datei/json/"):
        foreign = visitor.get(f"/vorlagen/xagentur/unser-dorf/{path}")
        missing = visitor.get(f"/vorlagen/xagentur/gibt-es-nicht/{path}")
        assert foreign.status_code == missing.status_code == 404
    assert visitor.post("/vorlagen/xagentur/unser-dorf/teilen/", {"is_for_all": "on"}).status_code == 404


def test_whom_it_is_shared_with_may_use_it_but_not_share_it_on(at_panel, agnes, otto, saved):
    at_panel(agnes).post("/vorlagen/xagentur/unser-dorf/teilen/", {"is_for_all": "on"})

    assert at_panel(otto).get("/vorlagen/xagentur/unser-dorf/").status_code == 200
    assert at_panel(otto).post("/vorlagen/xagentur/unser-dorf/teilen/", {}).status_code == 404
    with platform_scope():
        assert SavedBlueprint.objects.get(slug="unser-dorf").is_for_all


def test_one_blueprint_with_its_versions_and_files(at_panel, agnes, saved, adorf):
    visitor = at_panel(agnes)
    page = visitor.get("/vorlagen/xagentur/unser-dorf/")
    assert page.status_code == 200
    assert "Der Anfang." in page.text
    assert visitor.get("/vorlagen/xagentur/unser-dorf/?version=999999999999").status_code == 200
    assert visitor.get("/vorlagen/grundlage/village/").status_code == 200
    assert visitor.get("/vorlagen/grundlage/gibt-es-nicht/").status_code == 404
    toml = visitor.get("/vorlagen/xagentur/unser-dorf/datei/toml/")
    assert toml["Content-Disposition"] == 'attachment; filename="unser-dorf.toml"'
    assert 'title = "Unser Dorf"' in toml.text
    assert visitor.get("/vorlagen/xagentur/unser-dorf/datei/exe/").status_code == 404


def test_a_place_is_saved_from_its_section(at_panel, agnes, adorf):
    visitor = at_panel(agnes)
    assert "Vorlage" in visitor.get("/orte/adorf/vorlage/").text
    facts = {"title": "Adorfer Art", "slug": "adorfer-art", "note": "", "summary": "", "with_look": "on"}

    assert visitor.post("/orte/adorf/vorlage/", facts)["Location"] == "/vorlagen/xagentur/adorfer-art/"
    again = visitor.post("/orte/adorf/vorlage/", facts)
    assert again.status_code == 422
    assert visitor.post("/orte/adorf/vorlage/", facts | {"slug": "Mit Leerzeichen"}).status_code == 422


def test_a_file_is_taken_in_or_refused_with_a_sentence(at_panel, agnes, otto, adorf):
    visitor = at_panel(agnes)
    good = as_json(blueprint("village").content).encode()
    facts = {"agency": "xagentur", "slug": "aus-datei", "note": ""}

    answer = visitor.post("/vorlagen/hochladen/", facts | {"file": SimpleUploadedFile("a.json", good)})
    assert answer["Location"] == "/vorlagen/xagentur/aus-datei/"
    bad = visitor.post("/vorlagen/hochladen/", facts | {"file": SimpleUploadedFile("a.json", b'{"title": 1}')})
    assert bad.status_code == 422
    foreign = at_panel(otto).post("/vorlagen/hochladen/", facts | {"file": SimpleUploadedFile("a.json", good)})
    assert foreign.status_code == 422
    assert visitor.post("/vorlagen/hochladen/", facts).status_code == 422


@pytest.fixture
def village(make_village):
    return make_village("ideas", "news", "pages", starter=True)


@pytest.fixture
def agnes_again(village):
    return make_staff("Agnes Agentur", village.region_id)


@pytest.mark.django_db(transaction=True)
def test_a_module_is_parked_and_removed_after_a_trial_run(at_panel, village, agnes_again, settings):
    visitor, path = at_panel(agnes_again), f"/orte/{village.slug}/bausteine"
    assert visitor.get(f"{path}/").status_code == 200
    assert "/ideen/" in visitor.get(f"{path}/ideas/?was=parken").text
    assert states(village)["ideas"] == "on", "looking changes nothing"

    assert follow(visitor, visitor.post(f"{path}/ideas/", {"was": "parken"})) == ["done"]
    assert states(village)["ideas"] == "parked"
    refused = visitor.post(f"{path}/ideas/", {"was": "entfernen", "name": "Falsch"})
    assert refused.status_code == 422
    assert states(village)["ideas"] == "parked"
    assert follow(visitor, visitor.post(f"{path}/ideas/", {"was": "entfernen", "name": village.name})) == ["done"]
    assert "ideas" not in states(village)
    with platform_scope():
        kept = Export.objects.get(tenant_id=village.id)
    file = settings.DATA_FOLDER / "exports" / kept.file
    assert (kept.module, kept.file, kept.size) == ("ideas", f"{village.slug}/{file.name}", file.stat().st_size)
    assert (kept.asked_by_name, kept.made_at is not None, verify(file)["module"]) == ("Agnes Agentur", True, "ideas")
    assert "Ausfuhren entfernter Bausteine" in visitor.get(f"{path}/").text
    assert follow(visitor, visitor.post(f"{path}/ideas/", {"was": "an"})) == ["done"]
    assert states(village)["ideas"] == "on"


@pytest.mark.django_db(transaction=True)
def test_when_a_module_is_removed_those_who_answer_for_the_place_get_the_link(at_panel, village, agnes_again, settings):
    with platform_scope():
        ResponsibleBody.objects.filter(tenants=village.id).update(email="Rathaus@village.example")
    adele = make_person(village, "Adele Admin", Role.ADMIN)
    visitor, path = at_panel(agnes_again), f"/orte/{village.slug}/bausteine/ideas/"

    answer = visitor.post(path, {"was": "entfernen", "name": village.name})
    assert follow(visitor, answer) == ["done"]
    run_waiting_jobs()

    assert "ging an 2 Adressen" in visitor.get(answer["Location"]).text
    with platform_scope():
        mails = {mail.to: mail for mail in mailbox.mails() if "Ideen" in mail.subject}
    assert mails.keys() == {adele.email, "rathaus@village.example"}
    assert "/ausfuhr/" in mails[adele.email].text
    assert str(settings.DATA_FOLDER) not in visitor.get(answer["Location"]).text


@pytest.mark.django_db(transaction=True)
def test_an_update_is_tried_out_and_then_done(at_panel, village, agnes_again):
    from platform_core.contributions.around import Topic
    from platform_core.scope import place_scope

    with platform_scope():
        tenant = Tenant.objects.get(pk=village.id)
        Origin.objects.filter(tenant=tenant).update(version=0)
    with place_scope(village):
        Topic.objects.filter(slug="verkehr").delete()
    visitor, path = at_panel(agnes_again), f"/orte/{village.slug}/vorlage/aktualisieren/"
    assert visitor.get(f"{path}?auf=village").status_code == 200
    assert visitor.get(f"{path}?auf=gibt/es-nicht").status_code == 302
    assert visitor.get(f"{path}?auf=town").text.count("changes__line--add") > 1

    assert follow(visitor, visitor.post(path, {"auf": "town"})) == ["done"]
    with platform_scope():
        assert Origin.objects.get(tenant=tenant).name == "town"
    with place_scope(village):
        assert not Topic.objects.filter(slug="verkehr").exists(), "what was taken away here stays away"
        assert Topic.objects.filter(slug="kultur-und-sport").exists()


def states(place):
    with platform_scope():
        return dict(Tenant.objects.get(pk=place.id).installed_modules.values_list("name", "state"))


def follow(visitor, answer):
    """Let the job of a run happen; how it ended."""
    assert answer.status_code == 302, answer.text
    run_waiting_jobs()
    assert visitor.get(answer["Location"]).status_code == 200
    with platform_scope():
        run = BulkRun.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[-1])
        return [f"{item.state}{f': {item.said}' if item.state == 'failed' else ''}" for item in run.items.all()]


def test_foreign_places_show_neither_modules_nor_blueprint(at_panel, otto, adorf):
    for path in ("bausteine/", "bausteine/ideas/?was=parken", "vorlage/", "vorlage/aktualisieren/"):
        assert at_panel(otto).get(f"/orte/adorf/{path}").status_code == 404
