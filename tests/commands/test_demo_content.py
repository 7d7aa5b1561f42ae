"""The content of the demo regions: every place is alive, everybody in it is invented, and planting it twice is as once."""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from platform_core.scope import place_scope
from provisioning.regions.reader import load, read
from tests.commands.conftest import place_named
from tests.contract.conftest import rows_of

REGIONS = sorted((Path(settings.BASE_DIR) / "provisioning" / "regions").glob("*.toml"))
FILES = {file: read(file) for file in REGIONS}
PLACES = {order.slug: (order, load(content)) for file in FILES.values() for order, content in file.orders}
PORTALS = [slug for slug, (order, _content) in PLACES.items() if order.blueprint == "region"]
TOWNS = [slug for slug in PLACES if slug not in PORTALS]
#: What German forms print where a name belongs; nobody is called that, least of all all of them.
SURNAMES = re.compile(
    r"(Muster|Beispiel|Fallbeispiel|Ausgedacht|Blindtext|Denkbar|Entwurf|Erdacht|Exempel|Fiktiv|Gedankenspiel|"
    r"Platzhalter|Probe|Sinnbild|Skizze|Vorlage|Wunschdenken)(mann|frau|knecht)?"
)
FURTHEST_KM = 15

every_town = pytest.mark.parametrize("slug", TOWNS)
every_portal = pytest.mark.parametrize("slug", PORTALS)
every_place = pytest.mark.parametrize("slug", PLACES)


def ideas_of(slug):
    return PLACES[slug][1].get("idea", [])


def news_of(slug):
    return PLACES[slug][1].get("news", [])


def comments_of(slug):
    return [comment for item in ideas_of(slug) + news_of(slug) for comment in item.get("comment", [])]


def answers_of(slug):
    return [answer for idea in ideas_of(slug) for answer in idea.get("answer", [])]


def last_answer(idea):
    return max(idea.get("answer", []), key=lambda answer: -answer["days_ago"], default={"status": "open"})


def with_role(slug, role):
    return {person["key"] for person in PLACES[slug][1]["person"] if role in person.get("roles", [])}


def kilometres(order, thing):
    north = (thing["lat"] - order.lat) * 111.2
    east = (thing["lon"] - order.lon) * 111.2 * math.cos(math.radians(order.lat))
    return math.hypot(north, east)


def test_the_twelve_places_are_there():
    assert sorted(PLACES) == [
        "ampen", "eckernfoerde", "kaiserslautern", "kiel", "meckingsen", "modellorte", "mokwi",
        "neubrandenburg", "preetz", "rendsburg", "soest", "weslarn",
    ]  # fmt: skip
    assert sorted(PORTALS) == ["modellorte", "mokwi"]


@every_place
def test_a_place_is_a_demonstration_with_a_look_of_its_own(slug):
    order, content = PLACES[slug]
    others = [other.look for name, (other, _content) in PLACES.items() if name != slug]

    assert order.demo
    assert order.blueprint == order.kind
    assert {"news", "pages"} <= set(order.modules)
    assert re.fullmatch(r"#[0-9a-f]{6}", order.look.accent)
    assert order.look not in others
    assert order.look.accent not in [look.accent for look in others]
    assert order.claim
    assert order.subtitle
    assert order.population
    assert "!" not in str(content)


@every_town
def test_ideas_stand_everywhere_between_new_and_done(slug):
    ideas = ideas_of(slug)
    by_status = Counter(last_answer(idea)["status"] for idea in ideas)

    assert len(ideas) >= 8
    assert {"open", "review", "planned", "done", "passed_on", "declined"} <= set(by_status)
    assert all(idea["supporters"] for idea in ideas)
    assert all(len(idea.get("comment", [])) >= 2 for idea in ideas)
    assert sum("lat" in idea for idea in ideas) > len(ideas) * 2 / 3
    assert len({(idea.get("lat"), idea.get("lon")) for idea in ideas}) == len(ideas)


@every_town
def test_points_lie_near_the_place(slug):
    order, _content = PLACES[slug]
    far = {idea["title"]: kilometres(order, idea) for idea in ideas_of(slug) if "lat" in idea}

    assert {title: away for title, away in far.items() if away > FURTHEST_KM} == {}


@every_town
def test_official_answers_say_who_decided_where_it_went_and_until_when(slug):
    answers = answers_of(slug)
    decided = [answer for answer in answers if answer["status"] in ("planned", "done", "passed_on", "declined")]
    planned = [last for idea in ideas_of(slug) if (last := last_answer(idea))["status"] == "planned"]

    assert len(answers) >= 7
    assert {answer["author"] for answer in answers} <= with_role(slug, "official")
    assert all(answer["decided_by"] for answer in decided)
    assert all(answer["passed_to"] for answer in answers if answer["status"] == "passed_on")
    assert all(answer["planned_until"] for answer in planned)
    assert max(len(answer.get("planned_until", "")) for answer in answers) <= 80
    assert max(len(answer.get("decided_by", "")) for answer in answers) <= 160


@every_town
def test_politics_speaks_and_says_for_whom(slug):
    said = [comment for comment in comments_of(slug) if comment["author"] in with_role(slug, "representative")]

    assert said
    assert any(comment.get("speaks_for") for comment in said)
    assert not [one for one in comments_of(slug) if one.get("speaks_for") and one not in said]


@every_town
def test_one_discussion_is_pinned_and_one_is_closed_with_a_reason_of_its_own(slug):
    [reason] = [idea["closed"] for idea in ideas_of(slug) if idea.get("closed")]
    elsewhere = [idea.get("closed") for other in TOWNS if other != slug for idea in ideas_of(other)]

    assert len([idea for idea in ideas_of(slug) if idea.get("pinned") and not idea.get("closed")]) == 1
    assert isinstance(reason, str)
    assert 30 < len(reason) <= 300
    assert reason not in elsewhere


