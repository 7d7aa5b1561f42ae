"""Editors write, look at it, publish, change and take back; nobody else can, and nobody sees what is not public."""

from __future__ import annotations

import re

import pytest

from modules.news.models import NewsItem
from modules.news.tests.conftest import TEXTS, picture
from platform_core.accounts.roles import Role
from platform_core.files.models import Attachment
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from tests.fixtures import make_person

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def urls(item, *names):
    return [f"/aktuelles/{item.pk}/{name}" for name in names]


def test_an_editor_writes_looks_at_it_and_publishes(adorf, edith, anna, visit):
    editor, reader = visit(adorf, edith), visit(adorf, anna)

    saved = editor.post("/aktuelles/neu/", TEXTS)
    address = saved.headers["Location"]
    shown = editor.get(address).text
    assert "<strong>klar</strong>" in shown
    assert "Nur die Redaktion sieht diese Seite" in shown
    assert reader.get(address).status_code == 404
    assert TEXTS["title"] not in reader.get("/aktuelles/").text

    public = editor.post(f"{address}veroeffentlichen/", {"when": "now"}).headers["Location"]

    assert public == "/aktuelles/1-der-brunnen-laeuft-wieder/"
    page = visit(adorf).get(public).text
    assert "Seit heute früh." in page
    assert "Edith Erfunden" in page
    assert "Nur die Redaktion" not in page
    for place in ("/", "/aktuelles/", "/suche/?q=Brunnen", "/suche/?q=heute früh", "/aktuelles/feed.xml"):
        assert TEXTS["title"] in visit(adorf).get(place).text, place


def test_the_preview_is_the_page_that_is_published(adorf, edith, draft, visit):
    def article(page):
        return re.search(r"<h1.*?</h1>.*?prose article__text.*?</div>", page.text, re.DOTALL)[0]

    editor = visit(adorf, edith)
    before = article(editor.get(f"/aktuelles/{draft.pk}/"))
    editor.post(f"/aktuelles/{draft.pk}/veroeffentlichen/", {"when": "now"})
    after = article(editor.get(f"/aktuelles/{draft.pk}/", follow=True))

    assert before.split("byline")[0] == after.split("byline")[0]
    assert before.split("article__text")[1] == after.split("article__text")[1]


def test_residents_and_neighbours_find_no_draft_and_no_editors_page(adorf, bdorf, anna, carla, draft, visit):
    neighbour = make_person(bdorf, "Norbert Nebenan", Role.EDITOR, Role.OFFICIAL, Role.ADMIN)
    strangers = [visit(adorf, anna), visit(bdorf, neighbour), visit(bdorf, carla)]
    pages = urls(draft, "", "bearbeiten/")
    acts = urls(draft, "veroeffentlichen/", "zuruecknehmen/", "loeschen/", "bearbeiten/")

    for stranger in strangers:
        assert {stranger.get(page).status_code for page in pages} == {404}
        assert {stranger.post(act, TEXTS | {"when": "now"}).status_code for act in acts} == {404}
    assert {visit(adorf, anna).get(page).status_code for page in ("/aktuelles/neu/", "/aktuelles/redaktion/")} == {404}
    assert {visit(adorf).get(page).status_code for page in (*pages, "/aktuelles/neu/")} == {302}
    assert NewsItem.objects.get().is_draft


def test_colleagues_see_each_others_drafts_with_their_pictures(adorf, edith, bernd, anna, visit):
    saved = visit(adorf, edith).post("/aktuelles/neu/", {**TEXTS, "files": [picture()]})
    with place_scope(adorf):
        seen = Attachment.objects.get().url

    assert visit(adorf, bernd).get(saved.headers["Location"]).status_code == 200
    assert visit(adorf, bernd).get(seen).status_code == 200
    assert visit(adorf, anna).get(seen).status_code == 404
    assert visit(adorf).get(seen).status_code == 404
    assert TEXTS["title"] in visit(adorf, bernd).get("/aktuelles/redaktion/").text


def test_a_draft_is_in_no_search_not_even_for_its_author(adorf, bernd, draft, visit):
    assert TEXTS["title"] not in visit(adorf, bernd).get("/suche/?q=Brunnen").text


