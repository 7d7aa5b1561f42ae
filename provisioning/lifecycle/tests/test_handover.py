"""Handing a place over: Neubrandenburg takes over “Unser NB”, and nobody agrees with themselves."""

from __future__ import annotations

import pytest

from platform_core.audit.models import Entry
from platform_core.contributions.models import Contribution
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from provisioning.care.tests.cast import on_visit
from provisioning.lifecycle.handover import (
    GIVING,
    TAKING,
    HandoverRefused,
    agree,
    decline,
    open_handover,
    propose,
    withdraw,
)
from provisioning.lifecycle.models import HandoverState
from provisioning.lifecycle.who import NotAllowed
from tenants.addresses import TenantDirectory
from tenants.models import Agency, ResponsibleBody, Tenant

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def y_agency(places) -> Agency:
    with platform_scope():
        return Agency.objects.get(slug="yagentur")


@pytest.fixture
def city(y_agency) -> ResponsibleBody:
    with platform_scope():
        return ResponsibleBody.objects.create(
            agency=y_agency, key="stadt", name="Stadt Neubrandenburg (Probe)", city="Neubrandenburg"
        )


def test_neubrandenburg_takes_over_unser_nb(adorf, tenant_of, anna, y_agency, city, xenia, yannick):
    """An association began it; the city takes it over with all that people wrote, and the portal follows."""
    from modules.ideas.models import Idea

    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(name="Unser NB")
    with place_scope(adorf):
        idea = Idea.submit(by=anna, title="Bank am Tollensesee", body="Sitzen.")
        idea.publish()
        before = Contribution.objects.count()
    handover = propose(
        tenant_of(adorf), to_agency=y_agency, to_body=city, by=xenia, reason="Die Stadt führt es weiter."
    )
    agree(handover, side=GIVING, by=xenia)
    assert tenant_of(adorf).agency.slug == "xagentur"

    done = agree(handover, side=TAKING, by=yannick)

    assert (done.state, done.giver_name, done.taker_name) == (HandoverState.DONE, "Xenia", "Yannick")
    moved = tenant_of(adorf)
    assert (moved.agency, moved.body, moved.schema_name) == (y_agency, city, adorf.schema)
    with platform_scope():
        assert {entry.region_id for entry in RegionEntry.objects.filter(schema=adorf.schema)} == {y_agency.pk}
        assert Entry.objects.filter(action="handover.done").get().after["body"] == city.name
        assert "Unser NB" in {place.name for place in TenantDirectory().places_of_region(y_agency.pk)}
    with place_scope(adorf):
        assert Contribution.objects.count() == before
        assert Entry.objects.filter(action="handover.done").get().reason == "Die Stadt führt es weiter."


def test_its_old_agency_has_nothing_to_say_any_more(adorf, tenant_of, y_agency, xenia, yannick):
    from platform_core.place import PlaceState
    from provisioning.lifecycle.states import change_state

    handover = propose(tenant_of(adorf), to_agency=y_agency, by=xenia, reason="Umzug")
    agree(handover, side=GIVING, by=xenia)
    agree(handover, side=TAKING, by=yannick)

    with pytest.raises(NotAllowed):
        change_state(tenant_of(adorf), PlaceState.READ_ONLY, by=xenia, reason="Doch nicht")
    assert change_state(tenant_of(adorf), PlaceState.READ_ONLY, by=yannick, reason="Umzug").state == "read_only"


def test_who_looks_around_for_the_old_agency_is_out_at_once(adorf, tenant_of, y_agency, xenia, yannick, olga):
    leaves, stays = on_visit(adorf, xenia), on_visit(adorf, olga)
    handover = propose(tenant_of(adorf), to_agency=y_agency, to_body=None, by=xenia, reason="Zuständigkeit")
    agree(handover, side=GIVING, by=xenia)
    assert leaves.get("/verwalten/").status_code == 200

    agree(handover, side=TAKING, by=yannick)

    assert leaves.get("/verwalten/").status_code == 302
    assert stays.get("/verwalten/").status_code == 200


