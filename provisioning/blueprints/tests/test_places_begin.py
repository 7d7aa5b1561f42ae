"""A new place really gets what its blueprint says."""

from __future__ import annotations

import pytest

from platform_core.options.forms import options_of
from platform_core.scope import place_scope, platform_scope
from provisioning.blueprints import blueprint, names
from provisioning.blueprints.models import Origin
from provisioning.steps import OrderRefused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", names())
def test_every_blueprint_of_ours_plants_all_that_it_says(name, make_village):
    from modules.news.options import NewsSettings
    from modules.pages.models import Page
    from platform_core.contributions.around import Topic

    plan = blueprint(name)
    place = make_village(*plan.modules, blueprint=name, starter=True)
    content = plan.content

    with place_scope(place):
        pages = {page.path: page for page in Page.objects.all()}
        assert list(Topic.objects.values_list("title", flat=True)) == [each.title for each in content.topics]
        assert options_of(NewsSettings)["comments"] is content.options["news"]["comments"]
    assert set(pages) == {each.key for each in content.recipes["pages"]}
    assert {page.path for page in pages.values() if page.is_public} == {
        each.key for each in content.recipes["pages"] if each.values["publish"]
    }
    assert all("{" not in page.title + page.body for page in pages.values()), "every placeholder is filled"
    assert pages["ueber-uns"].title == f"Über {place.name}"
    assert "Für die Redaktion" in pages["ueber-uns"].body


def test_visitors_read_the_page_on_taking_part_and_editors_find_the_drafts(make_village, visit):
    from platform_core.accounts.roles import Role
    from tests.fixtures import make_person

    place = make_village("news", "ideas", "pages", starter=True)
    emil = make_person(place, "Emil Erdacht", Role.EDITOR)

    assert "So machen Sie mit" in visit(place).get("/seiten/mitmachen/").text
    assert visit(place).get("/seiten/ueber-uns/").status_code == 404
    assert "Bitte ergänzen" in visit(place, emil).get("/seiten/ueber-uns/").text
    with place_scope(place):
        from platform_core.contributions.links import broken

        assert list(broken()) == [], "the starter pages lead to pages that exist"


def test_the_platform_remembers_what_a_place_began_with(make_village):
    place = make_village("news", "ideas", "pages", starter=True)

    with platform_scope():
        origin = Origin.objects.get(tenant_id=place.id)
    assert (origin.name, origin.version, origin.title) == ("village", 1, "Dorf")
    assert {"modules/ideas", "pages/mitmachen", "topics/verkehr", "home/arrangement"} <= set(origin.marks)


def test_demonstrations_bring_their_own_pages(make_village):
    from modules.pages.models import Page

    place = make_village("news", "ideas", "pages", demo=True, starter=True)
    with place_scope(place):
        assert not Page.objects.exists()


def test_only_what_belongs_to_a_module_of_the_place_is_planted(make_village):
    place = make_village("news", starter=True)

    with platform_scope():
        assert not [mark for mark in Origin.objects.get(tenant_id=place.id).marks if mark.startswith("pages/")]


def test_an_order_with_a_blueprint_that_is_not_there_names_those_there_are(make_village):
    with pytest.raises(OrderRefused, match=r"no blueprint 'hamlet'.*village"):
        make_village("news", blueprint="hamlet")
