"""Any place can be saved: its set-up travels, and nothing of its people."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.contributions.around import Topic
from platform_core.files.models import Attachment
from platform_core.options.forms import store_options
from platform_core.scope import place_scope, platform_scope
from provisioning.blueprints import NoBlueprint, available, blueprint
from provisioning.blueprints.content import BlueprintRefused
from provisioning.blueprints.models import BlueprintVersion, FinalVersion, SavedBlueprint
from provisioning.blueprints.saving import save_place, share, take_from
from tenants.models import Agency, Tenant
from tests.contract.rows import contribute
from tests.fixtures import make_person

MODULES = ("ideas", "news", "pages", "toy")
pytestmark = pytest.mark.django_db(transaction=True)


def tenant_of(place):
    with platform_scope():
        return Tenant.objects.select_related("agency", "body").get(pk=place.id)


@pytest.fixture
def furnished(make_village):
    """Cdorf with an arranged set-up, and with people who wrote all sorts of things."""
    from modules.news.options import NewsSettings
    from modules.pages.models import Page
    from platform_core.moderation.options import Moderation

    place = make_village(*MODULES, starter=True, claim="Ein Kanarienspruch.")
    bernd = make_person(place, "Bernd Kanarius", Role.OFFICIAL, Role.EDITOR)
    anna = make_person(place, "Anna Kanariella")
    with place_scope(place), transaction.atomic():
        store_options(NewsSettings, {"comments": False, "on_home": 5})
        store_options(Moderation, {"words": "kanarienwort", "first_links": False, "newcomers": True})
        Topic.objects.create(slug="boule", title="Boule", order=9)
        page = Page.draft(
            by=bernd,
            title=f"Wandern um {place.name}",
            body=f"Fragen Sie Bernd Kanarius oder Frau Zeisig, 02921 4711-0, bernd@kanarius.example.\n\n"
            f"{place.name} wandert gern. Träger ist {place.body.name}, {place.body.street}. ![Kanarienbild](bild:abcd1234)",
        )
        page.publish()
        Attachment.objects.create(
            contribution=page,
            owner=bernd,
            name="kanarienbild.webp",
            content_type="image/webp",
            size=1,
            path="ab/cd.webp",
        )
        Page.draft(by=bernd, title="Kanarienentwurf", body="Noch geheim.")
        Page.draft(by=bernd, title="Seite von Bernd Kanarius", body="Über mich.").publish()
        contribute(_model("ideas"), anna, "Kanarienidee")
        contribute(_model("news"), bernd, "Kanariennachricht")
    return place


def _model(name):
    from platform_core import registry

    return registry.modules()[name].kinds[0].model


def test_a_saved_place_says_how_it_is_set_up(furnished):
    taken = take_from(tenant=tenant_of(furnished), title="Unser Dorf")
    content = taken.content

    assert content.modules == MODULES
    assert content.options["news"] == {"comments": False, "on_home": 5}
    assert content.options["moderation"] == {"first_links": False, "newcomers": True}
    assert "Boule" in {topic.title for topic in content.topics}
    assert set(content.roles) == {"official", "editor"}
    assert content.look["accent"] == furnished.look.accent
    pages = {page.key: page for page in content.recipes["pages"]}
    assert pages["wandern-um-ort"].title == "Wandern um {place}"
    assert "Träger ist {body}" in pages["wandern-um-ort"].values["body"]
    assert pages["wandern-um-ort"].values["publish"] is False, "somebody completes it before it is published"
    assert pages["mitmachen"].values["publish"] is True


def test_nothing_of_its_people_is_in_what_was_saved(furnished):
    taken = take_from(tenant=tenant_of(furnished), title="Unser Dorf")
    said = json.dumps(taken.content.as_data(), ensure_ascii=False)
    with place_scope(furnished):
        people = [
            word
            for person in Person.objects.exclude(email__endswith=".invalid")
            for word in (person.name, person.email)
        ]
    body = [furnished.body.street, furnished.body.representative, furnished.body.email, furnished.body.phone]
    body += [furnished.body.name, furnished.body.data_protection_officer]

    canaries = ["kanari", "zeisig", "4711", "bild:", "abcd1234", furnished.name, furnished.slug, *people, *body]
    assert [canary for canary in canaries if canary.lower() in said.lower()] == []
    assert len(taken.notes) >= 5, "whoever saves reads what was left out"


def test_a_place_made_from_it_begins_the_same(furnished, make_village):
    from modules.pages.models import Page

    save_place(tenant=tenant_of(furnished), slug="unser-dorf", title="Unser Dorf")
    place = make_village(*MODULES, starter=True, blueprint="xagentur/unser-dorf")

    with place_scope(place):
        page = Page.objects.get(path="wandern-um-ort")
        assert page.title == f"Wandern um {place.name}"
        assert not page.is_public
    again = take_from(tenant=tenant_of(place), title="Unser Dorf").content
    with platform_scope():
        before = blueprint("xagentur/unser-dorf", "xagentur").content
    assert again.options == before.options
    assert [topic.key for topic in again.topics] == [topic.key for topic in before.topics]
    assert (again.home, again.side, again.off) == (before.home, before.side, before.off)


def test_versions_count_up_and_never_change(furnished):
    tenant = tenant_of(furnished)
    first = save_place(tenant=tenant, slug="dorf", title="Unser Dorf")
    with pytest.raises(BlueprintRefused):
        save_place(tenant=tenant, slug="dorf", title="Unser Dorf")
    with place_scope(furnished):
        Topic.objects.create(slug="kegeln", title="Kegeln", order=10)
    second = save_place(tenant=tenant, slug="dorf", title="Unser Dorf", note="Kegeln ist dabei.")

    assert (first.number, second.number) == (1, 2)
    with platform_scope():
        assert blueprint("xagentur/dorf@1", "xagentur").content.sha256 == first.sha256
        assert blueprint("xagentur/dorf", "xagentur").version == 2
        with pytest.raises(FinalVersion):
            BlueprintVersion.objects.get(pk=first.pk).save()


def test_another_agency_finds_it_only_when_it_is_shared(furnished):
    version = save_place(tenant=tenant_of(furnished), slug="dorf", title="Unser Dorf")
    with platform_scope():
        saved, other = SavedBlueprint.objects.get(pk=version.blueprint_id), Agency.objects.get(slug="yagentur")
        with pytest.raises(NoBlueprint):
            blueprint("xagentur/dorf", "yagentur")
        assert "xagentur/dorf" not in {each.name for each in available(other)}

        share(blueprint=saved, with_agencies=[other], is_for_all=False)
        assert blueprint("xagentur/dorf", "yagentur").credit == saved.agency.name
        assert "xagentur/dorf" in {each.name for each in available(other)}

        share(blueprint=saved, with_agencies=[], is_for_all=False)
        with pytest.raises(NoBlueprint):
            blueprint("xagentur/dorf", "yagentur")


def test_whose_work_it_was_stays_known(furnished, places):
    version = save_place(tenant=tenant_of(furnished), slug="dorf", title="Unser Dorf")
    from provisioning.blueprints.models import Origin

    with platform_scope():
        share(blueprint=SavedBlueprint.objects.get(pk=version.blueprint_id), with_agencies=[], is_for_all=True)
        facts = {"name": "xagentur/dorf", "title": "Unser Dorf", "credit": "Agentur xagentur", "marks": {}}
        Origin.objects.update_or_create(tenant_id=places["bdorf"].id, defaults=facts)
    theirs = save_place(tenant=tenant_of(places["bdorf"]), slug="ihres", title="Ihres")

    with platform_scope():
        assert SavedBlueprint.objects.get(pk=theirs.blueprint_id).credit == "Agentur xagentur"


@pytest.mark.parametrize("key", ["neu", "a/b/c/d/e/f", "../a", "A", "a//b", ""])
def test_a_page_with_an_impossible_address_is_refused(key):
    from provisioning.blueprints.content import read

    page = {"key": key, "title": "Titel", "body": "Text"}
    with pytest.raises(BlueprintRefused, match=r"recipes\.pages 1: key"):
        read({"title": "Probe", "modules": ["pages"], "recipes": {"pages": [page]}})
