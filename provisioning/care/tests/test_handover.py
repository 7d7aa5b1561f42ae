"""One-time handover from the panel to a place, and how it ends everywhere at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from platform_core.accounts.models import HeldRole, Person
from platform_core.accounts.roles import Role
from platform_core.audit.models import Entry
from platform_core.scope import place_scope, platform_scope
from provisioning.care.caring import CareRefused, end_care, give_care
from provisioning.care.models import Care, Pass
from provisioning.care.passes import hand_over, hashed
from provisioning.care.tests.cast import at_work, carer, member, path_of, tenant_of
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.place import Place

DESK = "/verwalten/"


def roles_in(place: Place, email: str = "klara@amt.example") -> set[str]:
    with place_scope(place):
        return set(HeldRole.objects.filter(person__email=email).values_list("role", flat=True))


def test_a_clerk_works_in_each_of_their_places_as_who_they_are_there(adorf, bdorf):
    here, there = carer(adorf, bdorf)

    for place, care in ((adorf, here), (bdorf, there)):
        visitor = at_work(place, care)
        assert visitor.get(DESK).status_code == 200
        assert roles_in(place) == {"official"}
        assert visitor.get("/verwalten/protokoll/").status_code == 404  # for admins only


def test_looking_at_the_page_uses_nothing_and_its_button_uses_the_pass_once(adorf):
    (care,) = carer(adorf)
    path = path_of(hand_over(care=care))

    first = Visitor(adorf).get(path)
    again = Visitor(adorf).get(path)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "Klara Amt" in first.content.decode()
    assert "no-store" in first.headers["Cache-Control"]

    assert Visitor(adorf).post(path).status_code == 302
    late = Visitor(adorf)
    assert late.post(path).status_code == 404
    assert Visitor(adorf).get(path).status_code == 404
    assert late.get(DESK).status_code == 302  # to the sign-in page


def test_a_pass_is_bound_to_its_place(adorf, bdorf):
    (care,) = carer(adorf)
    path = path_of(hand_over(care=care))

    stranger = Visitor(bdorf)

    assert stranger.get(path).status_code == 404
    assert stranger.post(path).status_code == 404
    assert roles_in(bdorf) == set()
    assert Visitor(adorf).post(path).status_code == 302  # and is not used up by that


def test_a_pass_is_bound_to_the_address_it_was_made_for(adorf):
    from tenants.models import Domain

    (care,) = carer(adorf)
    with platform_scope():
        Domain.objects.create(tenant_id=adorf.id, host="adorf.example.org")
    path = path_of(hand_over(care=care))

    assert Visitor(adorf, host="adorf.example.org").post(path).status_code == 404


def test_a_pass_is_good_for_a_minute(adorf):
    (care,) = carer(adorf)
    path = path_of(hand_over(care=care))
    with platform_scope():
        made = Pass.objects.get()
        assert made.expires_at - made.made_at == timedelta(seconds=60)
        Pass.objects.update(expires_at=timezone.now())

    assert Visitor(adorf).post(path).status_code == 404


def test_only_the_hash_of_a_pass_is_kept(adorf):
    (care,) = carer(adorf)
    token = path_of(hand_over(care=care)).strip("/").rpartition("/")[2]

    with platform_scope():
        row = Pass.objects.values().get()

    assert len(token) >= 43  # 256 bits
    assert token not in str(row)
    assert row["token_hash"] == hashed(token)


@pytest.mark.parametrize("token", ["x", "a" * 43, "dies-ist-kein-pass-und-war-auch-nie-einer-0000", "%00", "'; DROP TABLE", "ü" * 2000])
def test_what_is_no_pass_leads_nowhere(adorf, token):
    path = f"/uebergabe/{token}/"

    assert Visitor(adorf).get(path).status_code == 404
    assert Visitor(adorf).post(path).status_code == 404


def test_a_pass_cannot_be_used_from_another_site(adorf):
    (care,) = carer(adorf)
    path = path_of(hand_over(care=care))

    assert Visitor(adorf, headers={"sec-fetch-site": "same-site"}).post(path).status_code == 403
    assert Visitor(adorf).post(path).status_code == 302


def test_whoever_claimed_the_address_before_without_proof_gets_nothing(adorf):
    """The trap: sign up with the clerk's address and a password, and wait for the role to come."""
    with place_scope(adorf):
        Person.objects.create_person(email="klara@amt.example", name="Falsche Klara", password="lange-gewartet-123")
    (care,) = carer(adorf)
    at_work(adorf, care)

    with place_scope(adorf):
        klara = Person.objects.get(email="klara@amt.example")
        assert not klara.check_password("lange-gewartet-123")
        assert not klara.has_usable_password()


def test_a_role_from_outside_counts_only_for_who_came_that_way(adorf):
    """A mail code alone opens no desk: the second factor was asked for on the panel's host."""
    (care,) = carer(adorf)
    at_work(adorf, care)
    with place_scope(adorf):
        klara = Person.objects.get(email="klara@amt.example")
        assert klara.roles == {Role.RESIDENT}

    assert Visitor(adorf).sign_in(klara).get(DESK).status_code == 404