def test_taken_back_it_is_gone_everywhere_at_once(adorf, portal, edith, published, visit):
    item = published()
    public = item.get_absolute_url()
    reader = visit(adorf)
    assert reader.get(public).status_code == 200
    assert TEXTS["title"] in visit(portal).get("/").text

    visit(adorf, edith).post(f"/aktuelles/{item.pk}/zuruecknehmen/")

    assert reader.get(public).status_code == 404
    for page in ("/", "/aktuelles/", "/aktuelles/feed.xml", "/suche/?q=Brunnen"):
        assert TEXTS["title"] not in reader.get(page).text, page
    assert TEXTS["title"] not in visit(portal).get("/").text
    with platform_scope():
        assert not RegionEntry.objects.filter(contribution_id=item.pk).exists()


def test_published_again_it_has_its_old_number_and_day(edith, published):
    item = published()
    before = (item.number, item.published_at, item.get_absolute_url())
    item.unpublish()
    item.publish()

    assert (item.number, item.published_at, item.get_absolute_url()) == before


def test_a_change_is_shown_and_the_earlier_text_is_kept(adorf, edith, published, visit):
    item = published()
    editor = visit(adorf, edith)

    editor.post(f"/aktuelles/{item.pk}/bearbeiten/", {**TEXTS, "title": "Der Brunnen läuft", "body": "Wirklich."})

    page = visit(adorf).get("/aktuelles/1-der-brunnen-laeuft-wieder/", follow=True)
    assert page.redirect_chain == [("/aktuelles/1-der-brunnen-laeuft/", 302)]
    assert "aktualisiert am" in page.text
    assert "Wirklich." in page.text
    assert [(each.title, each.by) for each in item.revisions.all()] == [(TEXTS["title"], edith)]
    with platform_scope():
        assert RegionEntry.objects.get(contribution_id=item.pk).title == "Der Brunnen läuft"


def test_a_draft_may_be_changed_without_a_trace(edith, draft):
    draft.revise(by=edith, texts={**TEXTS, "title": "Anders"})

    assert not draft.revisions.exists()
    assert NewsItem.objects.get().edited_at is None


def test_deleted_it_is_gone_with_its_files(adorf, edith, visit, tmp_path):
    editor = visit(adorf, edith)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture()]}).headers["Location"]
    editor.post(f"{address}veroeffentlichen/", {"when": "now", "without_words": "1"})

    editor.post(f"{address}loeschen/")

    with place_scope(adorf):
        assert not NewsItem.objects.exists()
        assert not Attachment.objects.exists()
    with platform_scope():
        assert not RegionEntry.objects.exists()


def test_what_moderators_hid_is_out_of_the_editors_reach(adorf, bernd, published, visit):
    item = published()
    item.hide()
    editor = visit(adorf, bernd)

    assert {editor.post(act).status_code for act in urls(item, "zuruecknehmen/", "veroeffentlichen/")} == {404}
    assert visit(adorf).get("/aktuelles/1-der-brunnen-laeuft-wieder/").status_code == 404


# --- pictures --------------------------------------------------------------------------------------


def test_a_picture_without_words_is_asked_for_once_and_blocks_nothing(adorf, edith, visit):
    editor = visit(adorf, edith)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture()]}).headers["Location"]

    asked = editor.post(f"{address}veroeffentlichen/", {"when": "now"})
    assert asked.status_code == 422
    assert "Was ist zu sehen?" in asked.text
    assert 'name="without_words" value="1"' in asked.text

    published = editor.post(f"{address}veroeffentlichen/", {"when": "now", "without_words": "1"})
    assert published.headers["Location"] == "/aktuelles/1-der-brunnen-laeuft-wieder/"


def test_a_picture_with_words_is_asked_nothing_and_shows_them(adorf, edith, visit):
    editor = visit(adorf, edith)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture()]}).headers["Location"]
    with place_scope(adorf):
        key = str(Attachment.objects.get().pk)

    editor.post(f"{address}bearbeiten/", {**TEXTS, "file": [key], f"alt-{key}": "Der Brunnen am Markt"})
    public = editor.post(f"{address}veroeffentlichen/", {"when": "now"}).headers["Location"]

    assert 'alt="Der Brunnen am Markt"' in visit(adorf).get(public).text
    assert 'alt="Der Brunnen am Markt"' in visit(adorf).get("/aktuelles/").text


