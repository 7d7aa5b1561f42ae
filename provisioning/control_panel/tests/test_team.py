"""Who works in the panel: inviting, leaving, and the second factor at the door."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import override_settings

from platform_core.accounts.models import Person
from platform_core.audit.models import Entry
from platform_core.scope import platform_scope
from platform_core.web import mailbox
from provisioning.api.tokens import make_token, token_of
from tenants.models import Agency, Staff
from tests.support.mails import code_in, run_waiting_jobs


def last_mail():
    run_waiting_jobs()
    with platform_scope():
        return mailbox.mails()[0]


def code_of_app(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_operator_invites_somebody_who_is_told_by_mail(at_panel, olga, adorf):
    with platform_scope():
        agency = Agency.objects.get(pk=adorf.region_id)

    at_panel(olga).post("/team/", {"name": "Bea Vorlage", "email": "bea@betrieb.example", "agency": agency.slug})

    assert "https://panel.bk.test/" in last_mail().text
    with platform_scope():
        assert Staff.objects.get(person__email="bea@betrieb.example").agency == agency
        assert Entry.objects.filter(action="staff.made", subject="Bea Vorlage").exists()


def test_an_agency_invites_to_itself_and_nowhere_else(at_panel, agnes, bdorf):
    with platform_scope():
        foreign = Agency.objects.get(pk=bdorf.region_id).slug
    for agency in ("", foreign):
        answer = at_panel(agnes).post("/team/", {"name": "X Y", "email": "x@betrieb.example", "agency": agency})

        assert answer.status_code == 422
    with platform_scope():
        assert not Person.objects.filter(email="x@betrieb.example").exists()


def test_who_leaves_is_out_with_the_next_request(at_panel, olga, agnes):
    inside = at_panel(agnes)
    assert inside.get("/orte/").status_code == 200
    with platform_scope():
        key = Staff.objects.get(person=agnes).pk

    at_panel(olga).post(f"/team/{key}/weg/")

    assert inside.get("/orte/")["Location"].startswith("/konto/login/")


def test_who_leaves_takes_no_key_along(at_panel, olga, agnes, adorf):
    with platform_scope():
        agency = Agency.objects.get(pk=adorf.region_id)
        _theirs, secret = make_token(name="Kreisportal", agency=agency, by=agnes)
        _others, another = make_token(name="Anderes", agency=agency, by=olga)
        key = Staff.objects.get(person=agnes).pk

    at_panel(olga).post(f"/team/{key}/weg/")

    with platform_scope():
        assert token_of(secret) is None
        assert token_of(another) is not None


def test_the_last_operator_stays(at_panel, olga):
    with platform_scope():
        Staff.objects.filter(agency=None).exclude(person=olga).delete()
        key = Staff.objects.get(person=olga).pk

    at_panel(olga).post(f"/team/{key}/weg/")

    with platform_scope():
        assert Staff.objects.filter(pk=key).exists()


def test_nobody_dismisses_people_of_another_agency(at_panel, agnes, otto):
    with platform_scope():
        key = Staff.objects.get(person=otto).pk

    assert at_panel(agnes).post(f"/team/{key}/weg/").status_code == 404
    with platform_scope():
        assert Staff.objects.filter(pk=key).exists()


def test_agencies_are_for_operators(at_panel, olga, agnes):
    assert at_panel(agnes).get("/agenturen/").status_code == 404
    new = {"name": "Büro Probe", "region": "Probe", "slug": "probe"}

    assert at_panel(olga).post("/agenturen/", new).status_code == 302
    assert at_panel(olga).post("/agenturen/", new).status_code == 422
    with platform_scope():
        assert Agency.objects.filter(slug="probe").count() == 1


@pytest.fixture
def with_app(olga):
    """Olga has an authenticator app; its secret."""
    from allauth.mfa.totp.internal.auth import TOTP

    with platform_scope():
        TOTP.activate(olga, "JBSWY3DPEHPK3PXP")
    return "JBSWY3DPEHPK3PXP"


def sign_in_by_mail(visitor, email):
    visitor.post("/konto/login/code/", {"email": email})
    return visitor.post("/konto/login/code/confirm/", {"code": code_in(last_mail().text)})


@override_settings(SECOND_FACTOR=True)
def test_the_code_of_the_mail_alone_opens_nothing(at_panel, olga, with_app):
    visitor = at_panel()

    answer = sign_in_by_mail(visitor, olga.email)

    assert answer["Location"] == "/konto/zweiter-faktor/authenticate/"
    assert visitor.get("/orte/")["Location"].startswith("/konto/login/")
    assert visitor.post("/konto/zweiter-faktor/authenticate/", {"code": "000000"}).status_code == 200
    visitor.post("/konto/zweiter-faktor/authenticate/", {"code": code_of_app(with_app)})
    assert visitor.get("/orte/").status_code == 200


@override_settings(SECOND_FACTOR=True)
def test_who_has_no_second_factor_sets_one_up_and_goes_on(at_panel, olga):
    visitor = at_panel()
    sign_in_by_mail(visitor, olga.email)
    page = visitor.get("/orte/", follow=True)
    secret = page.context["form"].secret

    done = visitor.post("/konto/zweiter-faktor/totp/activate/", {"code": code_of_app(secret)})

    assert done["Location"] == "/konto/zweiter-faktor/recovery-codes/"
    assert len(visitor.get(done["Location"]).context["unused_codes"]) == 10
    assert visitor.get("/orte/").status_code == 200


def test_the_secret_of_the_app_does_not_lie_open_in_the_database(with_app):
    with platform_scope():
        kept = Authenticator.objects.get(type="totp").data["secret"]

    assert with_app not in kept


def test_the_session_of_somebody_who_looks_after_places_is_short(at_panel, olga):
    visitor = at_panel()
    sign_in_by_mail(visitor, olga.email)

    assert 0 < visitor.cookies["__Host-session"]["max-age"] <= 12 * 60 * 60
