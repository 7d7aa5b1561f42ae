"""Somebody of the platform looks into a place: with a reason, for half an hour, seen by the place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from modules.ideas.models import Idea
from platform_core.audit.models import Entry
from platform_core.options.forms import store_options
from platform_core.scope import place_scope, platform_scope
from provisioning.care.models import Pass
from provisioning.care.options import SupportOptions
from provisioning.care.passes import PassRefused, enter, finish_overdue, forget_old
from provisioning.care.tests.cast import REASON, arrive, member, on_visit, operator, path_of, tenant_of
from tenants.models import Staff
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.place import Place

DESK = "/verwalten/"


def lines(place: Place | None, action: str) -> list[Entry]:
    with place_scope(place) if place else platform_scope():
        return list(Entry.objects.filter(action=action))


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=31)` moves the clock of everything that looks at it."""
    real = timezone.now

    def move(**by: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**by))

    return move


def test_a_visitor_sees_what_a_local_admin_sees(adorf):
    visitor = on_visit(adorf, operator())

    for path in (DESK, "/verwalten/protokoll/", "/verwalten/einstellungen/", "/verwalten/moderation/"):
        assert visitor.get(path).status_code == 200, path


def test_every_page_says_that_it_is_a_visit_and_for_how_long(adorf):
    visitor = on_visit(adorf, operator())

    for path in ("/", "/ideen/", DESK):
        page = visitor.get(path).content.decode()
        assert "30 Minuten" in page, path
        assert REASON in page
        assert 'action="/betreuung/ende/"' in page


def test_nobody_else_sees_the_banner(adorf, anna, visit):
    on_visit(adorf, operator()).get("/")

    assert "betreuung/ende" not in visit(adorf, anna).get("/").content.decode()
    assert "betreuung/ende" not in visit(adorf).get("/").content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "kurz", "\n\t \r\n"])
def test_without_a_reason_nobody_enters(adorf, reason):
    with pytest.raises(PassRefused):
        enter(person=operator(), tenant=tenant_of(adorf), reason=reason)


def test_the_visit_stands_in_both_logs_with_its_reason(adorf):
    visitor = on_visit(adorf, operator())
    visitor.post("/betreuung/ende/")

    for place in (adorf, None):
        (entered,), (left,) = lines(place, "place.entered"), lines(place, "place.left")
        assert (entered.actor, entered.reason) == ("Olga Operatorin", REASON)
        assert left.reason == REASON


def test_the_button_ends_the_visit(adorf):
    visitor = on_visit(adorf, operator())
    assert visitor.post("/betreuung/ende/").status_code == 302

    assert visitor.get(DESK).status_code == 302
    assert "betreuung/ende" not in visitor.get("/").content.decode()


def test_after_half_an_hour_it_ends_by_itself(adorf, later):
    visitor = on_visit(adorf, operator())
    later(minutes=29)
    assert visitor.get(DESK).status_code == 200
    later(minutes=31)

    assert visitor.get(DESK).status_code == 302
    assert len(lines(adorf, "place.left")) == 1


def test_a_visit_that_nobody_ended_is_noted_by_the_clock_once(adorf, later):
    on_visit(adorf, operator())
    assert finish_overdue() == 0
    later(minutes=31)

    assert (finish_overdue(), finish_overdue()) == (1, 0)
    assert len(lines(adorf, "place.left")) == 1


WRITES = [
    "/ideen/neu/",
    "/verwalten/einstellungen/mitmachen/",
    "/verwalten/gesicht/",
    "/dateien/neu/",
    "/konto/eroeffnen/",
]


@pytest.mark.parametrize("path", WRITES)
def test_a_visitor_changes_nothing(adorf, path):
    visitor = on_visit(adorf, operator())

    answer = visitor.post(path, {"title": "Von aussen", "body": "Geschrieben"})

    assert answer.status_code == 403
    assert "Sie sehen sich hier nur um" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_a_way_around(adorf, method):
    assert getattr(on_visit(adorf, operator()), method)("/ideen/neu/").status_code == 403


