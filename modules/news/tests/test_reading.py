"""The list, the archive and the page, as readers find them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.news.models import NewsItem
from platform_core.contributions.topics import plant_topics

NEW_YEAR = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Adorf


def titles(page):
    return re.findall(r'card__title"><a href="[^"]*">([^<]*)<', page.text)


def test_the_newest_stands_first_and_what_is_pinned_on_top(adorf, published, visit):
    now = timezone.now()
    for days in (3, 1, 2):
        item = published(title=f"Vor {days} Tagen", at=now - timedelta(days=days))
        if days == 3:
            item.pin()

    assert titles(visit(adorf).get("/aktuelles/")) == ["Vor 3 Tagen", "Vor 1 Tagen", "Vor 2 Tagen"]


def test_a_topic_shows_its_items_and_has_a_feed_of_its_own(adorf, published, visit):
    topics = plant_topics(["Wege und Verkehr", "Natur"])
    published(title="Die Brücke ist zu", topic=topics["Wege und Verkehr"])
    published(title="Krötenwanderung", topic=topics["Natur"])

    page = visit(adorf).get("/aktuelles/?topic=natur")
    assert titles(page) == ["Krötenwanderung"]
    assert "/aktuelles/thema/natur/feed.xml" in page.text
    feed = visit(adorf).get("/aktuelles/thema/natur/feed.xml").text
    assert "Krötenwanderung" in feed
    assert "Brücke" not in feed


def test_a_topic_that_there_is_not_filters_nothing(adorf, published, visit):
    published()

    assert len(titles(visit(adorf).get("/aktuelles/?topic=%00&page=-3&q=%00"))) == 1


def test_words_are_found_in_title_lead_and_text(adorf, published, visit):
    published(title="Eins", lead="Der Specht ist zurück.", body="Text.")
    published(title="Zwei", lead="", body="Ein Specht klopft.")
    published(title="Drei", lead="", body="Nichts davon.")

    assert set(titles(visit(adorf).get("/aktuelles/?q=Specht"))) == {"Eins", "Zwei"}
    assert "Nichts gefunden" in visit(adorf).get("/aktuelles/?q=Zeppelin").text


def test_the_archive_goes_by_the_calendar_of_the_place(adorf, published, visit):
    published(title="Frohes Neues", at=NEW_YEAR)
    published(title="Davor", at=NEW_YEAR - timedelta(hours=2))

    assert titles(visit(adorf).get("/aktuelles/2026/")) == ["Frohes Neues"]
    assert titles(visit(adorf).get("/aktuelles/2025/")) == ["Davor"]
    page = visit(adorf).get("/aktuelles/").text
    assert re.search(r'href="/aktuelles/2026/"[^>]*>2026</a> <span class="muted">1 Meldung<', page)


def test_a_long_list_has_pages(adorf, published, visit):
    for number in range(13):
        published(title=f"Meldung {number:02}")

    assert len(titles(visit(adorf).get("/aktuelles/"))) == 12
    assert titles(visit(adorf).get("/aktuelles/?page=2")) == ["Meldung 00"]


def test_an_item_leads_to_the_one_before_and_after(adorf, published, visit):
    now = timezone.now()
    first, second, third = (published(title=f"Nr. {n}", at=now - timedelta(days=9 - n)) for n in (1, 2, 3))

    page = visit(adorf).get(second.get_absolute_url()).text
    assert re.search(rf'rel="prev" href="{first.get_absolute_url()}"', page)
    assert re.search(rf'rel="next" href="{third.get_absolute_url()}"', page)
    assert 'rel="next"' not in visit(adorf).get(third.get_absolute_url()).text


def test_titles_without_letters_have_addresses_too(adorf, published, visit):
    item = published(title="!!! ??? 🎉")

    assert item.get_absolute_url() == "/aktuelles/1-meldung/"
    assert visit(adorf).get("/aktuelles/1-meldung/").status_code == 200


def test_the_portal_leads_to_the_item(adorf, portal, published, visit):
    item = published()

    assert adorf.link(item.get_absolute_url()) in visit(portal).get("/").text


def test_an_empty_list_says_what_it_is_for(adorf, anna, visit):
    assert "Noch keine Meldungen" in visit(adorf, anna).get("/aktuelles/").text
    assert "Meldung schreiben" not in visit(adorf, anna).get("/aktuelles/").text


@pytest.mark.parametrize("path", ["/aktuelles/redaktion/", "/aktuelles/feed.xml", "/aktuelles/"])
def test_one_item_and_three_cost_the_same(adorf, bernd, published, visit, path):
    visitor = visit(adorf, bernd)

    def questions():
        visitor.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(path).status_code == 200
        return len(queries)

    def add(number):
        published(title=f"Meldung {number}")
        NewsItem.draft(by=bernd, texts={"title": f"Entwurf {number}", "body": "Text"})

    add(1)
    one = questions()
    add(2)
    add(3)

    assert questions() == one


def test_a_key_that_begins_with_digits_is_a_key(adorf, bernd, in_adorf, visit):
    item = NewsItem(pk="01234567-0123-7123-8123-012345678901", author=bernd, title="Entwurf", body="Text.")
    item.save()

    assert visit(adorf, bernd).get(f"/aktuelles/{item.pk}/").status_code == 200
