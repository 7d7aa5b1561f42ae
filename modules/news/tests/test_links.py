"""Links of news that lead nowhere are shown to the editors, and those to news are looked after."""

from __future__ import annotations

import pytest

from modules.ideas.models import Idea
from modules.news.models import NewsItem
from modules.news.tests.conftest import TEXTS
from modules.pages.models import Page
from platform_core.contributions.links import broken, check_all_links
from platform_core.scope import place_scope


def addresses():
    return {link.address for link in broken()}


@pytest.mark.parametrize("address", ["/seiten/gibt-es-nicht/", "/ideen/99/", "www.example.org", "https://ohnepunkt/"])
def test_what_leads_nowhere_is_found_in_drafts_too(in_adorf, bernd, address):
    NewsItem.draft(by=bernd, texts={**TEXTS, "body": f"[hier](<{address}>)"})

    assert addresses() == {address}


def test_the_desk_and_the_form_show_them_and_a_sentence_says_so(adorf, edith, anna, visit):
    editor = visit(adorf, edith)
    saved = editor.post("/aktuelles/neu/", {**TEXTS, "body": "[Amt](/seiten/amt/)"}).headers["Location"]

    assert "1 Link führt ins Leere" in editor.get(saved).text
    for page in ("/aktuelles/redaktion/", f"{saved}bearbeiten/"):
        shown = editor.get(page).text
        assert "1 Link führt ins Leere" in shown, page
        assert "(/seiten/amt/)" in shown, page
    editor.post(f"{saved}veroeffentlichen/", {"when": "now"})
    assert "ins Leere" not in visit(adorf, anna).get(saved, follow=True).text

    editor.post(f"{saved}bearbeiten/", {**TEXTS, "body": "[Start](/)"})
    assert "ins Leere" not in editor.get("/aktuelles/redaktion/").text


def test_a_link_to_a_former_title_works_until_the_item_is_taken_back(in_adorf, bernd, published):
    item = published(title="Alter Titel")
    page = Page.draft(by=bernd, title="Start", body=f"[dort]({item.get_absolute_url()})")
    page.publish()
    item.revise(by=bernd, texts={"title": "Neuer Titel"})
    assert addresses() == set()

    item.unpublish()
    assert addresses() == {"/aktuelles/1-alter-titel/"}
    item.publish()
    assert addresses() == set()
    item.delete()
    assert addresses() == {"/aktuelles/1-alter-titel/"}


def test_a_page_that_moves_keeps_the_links_of_news(in_adorf, bernd, published):
    amt = Page.draft(by=bernd, title="Amt", body="Da.")
    amt.publish()
    published(body="[Amt](/seiten/amt/)")

    amt.edit(by=bernd, parent=None, slug="rathaus")
    assert addresses() == set()
    amt.take_back(by=bernd)
    assert addresses() == {"/seiten/amt/"}


def test_news_that_appears_mends_the_links_to_it(in_adorf, bernd, published):
    published(body="[bald](/aktuelles/2-der-brunnen-laeuft-wieder/)", title="Zuerst")
    assert addresses() == {"/aktuelles/2-der-brunnen-laeuft-wieder/"}

    published()

    assert addresses() == set()


def test_at_night_both_kinds_are_looked_at_once(in_adorf, anna, bernd, published):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
    published(body=f"[Bank](/ideen/{idea.number}/)")
    Idea.objects.filter(pk=idea.pk).update(state="hidden")

    check_all_links.func()

    assert addresses() == {f"/ideen/{idea.number}/"}


def test_what_residents_write_is_not_listed(in_adorf, anna):
    Idea.submit(by=anna, title="Bank am Teich", body="[hier](/quatsch/)")

    assert addresses() == set()


def test_before_a_page_goes_one_sees_the_news_that_lead_there(adorf, bernd, visit, published):
    with place_scope(adorf):
        amt = Page.draft(by=bernd, title="Amt", body="Da.")
        amt.publish()
        published(body="[zum Amt](/seiten/amt/)")

    assert "zum Amt" in visit(adorf, bernd).get(f"/seiten/verwalten/{amt.number}/loeschen/").text