def test_without_another_body_its_own_moves_along_as_a_copy(adorf, portal, tenant_of, y_agency, xenia, yannick):
    handover = propose(tenant_of(adorf), to_agency=y_agency, by=yannick, reason="Umzug")
    agree(handover, side=TAKING, by=yannick)
    agree(handover, side=GIVING, by=xenia)

    body = tenant_of(adorf).body
    assert (body.agency_id, body.name, body.key) == (y_agency.pk, tenant_of(portal).body.name, "gemeinde-2")
    assert tenant_of(portal).body.agency_id == portal.region_id


def test_nobody_agrees_for_both_sides(adorf, tenant_of, y_agency, olga, otto):
    handover = propose(tenant_of(adorf), to_agency=y_agency, by=olga, reason="Umzug")
    with pytest.raises(HandoverRefused, match="Agentur xagentur"):
        agree(handover, side=GIVING, by=olga)
    agree(handover, side=GIVING, by=olga, reason="Die Agentur hat angerufen.")
    with pytest.raises(NotAllowed):
        agree(handover, side=TAKING, by=olga, reason="Die andere auch.")
    assert tenant_of(adorf).agency.slug == "xagentur"

    done = agree(handover, side=TAKING, by=otto, reason="Brief vom 3. März")

    assert (done.given_reason, done.taken_reason) == ("Die Agentur hat angerufen.", "Brief vom 3. März")
    assert tenant_of(adorf).agency == y_agency


def test_one_side_does_not_speak_for_the_other(adorf, tenant_of, y_agency, xenia, yannick):
    handover = propose(tenant_of(adorf), to_agency=y_agency, by=xenia, reason="Umzug")

    for side, by in ((TAKING, xenia), (GIVING, yannick)):
        with pytest.raises(NotAllowed):
            agree(handover, side=side, by=by)


def test_a_declined_one_is_over_and_another_can_begin(adorf, tenant_of, y_agency, xenia, yannick):
    handover = propose(tenant_of(adorf), to_agency=y_agency, by=xenia, reason="Umzug")
    with pytest.raises(HandoverRefused):
        propose(tenant_of(adorf), to_agency=y_agency, by=xenia, reason="Umzug")
    agree(handover, side=GIVING, by=xenia)
    decline(handover, by=yannick, reason="Kein Geld")

    with pytest.raises(HandoverRefused):
        agree(handover, side=TAKING, by=yannick)
    again = propose(tenant_of(adorf), to_agency=y_agency, by=xenia, reason="Nun doch")
    with pytest.raises(NotAllowed):
        withdraw(again, by=yannick)
    withdraw(again, by=xenia)
    assert open_handover(tenant_of(adorf)) is None
    assert tenant_of(adorf).agency.slug == "xagentur"


def test_a_body_of_somebody_else_is_refused(adorf, tenant_of, y_agency, xenia):
    with platform_scope():
        ours = ResponsibleBody.objects.get(agency__slug="xagentur")

    with pytest.raises(HandoverRefused):
        propose(tenant_of(adorf), to_agency=y_agency, to_body=ours, by=xenia, reason="Umzug")
    with pytest.raises(HandoverRefused):
        propose(tenant_of(adorf), to_agency=tenant_of(adorf).agency, by=xenia, reason="Umzug")


def test_what_fails_in_the_middle_moves_nothing(adorf, tenant_of, y_agency, xenia, yannick, monkeypatch):
    from django.db import transaction

    from provisioning.lifecycle import handover as module

    handover = propose(tenant_of(adorf), to_agency=y_agency, by=xenia, reason="Umzug")
    agree(handover, side=GIVING, by=xenia)

    def broken(tenant: object) -> None:
        raise OSError("broken")  # what it says does not matter

    monkeypatch.setattr(module, "give_agency_address", broken)
    with pytest.raises(OSError, match="broken"), transaction.atomic():
        agree(handover, side=TAKING, by=yannick)

    assert tenant_of(adorf).agency.slug == "xagentur"
    assert open_handover(tenant_of(adorf)) is not None
