"""A place is public only when its legal pages are complete; before that only those come in who prepare it."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from platform_core.legal.tests.test_legal import BODY, change
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from provisioning.steps import PlaceOrder, provision
from tenants.addresses import TenantDirectory
from tenants.models import ResponsibleBody, Tenant
from tenants.postgres.ddl import ddl_login


@pytest.fixture
def prepared(adorf):
    """Adorf in preparation, without a data protection officer."""
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(state=PlaceState.PREPARING)
    change(adorf, data_protection_officer="")
    return adorf


def state_of(place):
    with platform_scope():
        return Tenant.objects.get(pk=place.id).state


def run(*args):
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_strangers_and_residents_get_a_friendly_page(prepared, anna, visit):
    for visitor in (visit(prepared), visit(prepared, anna)):
        page = visitor.get("/")
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "86400"
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "Adorf bereitet eine eigene Plattform vor" in page.text
        assert visitor.get("/ideen/").status_code == 503
        assert visitor.post("/ideen/neu/", {"title": "Eine Bank", "body": "am Teich"}).status_code == 503


@pytest.mark.parametrize(
    "path", ["/impressum/", "/datenschutz/", "/barrierefreiheit/", "/konto/login/", "/rueckmeldung/", "/robots.txt"]
)
def test_what_the_law_asks_for_and_the_way_in_are_open(prepared, visit, path):
    assert visit(prepared).get(path).status_code == 200


def test_nobody_signs_up_yet(prepared, visit):
    assert visit(prepared).get("/konto/signup/").status_code == 503


def test_search_engines_stay_away(prepared, visit):
    assert "Disallow: /\n" in visit(prepared).get("/robots.txt").text
    assert 'content="noindex"' in visit(prepared).get("/impressum/").text


def test_a_closed_page_is_not_kept_for_others(prepared, bernd, visit):
    visit(prepared, bernd).get("/ideen/")

    assert visit(prepared).get("/ideen/").status_code == 503


def test_those_who_prepare_it_see_everything_and_fill_it(prepared, bernd, visit):
    visitor = visit(prepared, bernd)
    page = visitor.get("/")

    assert page.status_code == 200
    assert "Noch nicht öffentlich" in page.text
    assert "Datenschutzbeauftragte" in page.text
    assert "Jetzt veröffentlichen" not in page.text
    assert visitor.post("/ideen/neu/", {"title": "Eine Bank", "body": "am Teich"}).status_code == 302


def test_going_public_is_refused_with_the_list(prepared, adele, visit):
    visitor = visit(prepared, adele)
    answer = visitor.post("/verwalten/rechtliches/veroeffentlichen/")

    assert state_of(prepared) == PlaceState.PREPARING
    page = visitor.get(answer.headers["Location"]).text
    assert "kann noch nicht öffentlich werden" in page
    assert "Datenschutzbeauftragte" in page


def test_a_complete_place_goes_public_by_its_admin(prepared, adele, visit):
    visitor = visit(prepared, adele)
    visitor.post("/verwalten/rechtliches/stelle/", BODY)
    assert "Jetzt veröffentlichen" in visitor.get("/").text

    visitor.post("/verwalten/rechtliches/veroeffentlichen/")

    assert state_of(prepared) == PlaceState.ACTIVE
    assert visit(prepared).get("/").status_code == 200
    assert "X-Robots-Tag" not in visit(prepared).get("/").headers


def test_a_place_in_preparation_is_not_on_the_portal(prepared, portal, anna, visit):
    from modules.ideas.models import Idea

    with place_scope(prepared):
        Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")

    page = visit(portal).get("/").text
    assert "Bank am Teich" not in page
    assert "Adorf" not in page


def test_the_command_refuses_with_the_list_and_then_does_it(prepared):
    with pytest.raises(CommandError, match="Data protection officer"):
        run("live", "adorf")
    change(prepared, data_protection_officer="Datenschutz, ds@adorf.example")

    assert "is now public" in run("live", "adorf")
    assert "is already public" in run("live", "adorf")
    assert state_of(prepared) == PlaceState.ACTIVE


def test_the_command_knows_its_places(places):
    with pytest.raises(CommandError, match="Places are: adorf"):
        run("live", "gibtsnicht")


def test_the_list_of_places_shows_the_state(prepared):
    assert "preparing" in run("tenants")


@pytest.mark.parametrize(
    ("demo", "officer", "state"),
    [(True, "", PlaceState.ACTIVE), (False, "Datenschutz", PlaceState.ACTIVE), (False, "", PlaceState.PREPARING)],
)
def test_an_order_decides_whether_a_place_begins_public(places, adorf, transactional_db, demo, officer, state):
    with platform_scope():
        ResponsibleBody.objects.filter(tenants__pk=adorf.id).update(data_protection_officer=officer)
    with ddl_login():
        order = PlaceOrder("neudorf", "Neudorf", kind=adorf.kind, body="gemeinde", demo=demo)
        tenant, _new = provision(adorf.region_id, order)
        try:
            assert tenant.state == state
        finally:
            from tenants.addresses import place_of, tenants
            from tests.contract.conftest import remove

            with platform_scope():
                place = place_of(tenants().get(pk=tenant.pk))
                ResponsibleBody.objects.filter(tenants__pk=adorf.id).update(
                    data_protection_officer="Datenschutz, datenschutz@example.org"
                )
            remove(place)
    TenantDirectory.forget()
