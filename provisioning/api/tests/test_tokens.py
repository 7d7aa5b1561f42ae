"""Accesses: made in the panel or on the command line, their secret shown once, revoked for good."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command

from platform_core.accounts.models import Person
from platform_core.audit.models import Entry
from platform_core.scope import platform_scope
from provisioning.api.models import Token
from provisioning.api.tests.conftest import Program, access
from provisioning.api.tokens import TokenRefused, digest_of, make_token, revoke_token
from tenants.models import Agency, Staff
from tests.support.visitor import Visitor

SECRET = re.compile(r"bk_[A-Za-z0-9_-]{43}")
PAGE = "/zugaenge/"


@pytest.fixture
def at_desk(places, settings):
    """`at_desk("xagentur")` for a member of an agency, `at_desk()` for an operator."""
    settings.SECOND_FACTOR = False

    def sit_down(agency: str = "") -> Visitor:
        with platform_scope():
            person = Person.objects.create_person(email=f"{agency or 'betrieb'}@desk.example", name="Doris Beispiel")
            whose = Agency.objects.get(slug=agency) if agency else None
            Staff.objects.create(person=person, agency=whose)
        return Visitor(host=f"panel.{settings.DOMAIN}").sign_in(person)

    return sit_down


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("token", *args, stdout=out)
    return out.getvalue()


def test_a_member_makes_an_access_for_the_own_agency_and_sees_its_secret_once(at_desk):
    visitor = at_desk("xagentur")

    page = visitor.post(PAGE, {"name": "Kreisportal", "agency": "xagentur", "right": "write", "days": "90"})
    secret = SECRET.search(page.content.decode())[0]

    assert Program(secret).get("/v1/me").json()["agency"] == "xagentur"
    assert page["Cache-Control"] == "no-store"
    again = visitor.get(PAGE).content.decode()
    assert "Kreisportal" in again
    assert not SECRET.search(again)
    with platform_scope():
        token = Token.objects.select_related("made_by").get()
        line = Entry.objects.get(action="token.made")
    assert token.made_by.name == "Doris Beispiel"
    assert token.expires_at
    assert secret not in str(line.after)
    assert line.actor == "Doris Beispiel"


@pytest.mark.parametrize("agency", ["yagentur", "*", ""])
def test_a_member_makes_none_for_others(at_desk, agency):
    page = at_desk("xagentur").post(PAGE, {"name": "Zu viel", "agency": agency, "right": "read", "days": "0"})

    assert page.status_code == 422
    with platform_scope():
        assert Token.objects.count() == 0


def test_an_operator_may_make_one_for_the_whole_platform(at_desk):
    page = at_desk().post(PAGE, {"name": "Betrieb", "agency": "*", "right": "read", "days": "0"})

    assert Program(SECRET.search(page.content.decode())[0]).get("/v1/places").json()["total"] == 3


def test_accesses_of_another_agency_are_not_shown_and_not_revoked(at_desk):
    access("yagentur")
    with platform_scope():
        token = Token.objects.get()
    visitor = at_desk("xagentur")

    assert token.prefix not in visitor.get(PAGE).content.decode()
    assert visitor.post(f"{PAGE}{token.pk}/widerrufen/").status_code == 404
    with platform_scope():
        assert Token.objects.get().revoked_at is None


def test_a_member_revokes_an_access_of_the_own_agency(at_desk):
    program = access("xagentur")
    with platform_scope():
        key = Token.objects.get().pk

    assert at_desk("xagentur").post(f"{PAGE}{key}/widerrufen/").status_code == 302

    assert program.get("/v1/me").status_code == 401
    with platform_scope():
        assert Entry.objects.filter(action="token.revoked").count() == 1


def test_revoking_twice_is_noted_once(places):
    with platform_scope():
        token, _secret = make_token(name="Probe", agency=None)
        assert revoke_token(token)
        assert not revoke_token(token)
        assert Entry.objects.filter(action="token.revoked").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 81}, {"name": "a\x00b"}, {"scopes": ()}, {"scopes": ("all",)}]
)
def test_what_makes_no_access_is_refused_with_a_sentence(places, wrong):
    with platform_scope(), pytest.raises(TokenRefused):
        make_token(**({"name": "Probe", "agency": None} | wrong))


def test_the_database_takes_no_token_without_a_right(places):
    from django.db import IntegrityError, transaction

    with platform_scope(), pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.create(name="x", digest=digest_of("x"), prefix="x", scopes=[])


def test_the_command_makes_lists_and_revokes(places):
    made = run("make", "Kreisportal", "--agency", "xagentur", "--write", "--days", "30")
    secret = SECRET.search(made)[0]
    assert Program(secret).get("/v1/me").json()["scopes"] == ["read", "write"]

    listed = run("list")
    assert f"{secret[:10]}…" in listed
    assert secret not in listed

    assert "now revoked" in run("revoke", secret[:10], "--reason", "Probe zu Ende")
    assert "already revoked" in run("revoke", secret[:10])
    assert Program(secret).get("/v1/me").status_code == 401
    with platform_scope():
        assert Entry.objects.get(action="token.revoked").reason == "Probe zu Ende"


@pytest.mark.parametrize(
    "args", [("make", "x", "--agency", "nirgends"), ("revoke", "bk_nirgends"), ("make", "x", "--days", "0")]
)
def test_the_command_says_what_is_wrong(places, args):
    with pytest.raises(CommandError, match=r"\w{3}"):
        run(*args)
