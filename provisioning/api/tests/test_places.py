"""Places through the API: listed, read, changed, with modules, notes, figures and their log."""

from __future__ import annotations

from platform_core.audit.models import Entry
from platform_core.scope import platform_scope
from tenants.models import Tenant


def test_an_agency_lists_its_own_places_only(ours, theirs, operator):
    assert [place["slug"] for place in ours.get("/v1/places").json()["items"]] == ["adorf", "xregion"]
    assert [place["slug"] for place in theirs.get("/v1/places").json()["items"]] == ["bdorf"]
    assert operator.get("/v1/places").json()["total"] == 3


def test_a_list_comes_in_parts_with_the_address_of_the_next(operator):
    first = operator.get("/v1/places?limit=2&sort=name").json()
    second = operator.get(first["next"].split(".test", 1)[1]).json()

    assert first["next"].startswith("https://api.bk.test/v1/places?")
    assert len(first["items"]) == 2
    assert len(second["items"]) == 1
    assert second["next"] is None
    assert operator.get("/v1/places?page=99").json()["items"] == []
    assert operator.get("/v1/places?limit=201").status_code == 422


def test_the_filters_of_the_panel_narrow_the_list(operator):
    assert operator.get("/v1/places?module=toy").json()["total"] == 1
    assert operator.get("/v1/places?q=bdor").json()["items"][0]["slug"] == "bdorf"
    assert operator.get("/v1/places?state=erased").json()["total"] == 0
    assert operator.get("/v1/places?agency=yagentur").json()["total"] == 1


def test_what_has_not_changed_is_not_sent_again(ours):
    first = ours.get("/v1/places/adorf")

    assert first["ETag"]
    assert ours.get("/v1/places/adorf", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_the_face_is_changed_and_the_rest_stays(ours, adorf):
    answer = ours.send("PATCH", "/v1/places/adorf", {"claim": "Klein und wach.", "look": {"accent": "#9B2F2A"}})

    assert answer.status_code == 200, answer.json()
    assert answer.json()["claim"] == "Klein und wach."
    assert answer.json()["look"]["accent"] == "#9b2f2a"
    with platform_scope():
        tenant = Tenant.objects.get(slug="adorf")
        line = Entry.objects.filter(action="face.changed").first()
    assert (tenant.name, tenant.second) == ("Adorf", adorf.look.second)
    assert line.actor_kind == "token"
    assert line.actor.startswith("Prüfstand (bk_")


def test_the_body_is_changed(ours, adorf):
    answer = ours.send("PATCH", "/v1/places/adorf", {"body": {"phone": "0123 789"}})

    assert answer.status_code == 200, answer.json()
    assert answer.json()["body"]["phone"] == "0123 789"
    assert answer.json()["body"]["name"] == adorf.body.name


def test_a_value_that_does_not_fit_is_named_and_nothing_is_written(ours):
    answer = ours.send("PATCH", "/v1/places/adorf", {"claim": "Neu", "body": {"postal_code": "12"}, "name": "A" * 121})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    with platform_scope():
        assert Tenant.objects.get(slug="adorf").claim == ""


def test_a_stale_change_is_refused(ours):
    tag = ours.get("/v1/places/adorf")["ETag"]
    ours.send("PATCH", "/v1/places/adorf", {"claim": "Erst ich."})

    late = ours.send("PATCH", "/v1/places/adorf", {"claim": "Dann ich."}, **{"if-match": tag})

    assert late.status_code == 412
    assert ours.get("/v1/places/adorf").json()["claim"] == "Erst ich."
    fresh = ours.get("/v1/places/adorf")["ETag"]
    assert ours.send("PATCH", "/v1/places/adorf", {"claim": "So."}, **{"if-match": fresh}).status_code == 200


def test_modules_are_listed_tried_and_parked(ours):
    assert {m["name"]: m["state"] for m in ours.get("/v1/places/adorf/modules").json()}["ideas"] == "on"

    tried = ours.send("POST", "/v1/places/adorf/modules/news", {"state": "parked", "dry_run": True}).json()
    assert (tried["state"], tried["changed"]) == ("on", True)
    assert tried["consequence"]["pages"]

    done = ours.send("POST", "/v1/places/adorf/modules/news", {"state": "parked"}).json()
    assert (done["state"], done["changed"]) == ("parked", True)
    assert ours.send("POST", "/v1/places/adorf/modules/news", {"state": "parked"}).json()["changed"] is False


def test_a_module_that_there_is_not_is_not_found(ours):
    assert ours.send("POST", "/v1/places/adorf/modules/lottery", {"state": "on"}).status_code == 404


def test_notes_are_written_and_read(ours):
    made = ours.send("POST", "/v1/places/adorf/notes", {"text": "Montags anrufen."})

    assert made.status_code == 201
    assert ours.get("/v1/places/adorf/notes").json()["items"][0]["text"] == "Montags anrufen."


def test_figures_are_counts(ours):
    figures = ours.get("/v1/places/adorf/figures").json()

    assert figures["people"] >= 0
    assert isinstance(figures["attention"], list)


def test_the_log_of_a_place_says_who_did_what(ours):
    ours.send("PATCH", "/v1/places/adorf", {"claim": "Klein."})

    line = ours.get("/v1/places/adorf/log").json()["items"][0]

    assert line["action"] == "face.changed"
    assert line["after"] == {"claim": "Klein."}


def test_many_places_are_tried_out_and_begun(operator):
    tried = operator.send("POST", "/v1/bulk", {"action": "update", "places": ["adorf", "bdorf"], "dry_run": True})
    begun = operator.send("POST", "/v1/bulk", {"action": "update", "places": ["adorf"]})

    assert {line["state"] for line in tried.json()["places"]} == {"same"}
    assert begun.status_code == 202
    assert operator.get(f"/v1/bulk/{begun.json()['id']}").json()["places"][0]["place"] == "adorf"