def test_a_public_item_asks_for_words_when_it_gets_a_picture(adorf, edith, published, visit):
    item = published()
    editor = visit(adorf, edith)
    asked = editor.post(f"/aktuelles/{item.pk}/bearbeiten/", {**TEXTS, "files": [picture()]})
    assert asked.status_code == 422
    assert "brunnen.png" in asked.text
    key = re.search(r'name="file" value="([0-9a-f-]{36})"', asked.text)[1]

    editor.post(f"/aktuelles/{item.pk}/bearbeiten/", {**TEXTS, "file": [key], "without_words": "1"})

    assert key in visit(adorf).get(item.get_absolute_url()).text


def test_a_picture_can_be_taken_out_again(adorf, edith, visit, tmp_path):
    editor = visit(adorf, edith)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture(), picture("zwei.png")]}).headers["Location"]
    with place_scope(adorf):
        one, two = (str(each.pk) for each in Attachment.objects.all())

    editor.post(f"{address}bearbeiten/", {**TEXTS, "file": [one, two], "drop": [one]})

    with place_scope(adorf):
        assert [str(each.pk) for each in Attachment.objects.all()] == [two]


def test_a_wrong_file_leaves_all_that_was_typed(adorf, edith, visit):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = visit(adorf, edith).post(
        "/aktuelles/neu/", {**TEXTS, "files": [SimpleUploadedFile("virus.jpg", b"MZ\x90\x00")]}
    )

    assert answer.status_code == 422
    assert "virus.jpg" in answer.text
    assert "Das Wasser ist **klar**." in answer.text


# --- comments and options ----------------------------------------------------------------------------


def test_comments_begin_as_the_place_decided_and_can_be_switched_per_item(adorf, adele, edith, visit):
    def ticked(page):
        return bool(re.search(r'name="takes_comments"[^>]*checked', page.text))

    editor = visit(adorf, edith)
    assert ticked(editor.get("/aktuelles/neu/"))
    stored = visit(adorf, adele).post("/verwalten/einstellungen/news/", {"on_home": "1"})
    assert stored.status_code == 302
    assert not ticked(editor.get("/aktuelles/neu/"))

    editor.post("/aktuelles/neu/", {**TEXTS, "takes_comments": "on"})
    editor.post("/aktuelles/neu/", {**TEXTS, "title": "Ohne Kommentare"})

    with place_scope(adorf):
        assert {item.title: item.takes_comments for item in NewsItem.objects.all()} == {
            TEXTS["title"]: True,
            "Ohne Kommentare": False,
        }


def test_the_home_page_shows_as_many_as_the_place_wants(adorf, adele, published, visit):
    for number in range(1, 6):
        published(title=f"Meldung Nummer {number}")

    def shown():
        return re.findall(r"Meldung Nummer \d", visit(adorf).get("/").text)

    assert shown() == ["Meldung Nummer 5", "Meldung Nummer 4", "Meldung Nummer 3"]
    visit(adorf, adele).post("/verwalten/einstellungen/news/", {"on_home": "1"})
    assert shown() == ["Meldung Nummer 5"]


def test_an_empty_home_page_invites_editors_and_nobody_else(adorf, edith, anna, visit):
    assert "Die erste Meldung schreiben" in visit(adorf, edith).get("/").text
    for reader in (visit(adorf, anna), visit(adorf)):
        assert "Die erste Meldung schreiben" not in reader.get("/").text


def test_the_desk_counts_drafts(adorf, edith, draft, visit):
    desk = visit(adorf, edith).get("/verwalten/").text

    assert 'href="/aktuelles/redaktion/"' in desk


# --- hostile input -----------------------------------------------------------------------------------


