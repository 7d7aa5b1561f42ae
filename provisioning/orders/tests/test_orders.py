"""An order is done whole, once, and says what stops it."""

from __future__ import annotations

import pytest
from django.db import connection

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from provisioning.care.models import Invitation
from provisioning.orders import actions, places
from provisioning.orders.jobs import carry_out, only_here
from provisioning.orders.models import Order, State
from provisioning.orders.progress import as_json, progress_of
from provisioning.orders.rollback import roll_back, roll_back_order
from provisioning.orders.tests.conftest import wanted
from provisioning.regions.plan import ADD, CHANGE, SAME
from provisioning.regions.reader import RegionFileError
from tenants.addresses import place_of, tenants
from tenants.models import Agency, Domain, ResponsibleBody, Tenant
from tenants.postgres.ddl import ddl_login
from tests.support.mails import link_in, mails_of
from tests.support.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def states(order) -> dict[str, str]:
    with platform_scope():
        return dict(order.places.values_list("slug", "state"))


def errors(order) -> dict[str, str]:
    with platform_scope():
        return dict(order.places.exclude(error="").values_list("slug", "error"))


def place_called(slug: str):
    with platform_scope():
        return place_of(tenants().get(slug=slug))


def left_of(schema: str) -> int:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_roles WHERE rolname = %s) + (SELECT count(*) FROM pg_namespace WHERE nspname = %s)",
            [schema, schema],
        )
        return cursor.fetchone()[0]


def test_an_order_becomes_living_places_with_their_steps(order_of, done):
    order = done(order_of("neudorf", "altdorf"))

    assert order.state == State.DONE
    assert states(order) == {"neudorf": State.DONE, "altdorf": State.DONE}
    with platform_scope():
        steps = order.places.get(slug="neudorf").steps
        assert Domain.objects.filter(host=Tenant(slug="neudorf").default_host, is_primary=True).exists()
    assert [step["name"] for step in steps] == ["row", "schema", "address", "tables", "home"]
    assert all(step["ms"] >= 0 for step in steps)


def test_its_plan_says_the_same_as_that_of_a_file(order_of, done):
    order = order_of("neudorf")
    with platform_scope():
        before = [(step.sign, step.slug) for step in actions.plan_of(order)]
    done(order)
    with platform_scope():
        after = {step.sign for step in actions.plan_of(order)}

    assert before == [(SAME, ""), (ADD, ""), (ADD, "neudorf")]
    assert after == {SAME}


def test_a_place_that_is_there_is_changed_and_not_made(order_of, done):
    done(order_of("neudorf"))
    again = order_of("neudorf", subtitle="am Teich")

    with platform_scope():
        assert [step.sign for step in actions.plan_of(again)] == [SAME, SAME, CHANGE]
    again = done(again)

    assert place_called("neudorf").subtitle == "am Teich"
    with platform_scope():
        assert not again.places.get().is_new


def test_submitting_twice_makes_one_order_and_one_place(order_of):
    order = order_of("neudorf")
    with platform_scope():
        actions.submit(order, key="k1")
        actions.submit(order, key="k1")
        actions.submit(order, key="k2")
        twin = actions.submit(order_of("neudorf"), key="k1")
        carry_out.func(str(order.pk))
        carry_out.func(str(order.pk))

        assert twin.pk == order.pk
        assert order.places.count() == 1
        assert Tenant.objects.filter(slug="neudorf").count() == 1


def test_a_key_used_for_another_wish_is_refused(order_of):
    with platform_scope():
        actions.submit(order_of("neudorf"), key="k1")
        with pytest.raises(actions.NotNow):
            actions.submit(order_of("altdorf"), key="k1")


def test_keys_of_another_agency_are_its_own(order_of, theirs):
    with platform_scope():
        first = actions.submit(order_of("neudorf"), key="k1")
        other = actions.submit(order_of("altdorf", agency=theirs), key="k1")

        assert first.pk != other.pk


def test_an_address_of_another_agency_is_refused_before_anything_is_written(order_of):
    order = order_of("bdorf")
    with platform_scope():
        with pytest.raises(actions.OrderRefused):
            actions.submit(order)
        order.refresh_from_db()
        assert order.state == State.DRAFT


def test_of_two_orders_for_one_address_one_gets_a_sentence(order_of, theirs):
    first, second = order_of("neudorf"), order_of("neudorf", "altdorf", agency=theirs)
    with platform_scope():
        for order in (first, second):
            actions.submit(order)
        for order in (first, second):
            carry_out.func(str(order.pk))

    assert states(first) == {"neudorf": State.DONE}
    assert states(second) == {"neudorf": State.FAILED, "altdorf": State.DONE}
    assert "neudorf" in errors(second)["neudorf"]


