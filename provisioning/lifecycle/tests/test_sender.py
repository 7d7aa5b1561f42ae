"""A place's own mail address is used only while its domain allows it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from platform_core.scope import place_scope, platform_scope
from platform_core.web import mailbox
from provisioning.lifecycle.hosts import AddressRefused
from provisioning.lifecycle.sender import check, choose, proof_of, recheck_all, spf_with_us
from provisioning.lifecycle.who import NotAllowed
from tenants.addresses import place_of, tenants
from tests.support.mails import run_waiting_jobs


def enter(server, tenant, domain="dorf.example", **wrong):
    """The records that a domain needs; `wrong` replaces some."""
    records = {
        f"_baukasten.{domain}": f"baukasten-mail={proof_of(tenant, domain)}",
        domain: "v=spf1 mx include:bk.test ~all",
        f"mail2026._domainkey.{domain}": "v=DKIM1; k=rsa; p=MIIBIjANBg",
        f"_dmarc.{domain}": "v=DMARC1; p=none",
        **wrong,
    }
    server.texts = {name: [text] for name, text in records.items() if text}


def a_mail(adorf):
    from platform_core.jobs.mail import queue_mail

    with platform_scope():
        place = place_of(tenants().get(pk=adorf.id))
    with place_scope(place):
        queue_mail(to="x@k.example", subject="S", text="T")
    run_waiting_jobs()
    with place_scope(place):
        file = max(mailbox.folder().glob("*.eml"))
    return file.read_text()


@pytest.fixture
def chosen(adorf, tenant_of, xenia, name_server):
    return choose(tenant_of(adorf), "Ort@Dorf.example", selector="mail2026", by=xenia)


def test_with_all_records_mails_come_from_the_places_own_address(adorf, chosen, xenia, name_server):
    assert "<keine-antwort@adorf.bk.test>" in a_mail(adorf)
    enter(name_server, chosen)

    found = check(chosen, by=xenia)

    assert [finding.is_right for finding in found] == [True] * 4
    assert "From: Adorf <ort@dorf.example>" in a_mail(adorf)


def test_until_then_answers_reach_the_place_all_the_same(adorf, chosen):
    assert "Reply-To: ort@dorf.example" in a_mail(adorf)


WRONG = {
    "no proof": {"_baukasten.dorf.example": ""},
    "the proof of another place": {"_baukasten.dorf.example": "baukasten-mail=0123"},
    "no spf": {"dorf.example": ""},
    "an spf record without us": {"dorf.example": "v=spf1 mx -all"},
    "an spf record that says no": {"dorf.example": "v=spf1 -include:bk.test ~all"},
    "a name that only begins like ours": {"dorf.example": "v=spf1 include:bk.test.evil.example ~all"},
    "no key": {"mail2026._domainkey.dorf.example": ""},
    "a key that was revoked": {"mail2026._domainkey.dorf.example": "v=DKIM1; p="},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_with_one_of_them_missing_the_platforms_address_stays(adorf, chosen, xenia, name_server, wrong):
    enter(name_server, chosen, **wrong)

    found = check(chosen, by=xenia)

    assert [finding.kind for finding in found if not finding.is_right]
    assert all(finding.value for finding in found)
    assert "<keine-antwort@adorf.bk.test>" in a_mail(adorf)


def test_without_dmarc_it_works_and_is_recommended(adorf, chosen, xenia, name_server):
    enter(name_server, chosen, **{"_dmarc.dorf.example": ""})

    assert [finding.kind for finding in check(chosen, by=xenia) if not finding.is_right] == ["DMARC"]
    assert "ort@dorf.example" in a_mail(adorf).split("To:")[0]


def test_the_address_of_another_place_is_not_ours_to_use(adorf, bdorf, chosen, tenant_of, yannick, xenia, name_server):
    enter(name_server, chosen)
    check(chosen, by=xenia)
    theirs = choose(tenant_of(bdorf), "ort@dorf.example", selector="mail2026", by=yannick)

    assert [finding.kind for finding in check(theirs, by=yannick) if not finding.is_right] == ["TXT"]
    assert tenant_of(bdorf).sender_proven_at is None


def test_records_that_go_end_it_the_next_day(adorf, chosen, xenia, name_server):
    enter(name_server, chosen)
    check(chosen, by=xenia)
    enter(name_server, chosen, **{"dorf.example": ""})
    recheck_all(timezone.now())

    assert "<keine-antwort@adorf.bk.test>" in a_mail(adorf)


def test_servers_that_are_down_change_nothing(adorf, chosen, xenia, name_server, tenant_of):
    enter(name_server, chosen)
    check(chosen, by=xenia)
    name_server.dead.add("dorf.example")
    name_server.dead.add("_baukasten.dorf.example")
    recheck_all(timezone.now())

    assert tenant_of(adorf).sender_proven_at is not None
    with pytest.raises(AddressRefused):
        check(tenant_of(adorf), by=xenia)


@pytest.mark.parametrize("address", ["kein-name", "a@b", "ort@adorf.bk.test", "ort@dorf.example\nBcc: x@y.example"])
def test_addresses_that_cannot_be(adorf, tenant_of, xenia, address):
    with pytest.raises(AddressRefused):
        choose(tenant_of(adorf), address, selector="mail2026", by=xenia)


def test_strangers_choose_nothing(adorf, tenant_of, yannick):
    with pytest.raises(NotAllowed):
        choose(tenant_of(adorf), "ort@dorf.example", selector="mail2026", by=yannick)


def test_the_record_to_enter_keeps_what_is_there(adorf, settings):
    assert spf_with_us("v=spf1 mx ~all") == "v=spf1 include:bk.test mx ~all"
    assert spf_with_us("v=spf1 include:bk.test -all") == "v=spf1 include:bk.test -all"
