"""Names of places: renamed, proved, lost, and asked for by others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from provisioning.lifecycle.addresses import add_own, make_primary, prove, remove, rename
from provisioning.lifecycle.base import add_base, prove_base, remove_base
from provisioning.lifecycle.certificates import may_have_certificate
from provisioning.lifecycle.consequences import consequences
from provisioning.lifecycle.hosts import AddressRefused
from provisioning.lifecycle.models import Claim
from provisioning.lifecycle.recheck import recheck_all
from provisioning.lifecycle.who import NotAllowed
from provisioning.steps import OrderRefused, check_free
from tenants.addresses import TenantDirectory
from tenants.models import Agency, Domain, DomainKind, Tenant
from tests.support.visitor import Visitor


def proved(tenant, name, server, by):
    """A domain with its proof, as somebody enters it."""
    claim = add_own(tenant, name, by=by)
    server.texts[claim.record] = [claim.value]
    return prove(claim, by=by)


def answers(host: str, path: str = "/ideen/") -> tuple[int, str]:
    reply = Visitor(host=host).get(path)
    return reply.status_code, reply.headers.get("Location", "")


# --- another subdomain ------------------------------------------------------------------------------


def test_after_a_rename_the_old_name_leads_on_with_path_and_query(adorf, tenant_of, xenia):
    renamed = rename(tenant_of(adorf), "Neu-Adorf", by=xenia, reason="Neuer Name")

    assert (renamed.slug, renamed.default_host) == ("neu-adorf", "neu-adorf.bk.test")
    assert answers("neu-adorf.bk.test") == (200, "")
    assert answers("adorf.bk.test", "/ideen/?seite=2&q=a%20b") == (
        308,
        "https://neu-adorf.bk.test/ideen/?seite=2&q=a%20b",
    )
    assert answers("adorf.bk.test", "/healthz") == (200, "")


def test_a_mail_program_that_stops_mails_at_the_old_name_is_heard(adorf, tenant_of, xenia):
    rename(tenant_of(adorf), "neu-adorf", by=xenia)

    assert Visitor(host="adorf.bk.test").post("/mitteilungen/abmelden/AAAA.niemand/").status_code != 308


def test_the_old_name_is_nobody_elses(adorf, bdorf, tenant_of, xenia, yannick):
    rename(tenant_of(adorf), "neu-adorf", by=xenia)

    with pytest.raises(AddressRefused, match=r"adorf\.bk\.test"):
        rename(tenant_of(bdorf), "adorf", by=yannick)
    with platform_scope(), pytest.raises(OrderRefused, match="adorf"):
        check_free("yagentur", ["adorf"])


def test_and_back_again(adorf, tenant_of, xenia):
    rename(tenant_of(adorf), "neu-adorf", by=xenia)
    rename(tenant_of(adorf), "adorf", by=xenia)

    assert answers("adorf.bk.test") == (200, "")
    assert answers("neu-adorf.bk.test")[0] == 308
    with platform_scope():
        assert Domain.objects.filter(tenant_id=adorf.id, is_primary=True).count() == 1


@pytest.mark.parametrize("name", ["panel", "api", "www", "-adorf", "adorf.", "a dorf", "", "ädorf", "a" * 64, "a\x00b"])
def test_names_that_cannot_be(adorf, tenant_of, xenia, name):
    with pytest.raises(AddressRefused):
        rename(tenant_of(adorf), name, by=xenia)


def test_a_strangers_place_is_not_renamed(adorf, tenant_of, yannick):
    with pytest.raises(NotAllowed):
        rename(tenant_of(adorf), "neu-adorf", by=yannick)


def test_the_dry_run_counts_what_breaks_and_writes_nothing(adorf, anna, tenant_of, visit):
    from allauth.mfa.models import Authenticator

    visit(adorf, anna)
    with place_scope(adorf):
        Authenticator.objects.create(user=anna, type=Authenticator.Type.WEBAUTHN, data={})

    found = {each.what: each for each in consequences(tenant_of(adorf), "neu-adorf.bk.test")}

    assert (found["sessions"].count, found["passkeys"].count, found["push"].count) == (1, 1, None)
    assert not found["links"].breaks
    assert tenant_of(adorf).slug == "adorf"
    assert [each.what for each in consequences(tenant_of(adorf), "adorf.bk.test")] == ["nothing"]


# --- domains of one's own ---------------------------------------------------------------------------


def test_a_domain_serves_once_it_is_proved(adorf, tenant_of, xenia, name_server):
    claim = add_own(tenant_of(adorf), "www.Dörfchen.de.", by=xenia)
    assert claim.host == "www.xn--drfchen-90a.de"
    assert claim.record == "_baukasten.www.xn--drfchen-90a.de"
    assert answers(claim.host)[0] == 404
    with pytest.raises(AddressRefused, match="_baukasten"):
        prove(claim, by=xenia)
    assert answers(claim.host)[0] == 404

    name_server.texts[claim.record] = ["something else", claim.value]
    domain = prove(claim, by=xenia)

    assert answers(domain.host) == (308, "https://adorf.bk.test/ideen/")
    make_primary(domain, by=xenia)
    assert answers(domain.host) == (200, "")
    assert answers("adorf.bk.test") == (308, f"https://{domain.host}/ideen/")


def test_another_text_is_told(adorf, tenant_of, xenia, name_server):
    claim = add_own(tenant_of(adorf), "dorf.example", by=xenia)
    name_server.texts[claim.record] = ["baukasten=falsch"]

    with pytest.raises(AddressRefused, match="baukasten=falsch"):
        prove(claim, by=xenia)


def test_servers_that_do_not_answer_are_named(adorf, tenant_of, xenia, name_server):
    claim = add_own(tenant_of(adorf), "dorf.example", by=xenia)
    name_server.dead.add(claim.record)

    with pytest.raises(AddressRefused, match=r"dorf\.example"):
        prove(claim, by=xenia)


IMPOSSIBLE = (
    "adorf.bk.test",
    "x.bk.test",
    "bk.test",
    "127.0.0.1",
    "[::1]",
    "dorf",
    "dorf.localhost",
    "dorf.local",
    "-dorf.example",
    "dorf_.example",
    "a..example",
    "*.example.org",
    "dorf.example/pfad",
    "user@dorf.example",
    "dorf.example\x00",
    "straße.example",
    "dorf.123",
    "a" * 64 + ".example",
    ("abc." * 60) + "example",
    "",
    " ",
)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_names_that_can_be_nobodys_own(adorf, tenant_of, xenia, name):
    with pytest.raises(AddressRefused):
        add_own(tenant_of(adorf), name, by=xenia)


def test_below_another_agencys_domain_nothing_is_claimed(adorf, tenant_of, xenia, yannick, name_server):
    with platform_scope():
        theirs = Agency.objects.get(slug="yagentur")
    claim = add_base(theirs, "modellorte.example", by=yannick)
    name_server.texts[claim.record] = [claim.value]
    prove_base(claim, by=yannick)

    for name in ("modellorte.example", "adorf.modellorte.example"):
        with pytest.raises(AddressRefused, match="modellorte"):
            add_own(tenant_of(adorf), name, by=xenia)


def test_a_claim_blocks_nobody_and_the_proof_decides(adorf, bdorf, tenant_of, xenia, yannick, name_server):
    add_own(tenant_of(adorf), "dorf.example", by=xenia)
    theirs = add_own(tenant_of(bdorf), "dorf.example", by=yannick)
    name_server.texts[theirs.record] = [theirs.value]

    prove(theirs, by=yannick)

    assert answers("dorf.example") == (308, "https://bdorf.bk.test/ideen/")
    with platform_scope():
        mine = Claim.objects.get(tenant_id=adorf.id)
    with pytest.raises(AddressRefused):
        prove(mine, by=xenia)


def test_a_name_in_use_is_not_taken_while_its_owner_can_prove_it(adorf, bdorf, tenant_of, xenia, yannick, name_server):
    domain = proved(tenant_of(adorf), "dorf.example", name_server, xenia)
    theirs = add_own(tenant_of(bdorf), "dorf.example", by=yannick)
    record = f"_baukasten.{domain.host}"
    name_server.texts[record] = [*name_server.texts[record], theirs.value]

    with pytest.raises(AddressRefused, match="gehört einem anderen Ort"):
        prove(theirs, by=yannick)
    name_server.texts[record] = [theirs.value]
    prove(theirs, by=yannick)

    assert answers("dorf.example")[1].startswith("https://bdorf.bk.test/")


def test_a_dangling_name_is_taken_out_of_service_after_three_days(adorf, bdorf, tenant_of, xenia, yannick, name_server):
    domain = make_primary(proved(tenant_of(adorf), "dorf.example", name_server, xenia), by=xenia)
    token = name_server.texts.pop("_baukasten.dorf.example")
    now = timezone.now()
    assert recheck_all(now) == []
    assert answers("dorf.example") == (200, "")
    assert recheck_all(now + timedelta(days=2)) == []
    assert recheck_all(now + timedelta(days=3, minutes=1)) == ["dorf.example"]

    assert answers("dorf.example")[0] == 404
    assert answers("adorf.bk.test") == (200, "")
    with platform_scope():
        assert TenantDirectory().place_of_host("adorf.bk.test").host == "adorf.bk.test"
    # the old record does not bring it back, and somebody else needs a proof of their own
    name_server.texts["_baukasten.dorf.example"] = token
    recheck_all(now + timedelta(days=4))
    assert answers("dorf.example")[0] == 404
    theirs = add_own(tenant_of(bdorf), "dorf.example", by=yannick)
    with pytest.raises(AddressRefused):
        prove(theirs, by=yannick)
    again = add_own(tenant_of(adorf), "dorf.example", by=xenia)
    assert again.value not in token
    name_server.texts["_baukasten.dorf.example"] = [again.value]
    assert prove(again, by=xenia).pk == domain.pk
    assert answers("dorf.example") == (200, "")


def test_a_proof_that_comes_back_in_time_is_as_if_nothing_was(adorf, tenant_of, xenia, name_server):
    domain = proved(tenant_of(adorf), "dorf.example", name_server, xenia)
    kept = name_server.texts.pop("_baukasten.dorf.example")
    recheck_all(timezone.now())
    name_server.texts["_baukasten.dorf.example"] = kept

    assert recheck_all(timezone.now() + timedelta(days=5)) == []
    with platform_scope():
        assert Domain.objects.get(pk=domain.pk).failing_since is None


def test_servers_that_are_down_cost_nobody_their_name_at_once(adorf, tenant_of, xenia, name_server):
    proved(tenant_of(adorf), "dorf.example", name_server, xenia)
    name_server.dead.add("_baukasten.dorf.example")
    now = timezone.now()

    recheck_all(now)
    assert recheck_all(now + timedelta(days=5)) == []
    assert recheck_all(now + timedelta(days=14)) == ["dorf.example"]


def test_a_removed_domain_needs_a_new_token(adorf, tenant_of, xenia, name_server):
    domain = proved(tenant_of(adorf), "dorf.example", name_server, xenia)
    make_primary(domain, by=xenia)
    remove(domain, by=xenia, reason="Vertrag endet")
    assert answers("dorf.example")[0] == 404
    assert answers("adorf.bk.test") == (200, "")

    with pytest.raises(AddressRefused):
        prove(add_own(tenant_of(adorf), "dorf.example", by=xenia), by=xenia)


def test_what_the_platform_gave_stays(adorf, tenant_of, xenia):
    with platform_scope():
        given = Domain.objects.get(tenant_id=adorf.id)

    with pytest.raises(AddressRefused):
        remove(given, by=xenia)


def test_an_unproved_name_does_not_become_the_main_one(adorf, tenant_of, xenia):
    with platform_scope():
        hanging = Domain.objects.create(tenant_id=adorf.id, host="dorf.example", kind=DomainKind.OWN)

    with pytest.raises(AddressRefused):
        make_primary(hanging, by=xenia)


# --- base domains -----------------------------------------------------------------------------------


def test_a_base_domain_gives_each_place_an_address(adorf, portal, bdorf, tenant_of, xenia, name_server):
    agency = tenant_of(adorf).agency
    claim = add_base(agency, "digitale-modellorte.example", by=xenia)
    with pytest.raises(AddressRefused):
        prove_base(claim, by=xenia)
    name_server.texts[claim.record] = [claim.value]
    prove_base(claim, by=xenia)

    assert answers("adorf.digitale-modellorte.example") == (308, "https://adorf.bk.test/ideen/")
    assert answers("xregion.digitale-modellorte.example", "/")[0] == 308
    assert answers("bdorf.digitale-modellorte.example")[0] == 404
    with platform_scope():
        here = Domain.objects.get(host="adorf.digitale-modellorte.example")
    make_primary(here, by=xenia)
    assert answers("adorf.bk.test")[1] == "https://adorf.digitale-modellorte.example/ideen/"

    name_server.texts.clear()
    now = timezone.now()
    recheck_all(now)
    recheck_all(now + timedelta(days=3))
    TenantDirectory.forget()
    assert answers("adorf.digitale-modellorte.example")[0] == 404
    assert answers("adorf.bk.test") == (200, "")
    remove_base(agency, by=xenia)
    with platform_scope():
        assert not Domain.objects.filter(kind=DomainKind.AGENCY).exists()
        assert Domain.objects.filter(tenant_id=adorf.id, is_primary=True).get().host == "adorf.bk.test"


def test_another_agencys_base_domain_is_not_ours_to_set(adorf, tenant_of, yannick):
    with pytest.raises(NotAllowed):
        add_base(tenant_of(adorf).agency, "modellorte.example", by=yannick)


# --- the question of the proxy ----------------------------------------------------------------------


def question(domain: str, **headers: str) -> int:
    return Visitor(host=settings.DOMAIN, headers=headers).get("/tls-frage", {"domain": domain}).status_code


def test_the_proxy_gets_certificates_for_names_that_serve(adorf, tenant_of, xenia, name_server):
    add_own(tenant_of(adorf), "wartet.example", by=xenia)
    proved(tenant_of(adorf), "dorf.example", name_server, xenia)

    assert [question(name) for name in ("adorf.bk.test", "dorf.example", "ADORF.bk.test")] == [200] * 3
    nobodys = ("wartet.example", "x.bk.test", "evil.example", "", "adorf.bk.test:443", "a\x00b", "*.bk.test", "ä" * 300)
    assert [question(name) for name in nobodys] == [404] * len(nobodys)


@pytest.mark.parametrize("state", [PlaceState.ERASED, PlaceState.REQUESTED])
def test_no_certificate_for_a_place_that_is_not_there(adorf, state):
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state=state)

    assert not may_have_certificate("adorf.bk.test")


def test_strangers_ask_in_vain(adorf, settings):
    asking = Visitor(host="bk.test", REMOTE_ADDR="203.0.113.5")
    assert asking.get("/tls-frage", {"domain": adorf.host}).status_code == 404
    assert question(adorf.host, **{"x-forwarded-for": "203.0.113.5"}) == 404

    settings.TLS_ASK_OPEN = True
    assert asking.get("/tls-frage", {"domain": adorf.host}).status_code == 200


def test_the_question_is_not_for_places_hosts(adorf, visit):
    assert visit(adorf).get("/tls-frage", {"domain": adorf.host}).status_code == 404


def test_too_many_questions_wait(adorf, settings, monkeypatch):
    from provisioning.lifecycle import certificates

    settings.LIMITS = True
    monkeypatch.setattr(certificates, "MOST_PER_MINUTE", 3)

    assert [question(adorf.host) for _ in range(5)][3:] == [429, 429]