def test_a_place_that_somebody_of_ours_made_meanwhile_is_left_alone(order_of):
    first, second = order_of("neudorf", claim="Eins"), order_of("neudorf", claim="Zwei")
    with platform_scope():
        for order in (first, second):
            actions.submit(order)
        for order in (first, second):
            carry_out.func(str(order.pk))

    assert place_called("neudorf").claim == "Eins"
    assert states(second) == {"neudorf": State.FAILED}


def test_an_agency_that_is_gone_stops_its_order_with_a_sentence(order_of, clean_up):
    with platform_scope():
        agency = Agency.objects.create(slug="kurz", name="Kurzlebige Agentur", region="K")
        order = actions.submit(order_of("neudorf", "altdorf", agency=agency))
        agency.delete()
        carry_out.func(str(order.pk))
        order.refresh_from_db()

    assert order.state == State.FAILED
    assert set(states(order).values()) == {State.FAILED}
    assert "Kurzlebige Agentur" in errors(order)["neudorf"]
    with platform_scope():
        assert not Tenant.objects.filter(slug__in=("neudorf", "altdorf")).exists()
        with pytest.raises(actions.NotNow):
            actions.plan_of(order)


def test_one_place_that_fails_leaves_the_others_alone_and_goes_on_later(order_of, monkeypatch):
    order, make = order_of("neudorf", "altdorf"), places.make

    def broken(agency, wish, content, *, on_step):
        if wish.slug == "neudorf":
            on_step("row", 1.0)
            raise OSError(28, "No space left on device")
        return make(agency, wish, content, on_step=on_step)

    monkeypatch.setattr(places, "make", broken)
    with platform_scope():
        actions.submit(order)
        carry_out.func(str(order.pk))
        order.refresh_from_db()
        assert order.state == State.FAILED
        assert order.places.get(slug="neudorf").steps == [{"name": "row", "ms": 1, "failed": True}]
    assert "No space left" in errors(order)["neudorf"]

    monkeypatch.undo()
    with platform_scope():
        assert actions.resume(order) == 1
        carry_out.func(str(order.pk))
        order.refresh_from_db()
        assert order.state == State.DONE
        with pytest.raises(actions.NotNow):
            actions.resume(order)


def test_a_second_worker_does_not_touch_an_order_that_is_being_done(order_of):
    with platform_scope():
        order = actions.submit(order_of("neudorf"))
    with ddl_login(), platform_scope(), only_here(str(order.pk)) as is_ours:
        assert is_ours
        carry_out.func(str(order.pk))

    assert states(order) == {"neudorf": State.WAITING}


def test_a_place_that_ends_its_worker_again_and_again_stops(order_of):
    with platform_scope():
        order = actions.submit(order_of("neudorf"))
        order.places.update(state=State.RUNNING, attempt=places.MOST_ATTEMPTS)
        carry_out.func(str(order.pk))

    assert states(order) == {"neudorf": State.FAILED}


CLARA = {"email": "Clara@Neudorf.example", "name": "Clara Probe"}


def letters_to_clara(place) -> list[str]:
    return [mail.text for mail in mails_of(place) if mail.to == "clara@neudorf.example"]


def test_admins_are_invited_once_and_there_when_they_accept(order_of, done):
    done(order_of("neudorf", admins=[CLARA]))
    done(order_of("neudorf", admins=[CLARA | {"email": "clara@NEUDORF.example"}]))

    place = place_called("neudorf")
    with place_scope(place):
        assert not Person.objects.filter(email="clara@neudorf.example").exists()
    (letter,) = letters_to_clara(place)
    clara = Visitor(place)
    assert clara.post(link_in(letter)).status_code == 302
    assert clara.get("/verwalten/").status_code == 200
    with place_scope(place):
        assert Role.ADMIN in Person.objects.get(email="clara@neudorf.example").roles

    done(order_of("neudorf", admins=[CLARA]))
    assert len(letters_to_clara(place)) == 1


def test_a_place_that_could_not_be_made_invites_nobody(order_of, done, monkeypatch):
    def breaks(*args, **facts):
        raise RuntimeError("just before the end")

    monkeypatch.setattr("provisioning.orders.places._since", breaks)
    with pytest.raises(RuntimeError, match="just before"):
        done(order_of("neudorf", admins=[CLARA]))

    with platform_scope():
        assert not Tenant.objects.filter(slug="neudorf").exists()
        assert not Invitation.objects.exists()


