"""A municipality asks for a place: in the open, confirmed by mail, decided by somebody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import override_settings
from django.utils import timezone

from platform_core.scope import platform_scope
from provisioning.models import CatalogEntry
from provisioning.wishes import actions
from provisioning.wishes.forms import SALT
from provisioning.wishes.models import Wish, WishState
from provisioning.wishes.needs import needs_of
from tenants.models import Agency, ResponsibleBody, Tenant
from tests.support.mails import run_waiting_jobs
from tests.support.visitor import Visitor

KEY = "01058001"


@pytest.fixture
def preetz(db):
    """A municipality of the catalogue in Kreis 01058."""
    with platform_scope():
        facts = {
            "level": "municipality",
            "official_name": "Musterort",
            "kind": "Gemeinde",
            "land": "Schleswig-Holstein",
        }
        district = CatalogEntry.objects.create(
            key="01058",
            level="district",
            name="Kreis Muster",
            official_name="Muster",
            land="Schleswig-Holstein",
            plain_name="muster",
            words=" muster",
        )
        return CatalogEntry.objects.create(
            key=KEY, name="Musterort", district=district, plain_name="musterort", words=" musterort 01058001", **facts
        )


def filled(**given):
    shown = signing.dumps(int(timezone.now().timestamp()) - 60, salt=SALT)
    facts = {
        "name": "Erika Erdacht",
        "role": "Bürgermeisterin",
        "email": "erika@musterort.example",
        "body_name": "Gemeinde Musterort",
        "street": "Dorfstraße 1",
        "slug": "musterort",
        "modules": ["news", "ideas"],
        "blueprint": "village",
        "message": "Wir möchten Ideen sammeln.",
        "shown": shown,
    }
    return facts | given


def send(**given):
    return Visitor().post(f"/mitmachen/antrag/?gemeinde={KEY}", filled(**given))


def the_wish():
    with platform_scope():
        return Wish.objects.select_related("municipality", "agency").get()


def mailed():
    """The text of the one mail that the platform sent."""
    from platform_core.web.mailbox import mails

    run_waiting_jobs()
    with platform_scope():
        return [mail.text for mail in mails()]


def path_in(text, word):
    return re.search(rf"https?://[^/\s]+(/mitmachen/{word}/\S+)", text).group(1)


def ask():
    assert send()["Location"] == "/mitmachen/danke/"
    return the_wish()


def confirmed():
    wish = ask()
    with platform_scope():
        return actions.confirm(wish)


def test_the_way_from_the_home_page_to_the_mail(preetz):
    visitor = Visitor()
    assert 'href="/mitmachen/"' in visitor.get("/").text
    assert f"/mitmachen/antrag/?gemeinde={KEY}" in visitor.get("/mitmachen/?ort=Musterort").text
    assert "Musterort" in visitor.get(f"/mitmachen/antrag/?gemeinde={KEY}").text

    ask()
    [text] = mailed()
    page = path_in(text, "bestaetigen")
    assert visitor.get(page).status_code == 200
    assert the_wish().state == WishState.ASKED, "programs that look at mails confirm nothing"
    assert visitor.post(page).status_code == 200
    assert the_wish().state == WishState.CONFIRMED
    assert the_wish().sender == ""


def test_nobody_sees_a_wish_before_it_is_confirmed(preetz, places):
    wish = ask()
    with platform_scope():
        assert not Wish.objects.shown_to(None).exists()
        actions.confirm(wish)
        assert Wish.objects.shown_to(None).count() == 1


def test_an_agency_sees_wishes_of_its_kreis_and_those_handed_to_it(preetz, places):
    wish = confirmed()
    with platform_scope():
        ours, theirs = Agency.objects.get(slug="xagentur"), Agency.objects.get(slug="yagentur")
        assert not Wish.objects.shown_to([ours]).exists()
        Tenant.objects.filter(slug="adorf").update(ags="01058999")
        assert Wish.objects.shown_to([ours]).count() == 1

        actions.hand_to(wish, agency=theirs)
        assert not Wish.objects.shown_to([ours]).exists()
        assert Wish.objects.shown_to([theirs]).count() == 1
        Tenant.objects.filter(slug="adorf").update(ags="")


def test_accepted_it_becomes_an_order_and_the_body_is_known(preetz, places):
    wish = confirmed()
    with platform_scope():
        agency = Agency.objects.get(slug="xagentur")
        done = actions.accept(wish, agency=agency)
        body = ResponsibleBody.objects.get(agency=agency, key=KEY)
        answers = actions.answers_of(done, agency)
    assert done.state == WishState.ACCEPTED
    assert (body.name, body.street) == ("Gemeinde Musterort", "Dorfstraße 1")
    assert answers["places"] == [
        {
            "key": KEY,
            "name": "Musterort",
            "admins": [{"email": "erika@musterort.example", "name": "Erika Erdacht"}],
            "slug": "musterort",
            "blueprint": "village",
        }
    ]
    assert any("xagentur" in text for text in mailed())


def test_declined_the_asker_reads_why(preetz, places):
    wish = confirmed()
    with platform_scope():
        with pytest.raises(actions.WishRefused):
            actions.decline(wish, reason="  ")
        actions.decline(wish, reason="Wir haben gerade keinen Platz.")
        with pytest.raises(actions.WishRefused, match=r"declined|abgelehnt"):
            actions.accept(wish, agency=Agency.objects.get(slug="xagentur"))
    assert any("Wir haben gerade keinen Platz." in text for text in mailed())


def test_taken_back_nothing_is_kept(preetz):
    ask()
    [text] = mailed()
    page = path_in(text, "zurueckziehen")
    assert Visitor().get(page).status_code == 200
    assert Visitor().post(page).status_code == 200
    with platform_scope():
        assert not Wish.objects.exists()
    assert Visitor().get(page).status_code == 404


def test_what_nobody_needs_is_forgotten(preetz):
    wish = ask()
    with platform_scope():
        actions.forget_old_wishes()
        Wish.objects.filter(pk=wish.pk).update(asked_at=timezone.now() - timedelta(days=6))
        actions.forget_old_wishes()
        assert Wish.objects.exists()
        Wish.objects.filter(pk=wish.pk).update(asked_at=timezone.now() - timedelta(days=8))
        actions.forget_old_wishes()
        assert not Wish.objects.exists()


def test_something_that_fills_in_every_field_is_thanked_and_forgotten(preetz):
    answer = send(website="https://spam.example")

    assert answer["Location"] == "/mitmachen/danke/"
    with platform_scope():
        assert not Wish.objects.exists()


def test_who_is_faster_than_people_sends_it_twice(preetz):
    shown = signing.dumps(int(timezone.now().timestamp()), salt=SALT)
    assert send(shown=shown).status_code == 422
    assert send(shown="").status_code == 422
    assert send(shown="forged").status_code == 422
    with platform_scope():
        assert not Wish.objects.exists()


@override_settings(LIMITS=True)
def test_too_many_in_an_hour_wait(preetz):
    answers = [send(email="gleiche@musterort.example").status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize(
    "given",
    [
        {"email": "keine"},
        {"name": ""},
        {"slug": "Mit Leerzeichen"},
        {"slug": "panel"},
        {"modules": ["gibtesnicht"]},
        {"blueprint": "../etc"},
        {"name": "a\0b"},
        {"message": "x" * 5000},
        {"postal_code": "1" * 50},
    ],
)
def test_what_does_not_fit_is_shown_again_with_what_was_typed(preetz, given):
    answer = send(**given)

    assert answer.status_code == 422
    assert "Gemeinde Musterort" in answer.text
    with platform_scope():
        assert not Wish.objects.exists()


@pytest.mark.parametrize("key", ["", "99999999", "0105800", "\0", "x" * 500, "01058"])
def test_a_municipality_that_is_not_there_has_no_form(preetz, key):
    assert Visitor().get("/mitmachen/antrag/", {"gemeinde": key}).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "x" * 3000])
def test_a_forged_token_leads_nowhere(db, token):
    assert Visitor().get(f"/mitmachen/bestaetigen/{token}/").status_code == 404
    assert Visitor().post(f"/mitmachen/zurueckziehen/{token}/").status_code == 404


def test_what_it_still_needs_is_said(preetz, places):
    wish = confirmed()
    with platform_scope():
        needs = needs_of(Wish.objects.select_related("municipality", "agency").get(pk=wish.pk))
        Wish.objects.filter(pk=wish.pk).update(slug="adorf")
        taken = needs_of(Wish.objects.select_related("municipality", "agency").get(pk=wish.pk))
    assert [need.is_met for need in needs] == [True, True, True, False]
    assert [need.is_met for need in taken] == [True, False, True, False]
    assert all(need.may_wait for need in taken if not need.is_met)
