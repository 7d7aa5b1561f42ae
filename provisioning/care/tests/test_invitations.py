"""Inviting people by mail to look after a place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.scope import place_scope, platform_scope
from provisioning.care.invitations import InvitationRefused, invite, withdraw
from provisioning.care.models import Invitation
from provisioning.care.tests.cast import tenant_of
from tests.support.mails import run_waiting_jobs
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.place import Place


def link_in_mail(place: Place) -> str:
    from platform_core.web import mailbox

    run_waiting_jobs()
    with place_scope(place):
        newest = mailbox.mails()[0]
    found = re.search(r"/einladung/[\w-]+/", newest.text)
    assert found
    return found.group()


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
