"""The list of places, and what somebody may see in it."""

from __future__ import annotations

import pytest
from django.test import override_settings

from platform_core.audit.models import Entry
from platform_core.scope import place_scope, platform_scope
from provisioning.control_panel.models import BulkRun, SavedView
from tenants.models import Agency, Tenant
from tests.support.mails import run_waiting_jobs


def names_in(answer):
    return {row.tenant.name for row in answer.context["rows"]}


def test_an_operator_sees_all_places_and_an_agency_its_own(at_panel, olga, agnes, otto):
    assert names_in(at_panel(olga).get("/orte/")) >= {"Adorf", "Bdorf"}
    assert "Bdorf" not in names_in(at_panel(agnes).get("/orte/"))
    assert "Adorf" in names_in(at_panel(agnes).get("/orte/"))
    assert names_in(at_panel(otto).get("/orte/")) & {"Adorf", "Bdorf"} == {"Bdorf"}


def test_a_foreign_place_is_as_if_it_were_not_there(at_panel, otto):
    visitor = at_panel(otto)
    foreign, missing = visitor.get("/orte/adorf/"), visitor.get("/orte/gibt-es-nicht/")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content.replace(b"adorf", b"") == missing.content.replace(b"gibt-es-nicht", b"")


def test_strangers_sign_in_first_and_residents_find_nothing(at_panel, places, olga):
    assert at_panel().get("/orte/")["Location"].startswith("/konto/login/?next=")
    with platform_scope():
        from platform_core.accounts.models import Person

        nobody = Person.objects.create_person(email="wer@betrieb.example", name="Wer Auchimmer")
    assert at_panel(nobody).get("/orte/").status_code == 404


def test_without_a_second_factor_nobody_comes_further(at_panel, olga):
    with override_settings(SECOND_FACTOR=True):
        answer = at_panel(olga).get("/orte/")

        assert answer["Location"] == "/konto/zweiter-faktor/totp/activate/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=adorf", {"Adorf"}),
        ("q=bdorf.bk.test", {"Bdorf"}),
        ("q=gibt+es+nicht", set()),
        ("status=suspended", set()),
        ("baustein=gibtesnicht&q=adorf", {"Adorf"}),
        ("q=%00&status=%00", {"Adorf", "Bdorf"}),
    ],
)
def test_the_list_is_narrowed_by_words_and_filters(at_panel, olga, query, found):
    assert names_in(at_panel(olga).get(f"/orte/?{query}")) & {"Adorf", "Bdorf"} == found


def test_the_list_is_found_by_kreis_and_by_the_agency(at_panel, olga, adorf):
    with platform_scope():
        agency = Agency.objects.get(pk=adorf.region_id)

    assert "Adorf" in names_in(at_panel(olga).get(f"/orte/?agentur={agency.slug}"))
    assert "Bdorf" not in names_in(at_panel(olga).get(f"/orte/?agentur={agency.slug}"))


def test_htmx_gets_the_table_alone(at_panel, olga):
    answer = at_panel(olga).get("/orte/?q=adorf", headers={"hx-request": "true"})

    assert b'id="gefunden"' in answer.content
    assert b"<html" not in answer.content


def test_the_list_comes_as_a_table_that_carries_nothing_out(at_panel, olga, adorf):
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(name='=HYPERLINK("https://boese.example")')

    table = at_panel(olga).get("/orte/tabelle.csv?q=adorf").content.decode()

    assert table.startswith("\ufeff")
    assert "\"'=HYPERLINK" in table


def test_a_search_is_kept_under_a_name_for_oneself_alone(at_panel, olga, agnes):
    at_panel(olga).post("/orte/ansichten/", {"name": "Meine Dörfer", "query": "q=adorf"})

    assert b"Meine D\xc3\xb6rfer" in at_panel(olga).get("/orte/").content
    assert b"Meine D\xc3\xb6rfer" not in at_panel(agnes).get("/orte/").content
    with platform_scope():
        key = SavedView.objects.get().pk
    at_panel(agnes).post(f"/orte/ansichten/{key}/weg/")
    with platform_scope():
        assert SavedView.objects.exists()


def test_a_note_stays_in_the_panel(at_panel, olga, visit, adorf):
    at_panel(olga).post("/orte/adorf/notizen/", {"text": "Frau Beispiel ruft dienstags zurück."})

    assert b"dienstags" in at_panel(olga).get("/orte/adorf/").content
    assert b"dienstags" not in visit(adorf).get("/").content


def test_the_look_is_changed_and_stands_in_both_logs(at_panel, agnes, adorf):
    page = at_panel(agnes).get("/orte/adorf/gesicht/")
    values = {**page.context["form"].initial, "accent": "#7a2f2a", "save": "1"}

    assert at_panel(agnes).post("/orte/adorf/gesicht/", values).status_code == 302

    with platform_scope():
        assert Tenant.objects.get(slug="adorf").accent == "#7a2f2a"
        assert Entry.objects.get(action="face.changed").actor == "Agnes Agentur"
    with place_scope(adorf):
        assert Entry.objects.get(action="face.changed").after == {"accent": "#7a2f2a"}


def test_a_look_that_does_not_fit_is_shown_again(at_panel, olga):
    page = at_panel(olga).get("/orte/adorf/gesicht/")
    values = {**page.context["form"].initial, "accent": "kaputt", "save": "1"}

    assert at_panel(olga).post("/orte/adorf/gesicht/", values).status_code == 422


def test_who_answers_for_the_place_is_changed(at_panel, agnes, adorf):
    page = at_panel(agnes).get("/orte/adorf/verantwortlich/")
    values = {**page.context["form"].initial, "city": "Neustadt"}

    assert at_panel(agnes).post("/orte/adorf/verantwortlich/", values).status_code == 302

    with platform_scope():
        assert Tenant.objects.get(slug="adorf").body.city == "Neustadt"


@pytest.mark.django_db(transaction=True)
def test_many_places_at_once_are_tried_out_first_and_then_done_one_by_one(at_panel, olga):
    with platform_scope():
        Tenant.objects.filter(slug__in=["adorf", "bdorf"]).update(schema_version="alt")
    chosen = {"aktion": "update", "ort": ["adorf", "bdorf"]}

    trial = at_panel(olga).post("/orte/auswahl/", chosen)

    assert trial.context["changing"] == 2
    with platform_scope():
        assert not BulkRun.objects.exists()

    begun = at_panel(olga).post("/orte/auswahl/", {**chosen, "do": "1"})
    run_waiting_jobs()

    assert at_panel(olga).get(begun["Location"]).context["counts"]["done"] == 2
    with platform_scope():
        assert not Tenant.objects.filter(schema_version="alt").exists()


def test_an_agency_has_no_part_in_what_is_the_operators(at_panel, agnes):
    assert at_panel(agnes).post("/orte/auswahl/", {"aktion": "update", "ort": ["adorf"]}).status_code == 404


def test_places_of_others_are_never_among_the_chosen(at_panel, olga, otto):
    from provisioning.control_panel import bulk

    touched = []
    bulk.register(bulk.Bulk("probe", "Probe", "x", lambda t, c: t.name, lambda t, c: touched.append(t.name) or ""))
    try:
        trial = at_panel(otto).post("/orte/auswahl/", {"aktion": "probe", "ort": ["adorf", "bdorf"]})
    finally:
        bulk._actions.pop("probe")

    assert [line.tenant.slug for line in trial.context["lines"]] == ["bdorf"]