@every_town
def test_some_comments_are_found_helpful_by_others(slug):
    helpful = [comment for comment in comments_of(slug) if comment.get("helpful")]

    assert len(helpful) >= 4
    assert not [comment for comment in helpful if comment["author"] in comment["helpful"]]


@every_town
def test_topics_are_used_and_known(slug):
    topics = PLACES[slug][1]["topics"]
    assert len(topics) >= 4
    assert {item["topic"] for item in ideas_of(slug) + news_of(slug)} == set(topics)


@every_town
def test_news_and_pages(slug):
    pages = PLACES[slug][1]["page"]

    assert len(news_of(slug)) >= 6
    assert all(item["lead"] for item in news_of(slug))
    assert len(pages) >= 3
    assert any(page["menu"] for page in pages)


@every_portal
def test_a_portal_has_news_and_pages_of_its_own(slug):
    order, content = PLACES[slug]

    assert set(order.modules) == {"region", "news", "pages"}
    assert len(content["news"]) >= 3
    assert all(item["lead"] and item["topic"] in content["topics"] for item in content["news"])
    assert {item["topic"] for item in content["news"]} == set(content["topics"])
    assert len(content["page"]) >= 3
    assert any(page["menu"] for page in content["page"])
    assert with_role(slug, "admin")
    assert with_role(slug, "editor")


@every_place
def test_links_between_pages_lead_to_pages_of_the_same_file(slug):
    content = PLACES[slug][1]
    paths = {page["slug"]: page for page in content["page"]}
    known = {"/", "/ideen/", "/aktuelles/", "/suche/", "/region/"}
    known |= {f"/seiten/{'/'.join(_way(page, paths))}/" for page in content["page"]}
    texts = [item["body"] for kind in ("idea", "news", "page") for item in content.get(kind, [])]

    linked = {link for text in texts for link in re.findall(r"\]\((/[^)#]*)", text)}

    assert linked <= known


def _way(page, paths):
    above = paths.get(page["parent"])
    return [*(_way(above, paths) if above else []), page["slug"]]


@every_place
def test_conversations_go_forward_in_time_among_people_of_the_place(slug):
    people = {person["key"] for person in PLACES[slug][1]["person"]}
    for item in ideas_of(slug) + news_of(slug):
        keys = {comment["key"]: comment for comment in item.get("comment", []) if "key" in comment}
        said = [*item.get("comment", []), *item.get("answer", [])]
        assert {entry["author"] for entry in [item, *said]} | set(item.get("supporters", [])) <= people, item["title"]
        assert all(entry["days_ago"] < item["days_ago"] for entry in said), item["title"]
        for comment in item.get("comment", []):
            assert set(comment.get("helpful", [])) <= people, item["title"]
            if "reply_to" in comment:
                assert comment["days_ago"] < keys[comment["reply_to"]]["days_ago"], item["title"]


def test_everybody_is_invented_and_lives_in_one_place_only():
    people = [person for _order, content in PLACES.values() for person in content["person"]]
    names = Counter(person["name"] for person in people)
    emails = Counter(person["email"] for person in people)

    assert [name for name, often in names.items() if often > 1] == []
    assert [email for email, often in emails.items() if often > 1] == []
    assert [name for name in names if not SURNAMES.fullmatch(name.rsplit(" ", 1)[-1])] == []
    assert all(email.endswith(".example") for email in emails)
    assert all(person["about"] for person in people)


def test_the_people_who_answer_for_a_body_are_invented_too():
    for file in FILES.values():
        for body in file.bodies:
            assert SURNAMES.fullmatch(body["representative"].rsplit(" ", 1)[-1]), body["key"]
            assert "(Vorführung)" in body["name"], body["key"]
            assert re.search(r"[@.]example(\.org)?$", body["email"]), body["key"]


@pytest.mark.long
@pytest.mark.parametrize("file", REGIONS, ids=lambda file: file.stem)
def test_applying_a_region_twice_changes_no_row(run, file):
    run("apply", str(file))
    places = [place_named(order.slug) for order, _content in FILES[file].orders]
    before = {place.schema: rows_of(place.schema) for place in places}

    said = run("apply", str(file))

    assert said.count("is as ordered") == len(places)
    assert {place.schema: rows_of(place.schema) for place in places} == before
    for place in places:
        assert_all_is_planted(place)


def assert_all_is_planted(place):
    from platform_core.comments.models import Comment
    from platform_core.contributions.models import Contribution, State

    wanted = [item["title"] for item in ideas_of(place.slug) + news_of(place.slug)]
    with place_scope(place):
        planted = Contribution.objects.filter(state=State.PUBLISHED).values_list("title", flat=True)
        assert set(wanted) <= set(planted)
        assert Comment.objects.filter(state=State.PUBLISHED).count() == len(comments_of(place.slug))


def pictures_of(slug):
    return [item["picture"] for item in news_of(slug) + ideas_of(slug) if "picture" in item]


@every_place
def test_news_have_pictures_that_are_drawn_and_say_what_they_show(slug):
    pictures = pictures_of(slug)

    assert sum("picture" in item for item in news_of(slug)) >= 3
    for picture in pictures:
        assert picture["alt"].startswith("Zeichnung: ")
    assert len({(each["draw"], each["season"], each["time"]) for each in pictures}) >= 3  # not one for all
    assert len({each["alt"] for each in pictures}) == len(pictures)
