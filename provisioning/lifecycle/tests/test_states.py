"""The life of a place: who may bring it where, what it needs, and what stands in the logs."""

from __future__ import annotations

import pytest

from platform_core.audit.models import Entry
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from provisioning.lifecycle.moves import MOVES, Who
from provisioning.lifecycle.states import MoveRefused, change_state, history, next_moves
from provisioning.lifecycle.who import NotAllowed
from tenants.models import ResponsibleBody

S = PlaceState


def test_no_two_ways_lead_from_one_state_to_the_same():
    ways = [(since, move.to) for move in MOVES for since in move.since]

    assert len(ways) == len(set(ways))


def test_every_state_can_be_reached_and_only_erased_ones_stay():
    assert {move.to for move in MOVES} | {S.REQUESTED} == set(S)
    assert {since for move in MOVES for since in move.since} == set(S) - {S.ERASED}


def test_a_change_stands_in_both_logs_with_its_reason(adorf, tenant_of, xenia):
    change_state(tenant_of(adorf), S.READ_ONLY, by=xenia, reason="Umzug der Gemeinde", note="Bis Montag.")

    assert (tenant_of(adorf).state, tenant_of(adorf).state_note) == (S.READ_ONLY, "Bis Montag.")
    for scope in (place_scope(adorf), platform_scope()):
        with scope:
            entry = Entry.objects.filter(action="place.state").first()
            assert entry is not None
            assert (entry.reason, entry.before["state"], entry.after["state"]) == (
                "Umzug der Gemeinde",
                "active",
                "read_only",
            )
    assert next(entry.action for entry in history(tenant_of(adorf))) == "place.state"


def test_residents_read_the_note(adorf, tenant_of, xenia, visit):
    change_state(tenant_of(adorf), S.READ_ONLY, by=xenia, reason="Umzug", note="Wir ziehen bis Montag um.")

    page = visit(adorf).get("/")

    assert page.status_code == 200
    assert "Wir ziehen bis Montag um." in page.text


def test_a_reason_is_asked_for(adorf, tenant_of, xenia):
    with pytest.raises(MoveRefused, match=r"Grund|reason"):
        change_state(tenant_of(adorf), S.READ_ONLY, by=xenia, reason=" ")

    assert tenant_of(adorf).state == S.ACTIVE


def test_the_agency_of_another_place_may_nothing(adorf, tenant_of, yannick):
    assert next_moves(tenant_of(adorf), by=yannick) == []
    with pytest.raises(NotAllowed):
        change_state(tenant_of(adorf), S.READ_ONLY, by=yannick, reason="Ich will")

    assert tenant_of(adorf).state == S.ACTIVE


def test_closing_is_for_operators(adorf, tenant_of, xenia, olga):
    with pytest.raises(NotAllowed):
        change_state(tenant_of(adorf), S.SUSPENDED, by=xenia, reason="Streit")

    assert change_state(tenant_of(adorf), S.SUSPENDED, by=olga, reason="Streit").state == S.SUSPENDED
    with pytest.raises(NotAllowed):
        change_state(tenant_of(adorf), S.ACTIVE, by=xenia)


@pytest.mark.parametrize("to", [S.ERASED, S.PROVISIONING, S.REQUESTED, S.ARCHIVED])
def test_what_cannot_follow_is_refused_with_what_can(adorf, tenant_of, olga, to):
    with pytest.raises(MoveRefused, match=r"Adorf"):
        change_state(tenant_of(adorf), to, by=olga, reason="Warum nicht")

    assert tenant_of(adorf).state == S.ACTIVE


def test_without_legal_pages_nothing_becomes_public(adorf, tenant_of, olga, xenia):
    change_state(tenant_of(adorf), S.PREPARING, by=xenia, reason="Zu früh")
    with platform_scope():
        ResponsibleBody.objects.filter(pk=tenant_of(adorf).body_id).update(data_protection_officer="")

    with pytest.raises(MoveRefused, match=r"Adorf"):
        change_state(tenant_of(adorf), S.ACTIVE, by=olga)

    assert tenant_of(adorf).state == S.PREPARING


def test_the_same_state_again_changes_nothing(adorf, tenant_of, olga):
    change_state(tenant_of(adorf), S.ACTIVE, by=olga)

    assert [entry.action for entry in history(tenant_of(adorf))].count("place.state") == 0


def test_what_is_offered_can_be_done_and_says_what_residents_see(adorf, tenant_of, olga, xenia):
    for by in (olga, xenia):
        for move in next_moves(tenant_of(adorf), by=by):
            assert move.who != Who.PLATFORM
            assert str(move.residents)
    assert {move.to for move in next_moves(tenant_of(adorf), by=xenia)} == {S.PREPARING, S.READ_ONLY}


def test_a_suspended_place_says_so_and_comes_back(adorf, tenant_of, olga, visit):
    change_state(tenant_of(adorf), S.SUSPENDED, by=olga, reason="Rechnung", note="Fragen Sie das Rathaus.")
    closed = visit(adorf).get("/ideen/")
    change_state(tenant_of(adorf), S.ACTIVE, by=olga)

    assert closed.status_code == 503
    assert "Fragen Sie das Rathaus." in closed.text
    assert visit(adorf).get("/ideen/").status_code == 200
