"""Inviting people by mail to look after a place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.audit.models import Entry
from platform_core.scope import place_scope, platform_scope
from provisioning.care.invitations import Admin, InvitationRefused, invite, invite_missing, missing_admins, withdraw
from provisioning.care.models import Invitation
from provisioning.care.tests.cast import tenant_of
from tests.support.mails import link_in, mails_of, run_waiting_jobs
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.place import Place


def link_in_mail(place: Place) -> str:
    from platform_core.web import mailbox

    run_waiting_jobs()
    with place_scope(place):
        newest = mailbox.mails()[0]
    return link_in(newest.text)


def accepted(place: Place) -> None:
    """Whoever reads the newest mail of the place opens the link in it and presses the button."""
    assert Visitor(place).post(link_in_mail(place)).status_code == 302


def test_an_invited_person_is_admin_and_signed_in(adorf):
    invite(tenant=tenant_of(adorf), email="Nora@Example.org", name="Nora Neu")
    path = link_in_mail(adorf)
    visitor = Visitor(adorf)

    assert "Nora Neu" in visitor.get(path).content.decode()
    assert visitor.post(path).status_code == 302
    assert visitor.get("/verwalten/protokoll/").status_code == 200
    with place_scope(adorf):
        assert Role.ADMIN in Person.objects.get(email="nora@example.org").roles


def test_an_invitation_is_good_once_here_and_for_two_weeks(adorf, bdorf):
    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora")
    path = link_in_mail(adorf)

    assert Visitor(bdorf).post(path).status_code == 404
    with platform_scope():
        assert timezone.now() + timedelta(days=13) < Invitation.objects.get().expires_at
    assert Visitor(adorf).post(path).status_code == 302
    assert Visitor(adorf).post(path).status_code == 404


def test_a_second_invitation_replaces_the_first(adorf):
    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora")
    first = link_in_mail(adorf)
    second = invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora")

    assert Visitor(adorf).post(first).status_code == 404
    with platform_scope():
        assert Invitation.objects.count() == 1
    withdraw(invitation=second)
    with platform_scope():
        assert not Invitation.objects.exists()


@pytest.mark.parametrize("email", ["", "nora", "nora@", "a@b.example\nBcc: all@b.example", "@example.org"])
def test_what_is_no_address_is_refused(adorf, email):
    with pytest.raises(InvitationRefused):
        invite(tenant=tenant_of(adorf), email=email, name="Nora")


def test_whoever_claimed_the_address_before_without_proof_does_not_become_admin(adorf):
    """Their password waits for the role in vain, and so does their session."""
    with place_scope(adorf):
        Person.objects.create_person(email="clara@adorf.example", name="Wer Auchimmer", password="wartet-auf-die-rolle")

    invite(tenant=tenant_of(adorf), email="clara@adorf.example", name="Clara Probe")
    with place_scope(adorf):
        assert Role.ADMIN not in Person.objects.get(email="clara@adorf.example").roles
    accepted(adorf)

    with place_scope(adorf):
        clara = Person.objects.get(email="clara@adorf.example")
        assert Role.ADMIN in clara.roles
        assert not clara.check_password("wartet-auf-die-rolle")


def test_whoever_proved_the_address_keeps_their_password(adorf, anna):
    invite(tenant=tenant_of(adorf), email=anna.email, name=anna.name)
    accepted(adorf)

    with place_scope(adorf):
        known = Person.objects.get(pk=anna.pk)
        assert Role.ADMIN in known.roles
        assert known.check_password("geheim-und-lang")


def test_only_those_are_asked_who_are_neither_there_nor_asked(adorf, adele):
    tenant = tenant_of(adorf)
    wanted = [Admin(adele.email.upper(), "Adele"), Admin("Nora@Example.org", "Nora"), Admin("nora@example.org ", "N")]

    assert [made.email for made in invite_missing(tenant=tenant, admins=wanted)] == ["nora@example.org"]
    assert invite_missing(tenant=tenant, admins=wanted) == []
    accepted(adorf)
    assert missing_admins(tenant, wanted) == []
    assert len(mails_of(adorf)) == 1


def test_an_admin_is_known_by_a_further_address_too(adorf, adele):
    with place_scope(adorf):
        adele.emailaddress_set.create(email="adele@amt.example", verified=True)
        adele.emailaddress_set.create(email="fremd@amt.example", verified=False)
    wanted = [Admin("adele@amt.example", "Adele"), Admin("fremd@amt.example", "Adele")]

    assert [admin.email for admin in missing_admins(tenant_of(adorf), wanted)] == ["fremd@amt.example"]


def test_being_asked_for_less_is_not_being_asked_to_be_admin(adorf):
    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora", role="official")

    assert missing_admins(tenant_of(adorf), [Admin("nora@example.org", "Nora")])


def test_an_expired_invitation_is_sent_anew(adorf):
    wanted = [Admin("nora@example.org", "Nora")]
    invite_missing(tenant=tenant_of(adorf), admins=wanted)
    with platform_scope():
        Invitation.objects.update(expires_at=timezone.now())
    old = link_in_mail(adorf)

    assert Visitor(adorf).post(old).status_code == 404
    assert invite_missing(tenant=tenant_of(adorf), admins=wanted)
    accepted(adorf)


def test_both_logs_say_who_was_invited_and_who_came(adorf):
    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora Neu")
    accepted(adorf)

    for scope in (place_scope(adorf), platform_scope()):
        with scope:
            said = Entry.objects.filter(action__in=("admin.invited", "admin.joined")).order_by("number")
            assert [(entry.action, entry.after["name"]) for entry in said] == [
                ("admin.invited", "Nora Neu"),
                ("admin.joined", "Nora Neu"),
            ]


def test_the_mail_says_what_one_looks_after_and_how_to_sign_in_later(adorf):
    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora Neu")

    text = mails_of(adorf)[0].text

    assert "rechtlichen Seiten" in text
    assert "kein Passwort" in text
