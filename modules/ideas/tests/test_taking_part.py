"""What people do with ideas on their pages: topics, lists, following, sharing, changing, closing."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from modules.ideas.models import AnswerRefused, EditRefused, Idea
from modules.ideas.tests.test_ideas import picture
from platform_core.accounts.roles import Role
from platform_core.comments.models import comment_on
from platform_core.contributions import screening
from platform_core.contributions.models import AnswerStatus, State
from platform_core.contributions.topics import plant_topics
from platform_core.scope import place_scope
from tests.fixtures import make_person


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.", place_name="Dorfteich")


@pytest.fixture
def topics(in_adorf):
    return plant_topics(["Verkehr", "Natur"])


@pytest.fixture
def mona(adorf):
    return make_person(adorf, "Mona Muster", Role.MODERATOR)


def listed(page):
    return re.findall(r'card__title"><a href="[^"]+">([^<]+)<', page.text)


# --- topics, filters, order -------------------------------------------------------------------


def test_an_idea_is_found_under_its_topic(adorf, anna, visit, topics):
    visitor = visit(adorf, anna)
    visitor.post("/ideen/neu/", {"title": "Zebrastreifen", "body": "Vor der Schule.", "topic": topics["Verkehr"].pk})
    visitor.post("/ideen/neu/", {"title": "Blühwiese", "body": "Am Bach."})

    page = visit(adorf).get("/ideen/?topic=verkehr")
    assert listed(page) == ["Zebrastreifen"]
    assert "Verkehr (1)" in page.text
    assert "Verkehr" in visit(adorf).get("/ideen/1/").text


def test_without_topics_nobody_is_asked_for_one(adorf, visit):
    page = visit(adorf).get("/ideen/neu/").text

    assert 'name="topic"' not in page


def test_filters_by_answer_and_by_oneself(adorf, anna, bernd, idea, visit):
    other = Idea.submit(by=bernd, title="Zweite Idee", body="Auch gut.")
    other.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir prüfen das.")
    other.follow(by=anna)
    other.unfollow(by=bernd)
    visitor = visit(adorf, anna)

    assert listed(visitor.get("/ideen/?only=answered")) == ["Zweite Idee"]
    assert listed(visitor.get("/ideen/?only=unanswered")) == ["Bank am Teich"]
    assert listed(visitor.get("/ideen/?only=mine")) == ["Bank am Teich"]
    assert sorted(listed(visitor.get("/ideen/?only=followed"))) == ["Bank am Teich", "Zweite Idee"]
    assert listed(visit(adorf, bernd).get("/ideen/?only=followed")) == []


@pytest.mark.parametrize("query", ["only=mine", "only=followed", "topic=gibt-es-nicht", "sort=xxx", "page=99", "q=%00"])
def test_wrong_filters_fall_back_to_none(adorf, idea, visit, query):
    page = visit(adorf).get(f"/ideen/?{query}")

    assert page.status_code == 200
    assert listed(page) == ["Bank am Teich"]


def test_each_filter_has_a_chip_that_removes_it_alone(adorf, idea, visit):
    page = visit(adorf).get("/ideen/?q=Bank&only=unanswered&sort=talk").text

    chips = {re.sub(r"<.*", "", words, flags=re.DOTALL): url.replace("&amp;", "&") for url, words in re.findall(
        r'<a class="chip" href="([^"]+)">(.+?)</a>', page, re.DOTALL)}  # fmt: skip
    assert chips == {"Suche: Bank": "?only=unanswered&sort=talk", "Ohne Antwort": "?q=Bank&sort=talk"}


def test_nothing_fits_says_so_and_leads_back(adorf, idea, visit):
    page = visit(adorf).get("/ideen/?q=Zeppelin").text

    assert "0 Ideen" in page
    assert "Alle Ideen zeigen" in page


def test_pinned_ideas_stand_first(adorf, anna, idea, visit):
    Idea.submit(by=anna, title="Neuere Idee", body="Auch gut.")
    idea.pin()

    page = visit(adorf).get("/ideen/")
    assert listed(page) == ["Bank am Teich", "Neuere Idee"]
    assert "Angeheftet" in page.text


# --- alike ------------------------------------------------------------------------------------


def test_ideas_like_the_title_are_shown_and_block_nothing(adorf, anna, idea, visit):
    Idea.submit(by=anna, title="Tempo 30 vor der Schule", body="Bitte.")
    visitor = visit(adorf)

    for typed in ("Eine neue Bank", "Bank am Dorfteich", "Bänke am Teich"):
        assert "Bank am Teich" in visitor.get("/ideen/aehnlich/", {"title": typed}).text, typed
        assert "Tempo 30" not in visitor.get("/ideen/aehnlich/", {"title": typed}).text, typed
    piece = visitor.get("/ideen/aehnlich/", {"title": "Bank"}, headers={"hx-request": "true"}).text
    assert "<html" not in piece
    assert visitor.get("/ideen/aehnlich/", {"title": "\0" * 9 + "'\" OR -!( &|:*"}).status_code == 200
    sent = visit(adorf, anna).post("/ideen/neu/", {"title": "Bank am Teich", "body": "Noch eine."})
    assert sent.status_code == 302


def test_hidden_ideas_are_not_suggested(adorf, idea, visit):
    idea.hide()

    assert "Bank am Teich</a>" not in visit(adorf).get("/ideen/aehnlich/", {"title": "Bank am Teich"}).text


def test_at_most_four_are_suggested(adorf, anna, in_adorf, visit):
    for number in range(6):
        Idea.submit(by=anna, title=f"Bank Nummer {number}", body="Sitzen.")

    piece = visit(adorf).get("/ideen/aehnlich/", {"title": "Bank Nummer"}, headers={"hx-request": "true"}).text
    assert piece.count('<li><a href="/ideen/') == 4


def test_without_javascript_they_are_shown_with_the_mistakes(adorf, anna, idea, visit):
    page = visit(adorf, anna).post("/ideen/neu/", {"title": "Bank am Teich", "body": ""})

    assert page.status_code == 422
    assert f'href="{idea.get_absolute_url()}"' in page.text


# --- following --------------------------------------------------------------------------------


def test_authors_and_commenters_follow_once(adorf, anna, bernd, idea):
    assert idea.is_followed_by(anna)
    comment_on(idea, by=bernd, body="Gute Idee.")
    assert idea.is_followed_by(bernd)
    idea.unfollow(by=bernd)
    comment_on(idea, by=bernd, body="Noch etwas.")

    assert not idea.is_followed_by(bernd)


def test_follow_and_stop_with_and_without_htmx(adorf, bernd, idea, visit):
    visitor = visit(adorf, bernd)
    visitor.post("/ideen/1/folgen/")
    assert idea.is_followed_by(bernd)
    piece = visitor.post("/ideen/1/folgen/", {"stop": "1"}, headers={"hx-request": "true"}).text

    assert not idea.is_followed_by(bernd)
    assert 'aria-pressed="false"' in piece


# --- answers ----------------------------------------------------------------------------------


def test_passed_on_says_to_whom(adorf, bernd, idea, visit):
    with pytest.raises(AnswerRefused):
        idea.answer(by=bernd, status=AnswerStatus.PASSED_ON, body="Weg.", decided_by="Bauamt")
    fields = {"status": "passed_on", "body": "Der Kreis ist zuständig.", "decided_by": "Bauamt"}
    refused = visit(adorf, bernd).post("/ideen/1/antwort/", fields)
    assert refused.status_code == 422
    assert "Der Kreis ist zuständig." in refused.text
    visit(adorf, bernd).post("/ideen/1/antwort/", {**fields, "passed_to": "Kreisverwaltung"})

    page = visit(adorf).get("/ideen/1/").text
    assert "Weitergegeben an: Kreisverwaltung" in page
    assert "Entschieden hat: Bauamt" in page


def test_the_way_of_an_idea_is_told_step_by_step(adorf, bernd, idea, visit):
    idea.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir prüfen das.")
    idea.answer(by=bernd, status=AnswerStatus.PLANNED, body="Kommt.", decided_by="Rat", planned_until="Herbst 2027")

    page = visit(adorf).get("/ideen/1/").text
    steps = re.findall(r'steps__one[^>]*"><b>([^<]+)<', page)
    assert steps == ["Eingereicht", "In Prüfung", "Geplant"]
    newest = page[page.index("Antwort der Verwaltung") :]
    assert "Kommt." in newest[: newest.index("</section>")]
    assert "Geplant bis: Herbst 2027" in page


def test_unanswered_ideas_wait_on_the_desk(adorf, anna, bernd, idea, visit):
    desk = visit(adorf, bernd).get("/verwalten/").text
    assert "Unbeantwortete Ideen" in desk
    assert visit(adorf, bernd).get("/ideen/unbeantwortet/").headers["Location"] == "/ideen/?only=unanswered"
    assert visit(adorf, anna).get("/ideen/unbeantwortet/").status_code == 404


# --- pin and close ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.MODERATOR, Role.EDITOR])
def test_staff_pin_and_close_with_a_reason_and_open_again(adorf, anna, idea, visit, role):
    staff = visit(adorf, make_person(adorf, "Stefan Probe", role))
    staff.post("/ideen/1/verwalten/", {"do": "pin"})
    assert staff.post("/ideen/1/verwalten/", {"do": "close", "reason": " "}).status_code == 422
    staff.post("/ideen/1/verwalten/", {"do": "close", "reason": "Ist schon gebaut."})

    page = visit(adorf).get("/ideen/1/").text
    assert "Ist schon gebaut." in page
    assert "/dafuer/" not in page
    assert Idea.objects.get().pinned_at
    visit(adorf, anna).post("/ideen/1/dafuer/")
    assert Idea.objects.get().support_count == 0

    staff.post("/ideen/1/verwalten/", {"do": "reopen"})
    staff.post("/ideen/1/verwalten/", {"do": "unpin"})
    assert Idea.objects.get().is_open
    assert Idea.objects.get().pinned_at is None


def test_residents_and_politics_neither_pin_nor_close(adorf, anna, renate, idea, visit):
    for person in (anna, renate):
        assert visit(adorf, person).post("/ideen/1/verwalten/", {"do": "pin"}).status_code == 404
        assert "/verwalten/" not in visit(adorf, person).get("/ideen/1/").text
    assert visit(adorf).post("/ideen/1/verwalten/", {"do": "pin"}).status_code == 302
    assert Idea.objects.get().pinned_at is None


def test_an_unknown_wish_is_not_found(adorf, bernd, idea, visit):
    assert visit(adorf, bernd).post("/ideen/1/verwalten/", {"do": "hide"}).status_code == 404


# --- sharing ----------------------------------------------------------------------------------


def test_the_share_page_has_link_mail_and_code(adorf, idea, visit):
    page = visit(adorf).get("/ideen/1/teilen/").text

    assert "https://adorf.bk.test/ideen/1/" in page
    mail = unquote(re.search(r'href="(mailto:[^"]+)"', page)[1])
    assert "Bank am Teich\nhttps://adorf.bk.test/ideen/1/" in mail
    assert 'class="qr__code"' in page


def test_a_title_breaks_out_of_no_mail_link(adorf, anna, in_adorf, visit):
    Idea.submit(by=anna, title='Bank&bcc=x@y.z"><b>', body="Sitzen.")
    page = visit(adorf).get("/ideen/1/teilen/").text

    assert "<b>" not in page.split('<h1 class="h1">')[1].split("</main>")[0].replace("<b>https", "")
    assert "&bcc=" not in re.search(r'href="(mailto:[^"]+)"', page)[1]


def test_a_hidden_idea_is_not_shared(adorf, idea, visit):
    idea.hide()

    for path in ("teilen/", "fassungen/"):
        assert visit(adorf).get(f"/ideen/1/{path}").status_code == 404


# --- changing and taking back -----------------------------------------------------------------


def test_what_was_changed_can_be_read(adorf, anna, idea, visit):
    visit(adorf, anna).post("/ideen/1/bearbeiten/", {"title": "Bank am Bach", "body": "Sitzen wäre sehr schön."})

    page = visit(adorf).get("/ideen/1/").text
    assert "Bank am Bach" in page
    assert "/ideen/1/fassungen/" in page
    old = visit(adorf).get("/ideen/1/fassungen/").text
    words = re.sub(r'<span class="vh">(\w+): </span>', r"\1:", old)  # said to those who do not see the colours
    assert "<del>gestrichen:Teich</del><ins>hinzugefügt:Bach</ins>" in words
    assert "<ins>hinzugefügt:sehr </ins>" in words or "<ins>hinzugefügt: sehr</ins>" in words


def test_unchanged_text_makes_no_version(adorf, anna, idea, visit):
    visit(adorf, anna).post("/ideen/1/bearbeiten/", {"title": idea.title, "body": idea.body, "place_name": "Bach"})

    assert "fassungen" not in visit(adorf).get("/ideen/1/").text
    assert visit(adorf).get("/ideen/1/fassungen/").status_code == 404


def test_markup_in_an_old_version_stays_text(adorf, anna, in_adorf, visit):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="<script>alert(1)</script>")
    idea.edit(by=anna, title="Bank am Teich", body="Ohne.")

    assert "<script>alert(1)" not in visit(adorf).get("/ideen/1/fassungen/").text


def test_pictures_of_an_idea_are_changed(adorf, anna, idea, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, anna)
    text = {"title": idea.title, "body": idea.body}
    visitor.post("/ideen/1/bearbeiten/", {**text, "files": [picture("a.png"), picture("b.png")]})
    first, second = idea.attachments.all()
    form = visitor.get("/ideen/1/bearbeiten/").text
    assert all(f'value="{each.pk}"' in form for each in (first, second))
    visitor.post(
        "/ideen/1/bearbeiten/",
        {**text, "file": [first.pk, second.pk], "drop": [first.pk], f"alt-{second.pk}": "Der Teich im Mai"},
    )

    assert [each.alt for each in idea.attachments.all()] == ["Der Teich im Mai"]
    assert visit(adorf).get(first.url).status_code == 404


def test_pictures_of_others_stay_where_they_are(adorf, anna, bernd, idea, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visit(adorf, bernd).post("/ideen/neu/", {"title": "Bernds Idee", "body": "Mit Bild.", "files": [picture("a.png")]})
    theirs = Idea.objects.get(number=2).attachments.get()
    text = {"title": idea.title, "body": idea.body}
    visit(adorf, anna).post("/ideen/1/bearbeiten/", {**text, "file": [theirs.pk], "drop": [theirs.pk]})

    assert Idea.objects.get(number=2).attachments.get() == theirs
    assert visit(adorf, anna).get("/ideen/2/bearbeiten/").status_code == 404


def test_a_changed_idea_is_screened_too(adorf, anna, idea, visit, monkeypatch):
    monkeypatch.setattr(screening, "SCREENS", [lambda person, text, key=None: "Schimpfwort" in text])
    visit(adorf, anna).post("/ideen/1/bearbeiten/", {"title": "Bank am Teich", "body": "Schimpfwort"})

    assert Idea.objects.get().state == State.PENDING
    assert visit(adorf).get("/ideen/1/").status_code == 404


def test_an_own_idea_is_taken_back_while_nobody_has_answered(adorf, anna, bernd, idea, visit):
    assert visit(adorf, bernd).post("/ideen/1/zurueckziehen/").status_code == 404
    assert "gelöscht" in visit(adorf, anna).get("/ideen/1/zurueckziehen/").text
    visit(adorf, anna).post("/ideen/1/zurueckziehen/")

    assert not Idea.objects.exists()
    assert "Bank am Teich" not in visit(adorf).get("/ideen/").text


def test_an_answered_idea_stays(adorf, anna, bernd, idea, visit):
    comment_on(idea, by=bernd, body="Gute Idee.")

    with pytest.raises(EditRefused):
        idea.withdraw(by=anna)
    assert visit(adorf, anna).get("/ideen/1/zurueckziehen/").status_code == 404


def test_carla_reaches_none_of_it(adorf, bdorf, carla, idea, visit):
    visitor = visit(bdorf, carla)

    for path in ("teilen/", "fassungen/", "bearbeiten/", "zurueckziehen/"):
        assert visitor.get(f"/ideen/1/{path}").status_code == 404
    for path in ("folgen/", "dafuer/", "verwalten/"):
        assert visitor.post(f"/ideen/1/{path}").status_code == 404
    with place_scope(adorf):
        assert Idea.objects.get().follows.count() == 1


def test_supporting_is_offered_where_there_is_something_to_support(adorf, anna, visit):
    action = "Was andere vorschlagen"
    assert action not in visit(adorf).get("/").text
    with place_scope(adorf):
        Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")

    assert action in visit(adorf, anna).get("/").text


def test_nobody_is_asked_to_report_what_they_wrote_themselves(adorf, anna, bernd, idea, visit):
    link = f"/melden/{idea.pk}/"

    assert link not in visit(adorf, anna).get("/ideen/1/").text
    assert link in visit(adorf, bernd).get("/ideen/1/").text
    assert link in visit(adorf).get("/ideen/1/").text
