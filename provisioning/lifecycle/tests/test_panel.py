"""The sections “Life” and “Addresses” in the panel, as people use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from provisioning.lifecycle import erasure
from provisioning.lifecycle.handover import propose
from provisioning.lifecycle.models import Claim, Erasure, ErasureState, Export, Handover
from tenants.models import Agency, Domain
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

S = PlaceState


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR = False  # type: ignore[attr-defined]


@pytest.fixture
def at_work() -> Callable[..., Visitor]:
    def signed_in(person: object) -> Visitor:
        return Visitor(host=f"panel.{settings.DOMAIN}").sign_in(person)  # type: ignore[arg-type]

    return signed_in


LIFE, ADDRESSES = "/orte/adorf/leben/", "/orte/adorf/adressen/"


def test_each_next_step_says_what_residents_see(adorf, xenia, at_work):
    page = at_work(xenia).get(LIFE)

    assert page.status_code == 200
    assert "Was die Menschen im Ort sehen" in page.text
    assert page.text.count('name="act" value="state"') == 2


def test_a_step_is_made_with_a_reason(adorf, tenant_of, xenia, at_work):
    visitor = at_work(xenia)
    given = {"act": "state", "to": "read_only", "note": "Bis Montag."}
    refused = visitor.post(LIFE, given)
    assert refused.status_code == 422
    assert "Bis Montag." in refused.text

    assert visitor.post(LIFE, {**given, "reason": "Umzug"}).status_code == 302
    assert tenant_of(adorf).state == S.READ_ONLY
    assert "Umzug" in visitor.get(LIFE).text


@pytest.mark.parametrize("to", ["suspended", "erased", "archived", "unsinn", "", "a\x00b"])
def test_steps_that_are_not_offered_are_refused(adorf, tenant_of, xenia, at_work, to):
    reply = at_work(xenia).post(LIFE, {"act": "state", "to": to, "reason": "Weil"})

    assert reply.status_code == 422
    assert tenant_of(adorf).state == S.ACTIVE


@pytest.mark.parametrize("path", [LIFE, ADDRESSES])
def test_an_unknown_act_is_no_page(adorf, olga, at_work, path):
    for act in ("", "unsinn", "__class__"):
        assert at_work(olga).post(path, {"act": act}).status_code == 404


@pytest.mark.parametrize("path", [LIFE, ADDRESSES, "/orte/adorf/leben/bescheinigung/"])
def test_for_another_agency_there_is_no_such_page(adorf, yannick, at_work, path):
    visitor = at_work(yannick)

    foreign, missing = visitor.get(path), visitor.get(path.replace("adorf", "cdorf"))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.text.replace("adorf", "") == missing.text.replace("cdorf", "")


@pytest.mark.parametrize("act", ["state", "export", "link", "erase", "agree", "withdraw", "propose"])
def test_another_agency_acts_in_vain(adorf, yannick, at_work, act):
    assert at_work(yannick).post(LIFE, {"act": act, "reason": "x", "typed_name": "Adorf"}).status_code == 404
    with platform_scope():
        assert not Erasure.objects.exists()
        assert not Export.objects.exists()


def test_two_people_erase_and_both_see_what_is_waited_for(adorf, xenia, olga, at_work):
    asked = at_work(xenia).post(LIFE, {"act": "erase", "reason": "Die Gemeinde gibt auf.", "typed_name": "Adorf"})
    assert asked.status_code == 302
    assert 'value="agree"' not in at_work(xenia).get(LIFE).text
    page = at_work(olga).get(LIFE)
    assert 'value="agree"' in page.text
    assert "Die Gemeinde gibt auf." in page.text

    wrong = at_work(olga).post(LIFE, {"act": "agree", "typed_name": "Bdorf"})
    assert wrong.status_code == 422
    at_work(olga).post(LIFE, {"act": "agree", "typed_name": "Adorf"})
    with platform_scope():
        assert Erasure.objects.get().state == ErasureState.AGREED
    at_work(xenia).post(LIFE, {"act": "withdraw"})
    with platform_scope():
        assert Erasure.objects.get().state == ErasureState.WITHDRAWN


def test_an_export_is_asked_for_and_never_given_out_here(adorf, adele, xenia, at_work):
    from tests.support.mails import run_waiting_jobs

    assert at_work(xenia).post(LIFE, {"act": "export", "reason": "Jahresende"}).status_code == 302
    run_waiting_jobs()
    page = at_work(xenia).get(LIFE)

    assert "/ausfuhr/" not in page.text
    with platform_scope():
        assert Export.objects.get().file not in page.text
    assert at_work(xenia).post(LIFE, {"act": "link"}).status_code == 302


def test_the_certificate_is_a_page_and_json(adorf, tenant_of, xenia, olga, at_work):
    erasure.ask(tenant_of(adorf), by=xenia, reason="Ende", typed_name="Adorf")
    facts = {"tables": {"accounts_person": 3}, "files": 2, "file_bytes": 9, "export": {"sha256": "ab" * 32}}
    with platform_scope():
        Erasure.objects.update(state="done", facts=facts, ended_at="2026-01-01T10:00Z", backups_until="2026-02-01")
    visitor = at_work(xenia)

    assert "accounts_person" in visitor.get("/orte/adorf/leben/bescheinigung/").text
    assert visitor.get("/orte/adorf/leben/bescheinigung/?als=json").json()["erased"]["files"] == 2


def test_a_handover_is_proposed_and_agreed_by_two(adorf, tenant_of, xenia, yannick, at_work):
    refused = at_work(xenia).post(LIFE, {"act": "propose", "to_agency": "gibtsnicht", "reason": "x"})
    assert refused.status_code == 422
    at_work(xenia).post(LIFE, {"act": "propose", "to_agency": "yagentur", "reason": "Die Stadt führt es weiter."})
    with platform_scope():
        path = f"/uebergaben/{Handover.objects.get().pk}/"
    assert "Die Stadt führt es weiter." in at_work(yannick).get(path).text
    assert at_work(yannick).post(path, {"act": "giving"}).status_code == 422
    at_work(xenia).post(path, {"act": "giving"})
    at_work(yannick).post(path, {"act": "taking"})

    assert tenant_of(adorf).agency.slug == "yagentur"
    assert at_work(xenia).get(LIFE).status_code == 404
    assert at_work(yannick).get(LIFE).status_code == 200


def test_a_handover_of_others_is_not_there(adorf, tenant_of, xenia, at_work):
    from provisioning.lifecycle.tests.conftest import make_staff

    with platform_scope():
        Agency.objects.create(slug="zagentur", name="Agentur Z", region="Z")
        theirs = Agency.objects.get(slug="yagentur")
    handover = propose(tenant_of(adorf), to_agency=theirs, by=xenia, reason="Umzug")

    zoe = at_work(make_staff("Zoe", "zagentur"))
    assert zoe.get(f"/uebergaben/{handover.pk}/").status_code == 404
    assert zoe.post(f"/uebergaben/{handover.pk}/", {"act": "decline", "reason": "x"}).status_code == 404


# --- addresses --------------------------------------------------------------------------------------


def test_a_rename_is_tried_out_first(adorf, tenant_of, xenia, at_work):
    visitor = at_work(xenia)
    trial = visitor.post(ADDRESSES, {"act": "rename", "label": "neu-adorf"})

    assert trial.status_code == 200
    assert "neu-adorf.bk.test" in trial.text
    assert "Passkeys" in trial.text
    assert tenant_of(adorf).slug == "adorf"
    done = visitor.post(ADDRESSES, {"act": "rename", "label": "neu-adorf", "sure": "1"})
    assert done.headers["Location"] == "/orte/neu-adorf/adressen/"


@pytest.mark.parametrize("label", ["bdorf", "panel", "x y", ""])
def test_a_name_that_cannot_be_is_explained(adorf, xenia, at_work, label):
    for sure in ({}, {"sure": "1"}):
        assert at_work(xenia).post(ADDRESSES, {"act": "rename", "label": label, **sure}).status_code == 422


def test_a_domain_is_added_with_values_to_copy_and_checked(adorf, xenia, at_work, name_server):
    visitor = at_work(xenia)
    visitor.post(ADDRESSES, {"act": "add", "host": "www.dorf.example"})
    with platform_scope():
        claim = Claim.objects.get()
    page = visitor.get(ADDRESSES)
    assert claim.record in page.text
    assert claim.value in page.text
    missing = visitor.post(ADDRESSES, {"act": "prove", "key": str(claim.pk)})
    assert missing.status_code == 422
    assert "_baukasten.www.dorf.example" in missing.text

    name_server.texts[claim.record] = [claim.value]
    visitor.post(ADDRESSES, {"act": "prove", "key": str(claim.pk)})
    with platform_scope():
        domain = Domain.objects.get(host="www.dorf.example")
    assert visitor.post(ADDRESSES, {"act": "primary", "key": str(domain.pk)}).status_code == 200
    visitor.post(ADDRESSES, {"act": "primary", "key": str(domain.pk), "sure": "1"})
    with platform_scope():
        assert Domain.objects.get(host="www.dorf.example").is_primary
    visitor.post(ADDRESSES, {"act": "remove", "key": str(domain.pk)})
    with platform_scope():
        assert not Domain.objects.filter(host="www.dorf.example").exists()


@pytest.mark.parametrize("act", ["primary", "remove", "prove", "withdraw"])
def test_names_of_another_place_are_out_of_reach(adorf, bdorf, tenant_of, xenia, yannick, at_work, act, name_server):
    from provisioning.lifecycle.addresses import add_own

    claim = add_own(tenant_of(bdorf), "dorf.example", by=yannick)
    with platform_scope():
        theirs = [str(Domain.objects.get(tenant_id=bdorf.id).pk), str(claim.pk), "unsinn", ""]
    for key in theirs:
        assert at_work(xenia).post(ADDRESSES, {"act": act, "key": key, "sure": "1"}).status_code == 404


def test_the_sender_is_checked_with_what_to_enter(adorf, tenant_of, xenia, at_work, name_server):
    visitor = at_work(xenia)
    kept = visitor.post(
        ADDRESSES, {"act": "sender", "address": "ort@dorf.example", "selector": "mail2026"}, follow=True
    )

    assert kept.status_code == 200
    for words in ("v=spf1 include:bk.test ~all", "mail2026._domainkey.dorf.example", "_dmarc.dorf.example"):
        assert words in kept.text
    wrong = visitor.post(ADDRESSES, {"act": "sender", "address": "unsinn", "selector": ""})
    assert wrong.status_code == 422
    assert tenant_of(adorf).sender_address == "ort@dorf.example"


def test_a_base_domain_begins_here(adorf, xenia, at_work, name_server):
    visitor = at_work(xenia)
    visitor.post(ADDRESSES, {"act": "base", "host": "modellorte.example"})
    with platform_scope():
        claim = Claim.objects.get()
    assert visitor.post(ADDRESSES, {"act": "prove_base"}).status_code == 422
    name_server.texts[claim.record] = [claim.value]
    assert visitor.post(ADDRESSES, {"act": "prove_base"}).status_code == 302
    assert "adorf.modellorte.example" in visitor.get(ADDRESSES).text