def test_who_is_only_invited_is_no_reason_to_keep_a_place(order_of, done):
    order = done(order_of("neudorf", admins=[CLARA]))
    with platform_scope():
        roll_back(place=order.places.get())
        assert not Invitation.objects.exists()
    assert states(order) == {"neudorf": State.ROLLED_BACK}


def test_a_place_whose_admin_has_accepted_is_not_taken_back(order_of, done):
    order = done(order_of("neudorf", admins=[CLARA]))
    place = place_called("neudorf")
    assert Visitor(place).post(link_in(letters_to_clara(place)[0])).status_code == 302

    with platform_scope(), pytest.raises(actions.NotNow, match="Neudorf"):
        roll_back(place=order.places.get())


def test_what_an_order_made_is_taken_back_to_the_last_row(order_of, done):
    order = done(order_of("neudorf", "altdorf"))
    schema = place_called("neudorf").schema
    with platform_scope():
        place = order.places.get(slug="neudorf")

    roll_back(place=place, reason="Falscher Name")

    assert left_of(schema) == 0
    assert states(order) == {"neudorf": State.ROLLED_BACK, "altdorf": State.DONE}
    with platform_scope():
        assert not Tenant.objects.filter(slug="neudorf").exists()
        assert not Domain.objects.filter(host=place.host).exists()
        assert ResponsibleBody.objects.filter(key="amt").exists()  # altdorf needs it

    assert roll_back_order(order=order) == 1
    with platform_scope():
        order.refresh_from_db()
        assert order.state == State.ROLLED_BACK
        assert not ResponsibleBody.objects.filter(key="amt").exists()


def test_a_place_that_people_use_is_not_taken_back(order_of, done):
    order = done(order_of("neudorf"))
    with place_scope(place_called("neudorf")):
        Person.objects.create_person(email="anna@neudorf.example", name="Anna")
    with platform_scope(), pytest.raises(actions.NotNow, match="Neudorf"):
        roll_back(place=order.places.get())
    assert states(order) == {"neudorf": State.DONE}


def test_a_public_place_is_not_taken_back(order_of, done):
    order = done(order_of("neudorf"))
    with platform_scope():
        Tenant.objects.filter(slug="neudorf").update(state=PlaceState.ACTIVE)
        with pytest.raises(actions.NotNow):
            roll_back(place=order.places.get())


def test_a_place_that_was_there_before_is_not_taken_back(order_of, done):
    done(order_of("neudorf"))
    again = done(order_of("neudorf", claim="Neu"))
    with platform_scope(), pytest.raises(actions.NotNow):
        roll_back(place=again.places.get())


@pytest.mark.parametrize(
    "hostile",
    [
        {"place": [{"slug": "x\x00y"}]},
        {"place": "alle"},
        {"body": [{"key": 1}]},
        {"place": [{"slug": "x", "name": "X", "kind": "village", "body": "fehlt"}]},
        {"unknown": 1},
        wanted("neudorf", lat=float("nan")),
        wanted("neudorf", content="/etc/passwd"),
        wanted("neudorf", admins=[{"email": 1, "name": "x"}]),
    ],
)
def test_what_is_no_region_file_is_refused_with_a_sentence(order_of, hostile):
    order = order_of("neudorf")
    with platform_scope(), pytest.raises(RegionFileError):
        actions.set_wanted(order, wanted=hostile)


def test_an_order_cannot_speak_for_another_agency(order_of, ours):
    order = order_of("neudorf")
    with platform_scope():
        changed = actions.set_wanted(order, wanted={**wanted("neudorf"), "agency": {"slug": "yagentur"}})
        assert changed.wanted["agency"]["slug"] == ours.slug


def test_what_was_submitted_is_no_draft_any_more(order_of):
    order = order_of("neudorf")
    with platform_scope():
        actions.submit(order)
        with pytest.raises(actions.NotNow):
            actions.set_wanted(order, wanted=wanted("altdorf"))


def test_an_empty_order_is_not_submitted(order_of):
    with platform_scope(), pytest.raises(actions.NotNow):
        actions.submit(order_of())


def test_programs_read_the_same_progress(order_of, done):
    order = done(order_of("neudorf"))
    with platform_scope():
        told = as_json(progress_of(Order.objects.get(pk=order.pk)))

    assert (told["state"], told["done"], told["total"]) == ("done", 1, 1)
    assert told["places"][0]["host"] == "neudorf.bk.test"
