"""Plans, jobs and the life of a place through the API."""

from __future__ import annotations

from platform_core.scope import platform_scope
from provisioning.api.tests.conftest import access, behind
from provisioning.lifecycle.models import Erasure
from provisioning.orders.models import Order, State
from tenants.models import Tenant

BODY = {"key": "neudorf", "name": "Gemeinde Neudorf", "land": "NW"}
PLACE = {"slug": "neudorf", "name": "Neudorf", "kind": "village", "body": "neudorf", "modules": ["ideas"]}
PLAN = {"agency": "xagentur", "title": "Neudorf", "body": [BODY], "place": [PLACE]}


def test_a_plan_shows_the_difference_and_touches_no_place(ours):
    answer = ours.send("POST", "/v1/plans", PLAN)

    assert answer.status_code == 201, answer.content
    plan = answer.json()
    assert answer["Location"] == f"/v1/plans/{plan['id']}"
    assert (plan["to_make"], plan["to_change"]) == (1, 0)
    assert [step["place"] for step in plan["steps"] if step["sign"] == "+"] == [None, "neudorf"]
    assert ours.get(f"/v1/plans/{plan['id']}").json()["steps"] == plan["steps"]
    with platform_scope():
        assert not Tenant.objects.filter(slug="neudorf").exists()


def test_applying_a_plan_begins_one_job_however_often_it_is_sent(ours):
    plan = ours.send("POST", "/v1/plans", PLAN).json()
    first = ours.send("POST", f"/v1/plans/{plan['id']}/apply", key="los")
    again = ours.send("POST", f"/v1/plans/{plan['id']}/apply", key="los")

    assert (first.status_code, again.status_code) == (202, 202)
    assert first["Location"] == again["Location"] == f"/v1/jobs/{plan['id']}"
    job = ours.get(first["Location"]).json()
    assert job["state"] == "waiting"
    assert [place["place"] for place in job["progress"]] == ["neudorf"]
    assert ours.send("POST", f"/v1/plans/{plan['id']}/apply", key="zwei").status_code == 404
    with platform_scope():
        assert Order.objects.exclude(state=State.DRAFT).count() == 1


def test_a_plan_for_another_agency_or_with_its_address_is_refused(ours):
    assert ours.send("POST", "/v1/plans", PLAN | {"agency": "yagentur"}).status_code == 404
    taken = ours.send("POST", "/v1/plans", PLAN | {"place": [PLACE | {"slug": "bdorf"}]})

    assert taken.status_code == 409
    with platform_scope():
        assert Order.objects.count() == 0


def test_a_plan_that_makes_no_sense_says_where(ours):
    unknown = ours.send("POST", "/v1/plans", PLAN | {"place": [PLACE | {"body": "nirgends"}]})
    content = ours.send("POST", "/v1/plans", PLAN | {"place": [PLACE | {"content": "../../etc/passwd"}]})

    assert unknown.status_code == 422
    assert "nirgends" in unknown.json()["detail"]
    assert content.json()["errors"][0]["pointer"] == "/place/0/content"


def test_a_plan_is_thrown_away(ours):
    plan = ours.send("POST", "/v1/plans", PLAN).json()

    assert ours.generic("DELETE", f"/v1/plans/{plan['id']}").status_code == 204
    assert ours.get(f"/v1/plans/{plan['id']}").status_code == 404


def test_a_place_is_made_read_only_and_the_log_says_by_whom(ours):
    answer = ours.send("POST", "/v1/places/adorf/state", {"to": "read_only", "reason": "Wahl", "note": "Bis Montag."})

    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "read_only"
    assert answer.json()["note"] == "Bis Montag."
    assert ours.get("/v1/places/adorf/log").json()["items"][0]["who"].startswith("Prüfstand (bk_")


def test_a_state_that_cannot_follow_is_refused_with_what_can(ours):
    answer = ours.send("POST", "/v1/places/adorf/state", {"to": "erased", "reason": "Weg damit"})

    assert answer.status_code in {403, 409}
    with platform_scope():
        assert Tenant.objects.get(slug="adorf").state == "active"


def test_the_rights_are_those_of_the_access_and_not_those_of_the_operator_who_made_it(ours, operator):
    behind(ours)

    offered = {move["to"] for move in ours.get("/v1/places/adorf/state").json()["next"]}
    for_operators = {move["to"] for move in operator.get("/v1/places/adorf/state").json()["next"]}

    assert offered < for_operators


def test_for_an_erasure_a_person_has_to_answer(ours):
    wish = {"typed_name": "Adorf", "reason": "Die Gemeinde hört auf."}

    assert ours.send("POST", "/v1/places/adorf/erasures", wish).status_code == 403
    asked = behind(ours, "xagentur").send("POST", "/v1/places/adorf/erasures", wish)
    assert asked.status_code == 201, asked.content
    own = ours.send("POST", "/v1/places/adorf/erasures/agree", {"typed_name": "Adorf"})
    assert own.status_code in {403, 422}
    second = behind(access()).send("POST", "/v1/places/adorf/erasures/agree", {"typed_name": "Adorf"})
    assert second.status_code == 200, second.content
    assert second.json()["state"] == "agreed"
    with platform_scope():
        assert Erasure.objects.get().agreed_by


def test_a_handover_needs_both_sides(ours, theirs):
    behind(ours, "xagentur")
    behind(theirs, "yagentur")
    made = ours.send("POST", "/v1/places/adorf/handovers", {"to_agency": "yagentur", "reason": "Umzug"}).json()
    key = made["id"]

    assert theirs.get("/v1/handovers").json()["items"][0]["id"] == key
    assert theirs.send("POST", f"/v1/handovers/{key}/agree", {"side": "giving"}).status_code == 403
    assert ours.send("POST", f"/v1/handovers/{key}/agree", {"side": "giving"}).json()["state"] == "open"
    assert theirs.send("POST", f"/v1/handovers/{key}/agree", {"side": "taking"}).json()["state"] == "done"
    assert ours.get("/v1/places/adorf").status_code == 404
    assert theirs.get("/v1/places/adorf").json()["agency"] == "yagentur"


def test_removing_a_module_needs_the_name_of_the_place(ours):
    refused = ours.send("POST", "/v1/places/adorf/modules/news", {"state": "absent"})
    begun = ours.send("POST", "/v1/places/adorf/modules/news", {"state": "absent", "name": "Adorf"})

    assert refused.json()["errors"][0]["pointer"] == "/name"
    assert begun.status_code == 202
    assert begun.json()["action"] == "module_remove"
