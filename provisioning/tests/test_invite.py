"""Inviting admins with an order gives nobody else a way in."""

from __future__ import annotations

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.scope import place_scope
from provisioning.invite import Admin, invite


def test_whoever_claimed_the_address_before_without_proof_does_not_become_admin(adorf):
    with place_scope(adorf):
        Person.objects.create_person(email="clara@adorf.example", name="Wer Auchimmer", password="wartet-auf-die-rolle")

    invite(adorf, [Admin("clara@adorf.example", "Clara Probe")])

    with place_scope(adorf):
        clara = Person.objects.get(email="clara@adorf.example")
        assert Role.ADMIN in clara.roles
        assert not clara.check_password("wartet-auf-die-rolle")


def test_whoever_proved_the_address_keeps_their_password(adorf, anna):
    invite(adorf, [Admin(anna.email, anna.name)])

    with place_scope(adorf):
        known = Person.objects.get(pk=anna.pk)
        assert Role.ADMIN in known.roles
        assert known.check_password("geheim-und-lang")
