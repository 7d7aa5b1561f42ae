"""Information pages at the edge: written, ordered, moved, taken back – and what visitors find."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from modules.pages.models import FormerAddress, Page, PageRefused
from platform_core.accounts.roles import Role
from platform_core.scope import place_scope
from tests.fixtures import make_person

TEXT = "## Räume\n\n| Raum | Plätze |\n|---|--:|\n| Saal | 90 |\n\nFragen Sie [im Amt](/seiten/amt/)."


def picture(name="teich.png"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


class Tags(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self):
        super().__init__()
        self.names, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.fixture
def edda(adorf):
    return make_person(adorf, "Edda Entwurf", Role.EDITOR)


def sent(visitor, title="Dorfhaus", body=TEXT, **more):
    return visitor.post("/seiten/neu/", {"title": title, "body": body, "publish": "1", **more})


def page_of(place, path):
    with place_scope(place):
        return Page.objects.get(path=path)


def test_an_editor_writes_a_page_and_everybody_reads_it(adorf, edda, visit):
    answer = sent(visit(adorf, edda), in_menu="on")

    assert answer.headers["Location"] == "/seiten/dorfhaus/"
    page = visit(adorf).get("/seiten/dorfhaus/").text
    assert "<h1" in page
    assert 'id="t-raeume"' in page
    assert '<th scope="col">Raum</th>' in page
    assert 'class="tablebox" tabindex="0" role="region"' in page


def test_residents_write_no_pages(adorf, anna, visit):
    visitor = visit(adorf, anna)

    assert visitor.get("/seiten/neu/").status_code == 404
    assert sent(visitor).status_code == 404
    assert sent(visit(adorf)).status_code == 302
    with place_scope(adorf):
        assert not Page.objects.exists()


def test_the_neighbour_sees_nothing_of_it(adorf, bdorf, edda, carla, visit):
    sent(visit(adorf, edda))

    assert visit(bdorf, carla).get("/seiten/dorfhaus/").status_code == 404


def test_a_draft_is_for_those_who_write_pages(adorf, edda, bernd, anna, visit):
    visit(adorf, edda).post("/seiten/neu/", {"title": "Dorfhaus", "body": "Bald."})

    assert visit(adorf).get("/seiten/dorfhaus/").status_code == 404
    assert visit(adorf, anna).get("/seiten/dorfhaus/").status_code == 404
    assert "Entwurf" in visit(adorf, bernd).get("/seiten/dorfhaus/").text
    assert "Dorfhaus" not in visit(adorf).get("/seiten/").text


def test_the_menu_of_the_place_shows_it_without_asking_again(adorf, edda, visit):
    sent(visit(adorf, edda), in_menu="on")
    sent(visit(adorf, edda), title="Stilles", body="Nur im Baum.")
    visitor = visit(adorf)

    assert 'href="/seiten/dorfhaus/"' in visitor.get("/ideen/").text
    assert 'href="/seiten/stilles/"' not in visitor.get("/ideen/").text
    with place_scope(adorf), CaptureQueriesContext(connection) as asked:
        visitor.get("/ideen/")
    assert not [each for each in asked.captured_queries if "pages_page" in each["sql"]]


def test_a_new_short_name_leaves_the_earlier_address_as_a_way(adorf, edda, visit):
    visitor = visit(adorf, edda)
    sent(visitor)
    sent(visitor, title="Preise", parent=str(page_of(adorf, "dorfhaus").number))
    number = page_of(adorf, "dorfhaus").number

    visitor.post(f"/seiten/verwalten/{number}/", {"title": "Haus", "body": "Neu.", "slug": "haus", "in_menu": "on"})

    assert visit(adorf).get("/seiten/dorfhaus/").headers["Location"] == "/seiten/haus/"
    assert visit(adorf).get("/seiten/dorfhaus/preise/").headers["Location"] == "/seiten/haus/preise/"
    assert "Haus" in visit(adorf).get("/seiten/haus/preise/").text


def test_an_address_that_is_taken_again_is_no_way_any_more(in_adorf, edda):
    first = Page.draft(by=edda, title="Haus", body="Alt.")
    first.edit(by=edda, parent=None, slug="scheune")
    Page.draft(by=edda, title="Haus", body="Neu.")

    assert not FormerAddress.objects.filter(path="haus").exists()


def test_a_page_never_comes_to_stand_below_itself(in_adorf, edda):
    above = Page.draft(by=edda, title="Oben", body="x")
    below = Page.draft(by=edda, title="Unten", body="x", parent=above)

    for parent in (above, below):
        with pytest.raises(PageRefused):
            above.put_under(parent)
    assert Page.objects.get(pk=above.pk).path == "oben"


def test_the_tree_is_five_levels_deep_at_most(in_adorf, edda):
    parent = None
    for number in range(5):
        parent = Page.draft(by=edda, title=f"Ebene {number}", body="x", parent=parent)

    with pytest.raises(PageRefused):
        Page.draft(by=edda, title="Zu tief", body="x", parent=parent)


def test_pages_change_places_by_buttons(adorf, edda, visit):
    visitor = visit(adorf, edda)
    for title in ("Erste", "Zweite"):
        sent(visitor, title=title)
    visitor.post(f"/seiten/verwalten/{page_of(adorf, 'zweite').number}/ordnen/", {"step": "up"})
    text = visit(adorf).get("/seiten/").text.split("<main")[1]

    assert text.index("Zweite") < text.index("Erste")


def test_a_page_is_put_below_another_by_a_list(adorf, edda, visit):
    visitor = visit(adorf, edda)
    for title in ("Erste", "Zweite"):
        sent(visitor, title=title)
    first, second = page_of(adorf, "erste"), page_of(adorf, "zweite")

    visitor.post(f"/seiten/verwalten/{second.number}/ordnen/", {"under": str(first.number)})
    assert visit(adorf).get("/seiten/erste/zweite/").status_code == 200
    assert "Erste" in visit(adorf).get("/seiten/erste/zweite/").text.split('class="crumbs"')[1]
    visitor.post(f"/seiten/verwalten/{first.number}/ordnen/", {"under": str(second.number)})
    assert visit(adorf).get("/seiten/erste/").status_code == 200


@pytest.mark.parametrize("slug", ["neu", "verwalten", "../x", "a/b", "Groß", "-x", "x" * 61])
def test_short_names_that_do_not_work_are_refused_and_nothing_is_lost(adorf, edda, visit, slug):
    answer = sent(visit(adorf, edda), slug=slug)

    assert answer.status_code == 422
    assert "Fragen Sie" in answer.text


def test_a_title_that_is_an_address_of_ours_gets_another_one(in_adorf, edda):
    assert Page.draft(by=edda, title="Neu", body="x").path == "neu-2"


def test_the_preview_saves_nothing(adorf, edda, visit):
    answer = visit(adorf, edda).post("/seiten/neu/", {"title": "", "body": TEXT, "preview": "1"})

    assert answer.status_code == 200
    assert '<th scope="col">Raum</th>' in answer.text
    with place_scope(adorf):
        assert not Page.objects.exists()


def test_a_picture_stands_in_the_text_with_its_words(adorf, edda, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, edda)
    key = visitor.post("/dateien/neu/", {"file": picture()}).json()["key"]
    short = key.replace("-", "")[-8:]

    answer = sent(visitor, body=f"![Der Teich](bild:{short})", file=[key])

    assert answer.status_code == 302
    page = visit(adorf).get("/seiten/dorfhaus/").text
    assert f'<img src="/dateien/{key}/" alt="Der Teich" width="60" height="40"' in page
    assert page.count(f"/dateien/{key}/") == 1


def test_a_picture_without_words_is_refused(adorf, edda, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, edda)
    key = visitor.post("/dateien/neu/", {"file": picture()}).json()["key"]

    for body in ("Ohne Worte.", f"![](bild:{key.replace('-', '')[-8:]})", "![Fremd](bild:00000000)"):
        answer = sent(visitor, body=body, file=[key])
        assert answer.status_code == 422
        assert key in answer.text
    assert sent(visitor, body="Ohne Worte.", file=[key], **{f"alt-{key}": "Der Teich"}).status_code == 302


def test_a_picture_of_a_draft_is_seen_by_colleagues_only(adorf, edda, bernd, anna, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, edda)
    key = visitor.post("/dateien/neu/", {"file": picture()}).json()["key"]
    visitor.post("/seiten/neu/", {"title": "Haus", "body": "x", "file": [key], f"alt-{key}": "Der Teich"})

    assert visit(adorf, bernd).get(f"/dateien/{key}/").status_code == 200
    for person in (None, anna):
        assert visit(adorf, person).get(f"/dateien/{key}/").status_code == 404


def test_a_picture_is_taken_away_again(adorf, edda, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, edda)
    key = visitor.post("/dateien/neu/", {"file": picture()}).json()["key"]
    sent(visitor, body="x", file=[key], **{f"alt-{key}": "Der Teich"})
    number = page_of(adorf, "dorfhaus").number

    visitor.post(f"/seiten/verwalten/{number}/", {"title": "Dorfhaus", "body": "x", "slug": "dorfhaus", "drop": [key]})

    assert visit(adorf).get(f"/dateien/{key}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '![x" onerror="alert(1)](https://boese.example/x.png)',
        '[x](https://a.example/"onclick="alert(1))',
        "| <img src=x onerror=alert(1)> |\n|---|\n| </table><script>alert(1)</script> |",
        "## <svg onload=alert(1)>",
    ],
)
def test_hostile_texts_stay_text(in_adorf, adorf, edda, visit, body):
    Page.draft(by=edda, title="Haus", body=body).publish()
    page = visit(adorf).get("/seiten/haus/").text.split('<div class="prose rich">')[1].split("</article>")[0]
    tags = Tags()
    tags.feed(page)

    assert not tags.names & {"script", "svg", "img", "iframe"}
    assert not [(name, value) for name, value in tags.attributes if name.startswith("on") or "javascript" in value]


def test_earlier_texts_come_back(adorf, edda, visit):
    visitor = visit(adorf, edda)
    sent(visitor, body="Das Alte.")
    number = page_of(adorf, "dorfhaus").number
    visitor.post(f"/seiten/verwalten/{number}/", {"title": "Dorfhaus", "body": "Das Neue.", "slug": "dorfhaus"})
    with place_scope(adorf):
        earlier = Page.objects.get(number=number).revisions.get()

    assert "Das Alte." in visitor.get(f"/seiten/verwalten/{number}/fassungen/{earlier.pk}/").text
    visitor.post(f"/seiten/verwalten/{number}/fassungen/{earlier.pk}/")

    assert "Das Alte." in visit(adorf).get("/seiten/dorfhaus/").text


def test_a_page_with_others_below_stays(adorf, edda, visit):
    visitor = visit(adorf, edda)
    sent(visitor)
    number = page_of(adorf, "dorfhaus").number
    sent(visitor, title="Preise", parent=str(number))

    assert visitor.post(f"/seiten/verwalten/{number}/loeschen/").status_code == 409
    assert visit(adorf).get("/seiten/dorfhaus/preise/").status_code == 200


def test_pages_are_found_by_searching(adorf, edda, visit):
    sent(visit(adorf, edda))

    assert 'href="/seiten/dorfhaus/"' in visit(adorf).get("/suche/?q=Saal").text


def test_the_place_keeps_its_pages_when_the_editor_goes(in_adorf, edda, adorf, visit):
    from modules.pages.personal import forget

    Page.draft(by=edda, title="Haus", body="x").publish()
    forget(edda)
    edda.delete()

    assert "Haus" in visit(adorf).get("/seiten/haus/").text
    assert Page.objects.get().author.is_guest


def test_the_home_page_leads_to_the_first_pages_that_everybody_may_read(adorf, edda, visit):
    editor = visit(adorf, edda)
    assert "Gut zu wissen" not in visit(adorf).get("/").text

    sent(editor, in_menu="on")
    editor.post("/seiten/neu/", {"title": "Noch im Werden", "body": TEXT, "in_menu": "on"})

    home = visit(adorf).get("/").text
    assert "Gut zu wissen" in home
    assert "/seiten/dorfhaus/" in home
    assert "Noch im Werden" not in home
