"""A newer version of a blueprint: what it would change, and what the place's people decided stays."""

from __future__ import annotations

import pytest
from django.utils import translation

from platform_core.audit.models import Entry
from platform_core.contributions.around import Topic
from platform_core.options.forms import options_of, store_options
from platform_core.scope import place_scope, platform_scope
from provisioning import switch
from provisioning.blueprints.content import BlueprintRefused, read
from provisioning.blueprints.models import Origin
from provisioning.blueprints.saving import save_blueprint
from provisioning.blueprints.updating import Sign, apply_update, plan_update
from tenants.addresses import TenantDirectory
from tenants.models import Agency, Tenant

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = {
    "title": "Probe",
    "modules": ["pages"],
    "home": ["pages/home.html"],
    "options": {"mitmachen": {"guests_write": True}},
    "topics": [{"key": "wege", "title": "Wege"}, {"key": "wald", "title": "Wald"}],
    "recipes": {
        "pages": [
            {"key": "eins", "title": "Eins", "body": "In {place}.", "publish": True},
            {"key": "zwei", "title": "Zwei", "body": "Zwei.", "publish": True},
            {"key": "drei", "title": "Drei", "body": "Drei.", "publish": True},
        ]
    },
}
SECOND = FIRST | {
    "modules": ["news", "pages"],
    "options": {"mitmachen": {"guests_write": False}},
    "topics": [{"key": "wege", "title": "Wege und Stege"}, {"key": "wald", "title": "Wald und Flur"}],
    "recipes": {
        "pages": [
            {"key": "eins", "title": "Eins", "body": "Neu in {place}.", "publish": True},
            {"key": "zwei", "title": "Zwei", "body": "Neue zwei.", "publish": True},
            {"key": "drei", "title": "Drei", "body": "Neue drei.", "publish": True},
            {"key": "vier", "title": "Vier", "body": "Vier.", "publish": True},
        ]
    },
}


def save(data):
    with platform_scope():
        agency = Agency.objects.get(slug="xagentur")
        return save_blueprint(agency=agency, slug="probe", content=read(data), by=None)


@pytest.fixture
def village(make_village):
    """Cdorf with the first version, in which its people changed page two, took page three away and renamed a topic."""
    from modules.pages.models import Page
    from tests.fixtures import make_person

    save(FIRST)
    place = make_village("pages", blueprint="xagentur/probe", starter=True)
    carl = make_person(place, "Carl Erdacht")
    with place_scope(place):
        two = Page.objects.get(path="zwei")
        two.edit(by=carl, parent=None, body="Unser eigener Text.")
        Page.objects.get(path="drei").remove()
        Topic.objects.filter(slug="wald").update(title="Unser Wald")
    save(SECOND)
    return place


def tenant_of(place):
    with platform_scope():
        return Tenant.objects.get(pk=place.id)


def by_key(changes):
    return {f"{change.part}/{change.key}": change for change in changes}


def signs(changes):
    return {key: change.sign for key, change in by_key(changes).items() if not key.startswith(("look/", "home/"))}


EXPECTED = {
    "modules/news": Sign.ADD,
    "modules/pages": Sign.SAME,
    "options/mitmachen.guests_write": Sign.CHANGE,
    "topics/wege": Sign.CHANGE,
    "topics/wald": Sign.KEEP,
    "pages/eins": Sign.CHANGE,
    "pages/zwei": Sign.KEEP,
    "pages/drei": Sign.KEEP,
    "pages/vier": Sign.ADD,
}


def test_the_plan_says_what_it_would_do_and_does_nothing(village):
    assert signs(plan_update(tenant=tenant_of(village), to="xagentur/probe")) == EXPECTED

    assert signs(plan_update(tenant=tenant_of(village), to="xagentur/probe")) == EXPECTED
    kept = by_key(plan_update(tenant=tenant_of(village), to="xagentur/probe"))
    assert kept["pages/zwei"].why
    assert kept["pages/drei"].why


def test_the_update_does_what_the_plan_said(village):
    from modules.pages.models import Page
    from platform_core.accounts.options import TakingPart

    done = apply_update(tenant=tenant_of(village), to="xagentur/probe")
    TenantDirectory.forget()

    assert signs(done) == EXPECTED
    with place_scope(village):
        pages = dict(Page.objects.values_list("path", "body"))
        assert pages == {"eins": f"Neu in {village.name}.", "zwei": "Unser eigener Text.", "vier": "Vier."}
        assert options_of(TakingPart)["guests_write"] is False
        assert set(Topic.objects.values_list("title", flat=True)) == {"Wege und Stege", "Unser Wald"}
        assert Entry.objects.filter(action="blueprint.updated").count() == 1
    with platform_scope():
        assert Origin.objects.get(tenant_id=village.id).version == 2
        on = set(tenant_of(village).installed_modules.values_list("name", "state"))
    assert on == {("pages", "on"), ("news", "on")}


def test_a_second_time_there_is_nothing_to_do(village):
    apply_update(tenant=tenant_of(village), to="xagentur/probe")

    again = signs(plan_update(tenant=tenant_of(village), to="xagentur/probe"))
    assert {key for key, sign in again.items() if sign in {Sign.ADD, Sign.CHANGE}} == set()


def test_what_was_changed_after_the_update_is_kept_by_the_next_one(village):
    from platform_core.accounts.options import TakingPart

    apply_update(tenant=tenant_of(village), to="xagentur/probe")
    with place_scope(village):
        store_options(TakingPart, {"guests_write": True})

    plan = signs(plan_update(tenant=tenant_of(village), to="xagentur/probe"))
    assert plan["options/mitmachen.guests_write"] == Sign.KEEP


def test_a_module_that_was_parked_here_stays_parked(village):
    apply_update(tenant=tenant_of(village), to="xagentur/probe")
    switch.park(village.slug, "news")

    assert signs(plan_update(tenant=tenant_of(village), to="xagentur/probe"))["modules/news"] == Sign.KEEP


def test_a_foreign_blueprint_cannot_be_brought_in(places):
    save(FIRST)

    with pytest.raises(BlueprintRefused, match="no blueprint 'xagentur/probe'"):
        plan_update(tenant=tenant_of(places["bdorf"]), to="xagentur/probe")


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_was_changed_here_does_not_depend_on_who_asks_in_which_language(village, language):
    with translation.override(language):
        plan = signs(plan_update(tenant=tenant_of(village), to="xagentur/probe"))
        kept = [
            change for change in plan_update(tenant=tenant_of(village), to="xagentur/probe") if change.part == "home"
        ]
    assert plan == EXPECTED
    assert {change.sign for change in kept} <= {Sign.SAME, Sign.CHANGE}