def test_markup_in_every_field_stays_text(adorf, edith, visit):
    editor = visit(adorf, edith)
    typed = {"title": XSS, "lead": XSS, "body": f"{XSS}\n\n[x](javascript:alert(1))\n\n<b onclick=x>b</b>"}
    address = editor.post("/aktuelles/neu/", {**typed, "files": [picture("<img src=x>.png")]}).headers["Location"]
    with place_scope(adorf):
        key = str(Attachment.objects.get().pk)
    editor.post(f"{address}bearbeiten/", {**typed, "file": [key], f"alt-{key}": XSS})
    public = editor.post(f"{address}veroeffentlichen/", {"when": "now"}).headers["Location"]

    for page in (public, "/", "/aktuelles/", "/aktuelles/feed.xml", address):
        text = editor.get(page, follow=True).text
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
        assert "<b onclick" not in text, page
        assert 'href="javascript:' not in text, page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"title": "", "body": ""},
        {"title": "x" * 121, "body": "y"},
        {"title": "Titel", "body": "y" * 20_001},
        {"title": "Titel", "body": "y", "lead": "z" * 301},
        {"title": "Titel", "body": "y", "topic": "gibt-es-nicht"},
        {"title": "\0", "body": "\0"},
        {"title": "   ", "body": "\n\n"},
    ],
)
def test_wrong_input_comes_back_with_what_was_typed(adorf, edith, visit, typed):
    answer = visit(adorf, edith).post("/aktuelles/neu/", typed)

    assert answer.status_code == 422
    with place_scope(adorf):
        assert not NewsItem.objects.exists()


def test_the_longest_text_is_published(adorf, edith, visit):
    body = ("[" * 50 + "*a* " * 20 + "> " * 100 + "\n\n") * 30
    address = visit(adorf, edith).post("/aktuelles/neu/", {"title": "Lang", "body": body[:20_000]}).headers["Location"]

    assert visit(adorf, edith).get(address).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/aktuelles/0-x/",
        "/aktuelles/99999999999999999999-x/",
        "/aktuelles/0/",
        "/aktuelles/9999/",
        "/aktuelles/99999999999999/",
        "/aktuelles/1999/",
        "/aktuelles/thema/gibt-es-nicht/feed.xml",
    ],
)
def test_addresses_of_nothing_are_not_found(adorf, published, visit, path):
    published()

    assert visit(adorf).get(path).status_code == 404


# --- people --------------------------------------------------------------------------------------------


def test_news_stay_when_their_author_is_forgotten(adorf, edith, visit):
    from modules.news.personal import forget
    from platform_core.accounts.models import Person

    editor = visit(adorf, edith)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture()]}).headers["Location"]
    public = editor.post(f"{address}veroeffentlichen/", {"without_words": "1"}).headers["Location"]
    with place_scope(adorf):
        forget(edith)
        Person.objects.get(pk=edith.pk).delete()

    page = visit(adorf).get(public).text
    assert "Edith" not in page
    assert "Redaktion" in page
    assert "<img" in page


def test_the_text_has_the_toolbar_and_a_preview_that_saves_nothing(adorf, edith, visit):
    editor = visit(adorf, edith)
    assert "data-editor-bar" in editor.get("/aktuelles/neu/").text

    shown = editor.post("/aktuelles/neu/", {**TEXTS, "body": "## Wann\n\n**Morgen** " + XSS, "preview": "1"})

    assert shown.status_code == 200
    assert '<h2 id="t-wann">Wann</h2>' in shown.text
    assert "<strong>Morgen</strong>" in shown.text
    assert XSS not in shown.text
    with place_scope(adorf):
        assert not NewsItem.objects.exists()


def test_a_text_shows_its_picture_where_the_editor_put_it_and_only_there(adorf, edith, visit):
    editor = visit(adorf, edith)
    address = editor.post("/aktuelles/neu/", {**TEXTS, "files": [picture()]}).headers["Location"]
    with place_scope(adorf):
        hung = Attachment.objects.get()
    body = f"Vorher.\n\n![Der Brunnen](bild:{hung.short_key})\n\nNachher."
    editor.post(f"{address}bearbeiten/", {**TEXTS, "body": body, "file": [str(hung.pk)]})

    shown = editor.get(address).text
    assert shown.count(f'src="{hung.url}"') == 1
    assert re.search(r"Vorher.*alt=\"Der Brunnen\".*Nachher", shown, re.DOTALL)
    public = editor.post(f"{address}veroeffentlichen/", {"when": "now"})
    assert public.status_code == 302  # the words in the text are words enough


def test_a_picture_that_is_not_there_is_refused_with_a_sentence(adorf, edith, visit):
    shown = visit(adorf, edith).post("/aktuelles/neu/", {**TEXTS, "body": "![Da](bild:12345678)"})

    assert shown.status_code == 422
    assert "bild:12345678" in shown.text