def test_a_place_can_allow_more(adorf):
    with place_scope(adorf):
        store_options(SupportOptions, {"may_write": True})
    visitor = on_visit(adorf, operator())

    answer = visitor.post("/ideen/neu/", {"title": "Bank am Teich", "body": "Mit Lehne, bitte."})

    assert answer.status_code == 302, answer.content
    with place_scope(adorf):
        assert Idea.objects.get().author.name == "Olga Operatorin (Betreuung)"
    assert visitor.post("/konto/password/set/", {"password1": "x" * 12, "password2": "x" * 12}).status_code == 403


def test_what_a_place_allowed_it_can_take_back_at_once(adorf):
    with place_scope(adorf):
        store_options(SupportOptions, {"may_write": True})
    visitor = on_visit(adorf, operator())
    with place_scope(adorf):
        store_options(SupportOptions, {"may_write": False})

    assert visitor.post("/ideen/neu/", {"title": "Bank", "body": "Bitte"}).status_code == 403


@pytest.mark.parametrize("may_write", [False, True])
def test_nothing_is_exported_on_a_visit(adorf, adele, visit, may_write):
    with place_scope(adorf):
        store_options(SupportOptions, {"may_write": may_write})
    visitor = on_visit(adorf, operator())

    assert visit(adorf, adele).get("/verwalten/protokoll/?als=csv").status_code == 200
    answer = visitor.get("/verwalten/protokoll/?als=csv")
    assert answer.status_code == 403
    assert "place.entered" not in answer.content.decode()


def test_a_visit_is_to_one_place_only(adorf, bdorf):
    visitor = on_visit(adorf, operator())
    elsewhere = Visitor(bdorf)
    elsewhere.cookies = visitor.cookies

    assert elsewhere.get(DESK).status_code == 302
    assert "betreuung/ende" not in elsewhere.get("/").content.decode()


def test_the_pass_of_a_visit_is_good_once(adorf):
    address = enter(person=operator(), tenant=tenant_of(adorf), reason=REASON)
    arrive(adorf, address)

    assert Visitor(adorf).post(path_of(address)).status_code == 404


def test_an_agency_enters_its_own_places_only(adorf, bdorf):
    xaver = member(adorf)
    assert on_visit(adorf, xaver).get(DESK).status_code == 200

    with pytest.raises(PassRefused):
        enter(person=xaver, tenant=tenant_of(bdorf), reason=REASON)


def test_whoever_leaves_the_agency_is_out_of_the_place_at_once(adorf):
    xaver = member(adorf)
    visitor = on_visit(adorf, xaver)
    waiting = path_of(enter(person=xaver, tenant=tenant_of(adorf), reason=REASON))

    with platform_scope():
        Staff.objects.get(person=xaver).delete()

    assert visitor.get(DESK).status_code == 302
    assert Visitor(adorf).post(waiting).status_code == 404
    assert len(lines(adorf, "place.left")) == 1


def test_when_a_place_changes_its_agency_the_visit_of_the_old_one_ends(adorf, bdorf):
    from provisioning.care.caring import end_foreign_visits
    from tenants.models import Tenant

    visitor, stays = on_visit(adorf, member(adorf)), on_visit(adorf, operator())
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(agency_id=bdorf.region_id)
    end_foreign_visits(tenant=tenant_of(adorf))

    assert visitor.get(DESK).status_code == 302
    assert stays.get(DESK).status_code == 200


def test_old_passes_are_forgotten_and_visits_stay_as_a_record(adorf, later):
    olga = operator()
    on_visit(adorf, olga)
    enter(person=olga, tenant=tenant_of(adorf), reason=REASON)
    assert forget_old() == 0
    later(days=2)

    assert forget_old() == 1
    with platform_scope():
        assert Pass.objects.get().used_at is not None


def test_a_visitor_is_nobody_of_the_place(adorf):
    """No account, no role in the place's rows, and no address that could be written to."""
    from platform_core.accounts.models import HeldRole, Person

    on_visit(adorf, operator())

    with place_scope(adorf):
        olga = Person.objects.get(name__startswith="Olga")
        assert olga.is_guest
        assert olga.email.endswith(".invalid")
        assert not HeldRole.objects.filter(person=olga).exists()
    with platform_scope():
        assert Pass.objects.get().local_person == olga.pk


def test_nothing_of_a_visit_is_kept_for_others(adorf):
    """The pages of a visit come from no shared memory and go into none."""
    answer = on_visit(adorf, operator()).get("/")

    assert "X-Baukasten-Share" not in answer.headers