def test_ending_the_care_ends_role_and_sessions_at_once(adorf, bdorf):
    here, there = carer(adorf, bdorf)
    visitor, elsewhere = at_work(adorf, here), at_work(bdorf, there)

    end_care(care=here, reason="Vertrag endet")

    assert visitor.get(DESK).status_code == 302
    assert roles_in(adorf) == set()
    assert elsewhere.get(DESK).status_code == 200  # the other place is untouched
    with place_scope(adorf):
        line = Entry.objects.filter(action="care.ended").get()
    assert (line.reason, line.before["person"]) == ("Vertrag endet", "Klara Amt")


def test_a_pass_that_was_not_used_yet_ends_with_the_care(adorf):
    (care,) = carer(adorf)
    path = path_of(hand_over(care=care))
    end_care(care=care)

    assert Visitor(adorf).post(path).status_code == 404


def test_a_deactivated_person_is_out_everywhere(adorf, bdorf):
    here, there = carer(adorf, bdorf)
    visitors = [at_work(adorf, here), at_work(bdorf, there)]

    with platform_scope():
        klara = Person.objects.get(email="klara@amt.example")
        klara.is_active = False
        klara.save()
        assert not Care.objects.exists()

    assert [visitor.get(DESK).status_code for visitor in visitors] == [302, 302]
    assert roles_in(adorf) == roles_in(bdorf) == set()


def test_a_deleted_person_is_out_everywhere(adorf):
    (care,) = carer(adorf)
    visitor = at_work(adorf, care)
    with platform_scope():
        Person.objects.get(email="klara@amt.example").delete()

    assert visitor.get(DESK).status_code == 302
    assert roles_in(adorf) == set()


def test_leaving_the_agency_ends_the_work_in_its_places_only(adorf, bdorf):
    from tenants.models import Staff

    xaver = member(adorf)
    here = give_care(person=xaver, tenant=tenant_of(adorf), role="admin")
    there = give_care(person=xaver, tenant=tenant_of(bdorf), role="official")
    visitor, elsewhere = at_work(adorf, here), at_work(bdorf, there)

    with platform_scope():
        Staff.objects.get(person=xaver).delete()

    assert visitor.get(DESK).status_code == 302
    assert elsewhere.get(DESK).status_code == 200


def test_a_role_that_the_place_gave_itself_stays(adorf):
    with place_scope(adorf):
        klara = Person.objects.create_person(email="klara@amt.example", name="Klara Amt")
        klara.confirm_address()
        klara.grant([Role.OFFICIAL])
    (care,) = carer(adorf)
    visitor = at_work(adorf, care)

    end_care(care=care)

    assert visitor.get(DESK).status_code == 302  # this session came by the care
    assert roles_in(adorf) == {"official"}
    assert Visitor(adorf).sign_in(klara).get(DESK).status_code == 200  # and this one did not


def test_a_role_that_the_place_gives_afterwards_stays_too(adorf):
    (care,) = carer(adorf)
    at_work(adorf, care)
    with place_scope(adorf):
        Person.objects.get(email="klara@amt.example").grant([Role.OFFICIAL])
    end_care(care=care)

    assert roles_in(adorf) == {"official"}


def test_another_role_replaces_the_first_and_ends_its_sessions(adorf):
    (care,) = carer(adorf)
    visitor = at_work(adorf, care)
    with platform_scope():
        klara = Person.objects.get(email="klara@amt.example")

    better = give_care(person=klara, tenant=tenant_of(adorf), role="admin")

    assert visitor.get(DESK).status_code == 302
    assert at_work(adorf, better).get("/verwalten/protokoll/").status_code == 200
    assert roles_in(adorf) == {"admin"}


def test_others_stay_signed_in_when_somebody_leaves(adorf, adele, visit):
    (care,) = carer(adorf)
    at_work(adorf, care)
    here = visit(adorf, adele)
    end_care(care=care)

    assert here.get(DESK).status_code == 200


def test_the_place_sees_who_comes_from_outside(adorf, adele, visit):
    (care,) = carer(adorf)
    at_work(adorf, care)

    page = visit(adorf, adele).get("/verwalten/menschen/").content.decode()

    assert "Klara Amt" in page
    assert "Amt Probe" in page
    assert page.index("Adele") < page.index("Klara")


def test_the_list_of_people_names_no_resident_and_is_for_admins(adorf, adele, anna, bernd, visit):
    assert "Anna" not in visit(adorf, adele).get("/verwalten/menschen/").content.decode()
    for person in (anna, bernd):
        assert visit(adorf, person).get("/verwalten/menschen/").status_code == 404


def test_a_role_that_is_none_for_this_is_refused_by_name(adorf):
    (care,) = carer(adorf)
    with platform_scope():
        klara = Person.objects.get(pk=care.person_id)

    with pytest.raises(CareRefused, match="resident"):
        give_care(person=klara, tenant=tenant_of(adorf), role="resident")


def test_a_closed_place_has_no_way_in(adorf):
    from provisioning.care.passes import PassRefused
    from tenants.models import Tenant

    (care,) = carer(adorf)
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state="suspended")

    with pytest.raises(PassRefused, match="Adorf"):
        hand_over(care=care)


def test_an_ordinary_visitor_is_asked_no_question_more(adorf, anna, visit):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visitor = visit(adorf, anna)
    visitor.get("/ideen/")
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/ideen/")

    assert not [each for each in asked.captured_queries if "care_" in each["sql"]]
