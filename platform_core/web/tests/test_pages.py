from __future__ import annotations

import pytest

from modules.ideas.models import Idea
from platform_core.place import Region
from platform_core.scope import place_scope
from platform_core.web.views import gathered
from tests.support.mails import mails_of


@pytest.fixture
def idea(adorf, anna):
    with place_scope(adorf):
        return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


def test_home_shows_the_place_and_its_ideas(adorf, idea, visit):
    page = visit(adorf).get("/")

    assert page.status_code == 200
    assert "Adorf" in page.text
    assert "Bank am Teich" in page.text


def test_an_empty_place_invites(bdorf, visit):
    page = visit(bdorf).get("/")

    assert page.status_code == 200
    assert "/ideen/neu/" in page.text


def test_the_portal_shows_what_is_new_in_its_villages_and_nothing_of_other_regions(portal, bdorf, carla, idea, visit):
    with place_scope(bdorf):
        Idea.submit(by=carla, title="Brunnen in Bdorf", body="Fremde Region.")

    page = visit(portal).get("/").text

    assert "Bank am Teich" in page
    assert f"https://adorf.bk.test/ideen/{idea.number}/" in page
    assert "Brunnen in Bdorf" not in page


def test_the_platforms_own_host_lists_regions_and_places(places, visit):
    page = visit().get("/").text

    assert all(name in page for name in ("Region X", "Region Y", "Adorf", "Bdorf", "https://adorf.bk.test/"))


def test_search_finds_and_says_when_nothing_fits(adorf, idea, visit):
    assert "Bank am Teich" in visit(adorf).get("/suche/", {"q": "bank"}).text
    assert "Bank am Teich" not in visit(adorf).get("/suche/", {"q": "Schwimmbad"}).text


@pytest.mark.parametrize(
    "wish", ["q=%00", "q=" + "x" * 5000, "page=0", "page=-1", "page=zwei", "status=falsch", "sort=;drop"]
)
def test_odd_wishes_are_answered(adorf, idea, visit, wish):
    assert visit(adorf).get(f"/ideen/?{wish}").status_code == 200
    assert visit(adorf).get(f"/suche/?{wish}").status_code == 200


def test_a_number_too_large_for_the_database_is_404(adorf, visit):
    assert visit(adorf).get(f"/ideen/{10**30}/").status_code == 404


@pytest.mark.parametrize("path", ["/impressum/", "/datenschutz/", "/barrierefreiheit/"])
def test_legal_pages_name_the_responsible_body(adorf, visit, path):
    page = visit(adorf).get(path)

    assert page.status_code == 200
    assert "Gemeinde xagentur (Probe)" in page.text


def test_feedback_reaches_the_responsible_body(adorf, visit):
    answer = visit(adorf).post("/rueckmeldung/", {"message": "Die Schrift ist zu klein."})

    assert answer.status_code == 302
    mail = mails_of(adorf)[0]
    assert mail.to == "gemeinde@xagentur.example"
    assert "Die Schrift ist zu klein." in mail.text


def test_feedback_is_no_flood(adorf, visit, settings):
    settings.LIMITS = True
    visitor = visit(adorf)
    answers = [visitor.post("/rueckmeldung/", {"message": "noch eine"}) for _ in range(11)]

    assert [answer.status_code for answer in answers[-2:]] == [302, 429]
    assert "noch eine" in answers[-1].text


def test_the_own_page_changes_the_public_name(adorf, anna, visit):
    visit(adorf, anna).post("/ich/", {"name": "Anna B.", "about": "Wohnt am Anger."})

    with place_scope(adorf):
        anna.refresh_from_db()
    assert anna.name == "Anna B."


def test_english_on_demand_and_german_again(adorf, visit):
    visitor = visit(adorf)
    visitor.post("/sprache/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in visitor.get("/").text

    visitor.post("/sprache/", {"language": "de", "next": "/"})
    assert '<html lang="de"' in visitor.get("/").text


def test_the_language_page_sends_nobody_elsewhere(adorf, visit):
    answer = visit(adorf).post("/sprache/", {"language": "en", "next": "https://bdorf.bk.test/"})

    assert "bdorf" not in answer.headers["Location"]


def test_a_page_that_needs_a_sign_in_comes_back_to_itself(adorf, visit):
    answer = visit(adorf).get("/ich/")

    assert answer.headers["Location"] == "/konto/login/?next=%2Fich%2F"


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(adorf, idea, visit):
    answer = visit(adorf).post(f"/ideen/{idea.number}/dafuer/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/konto/weiter/"
    assert answer.content == b""


def test_htmx_gets_the_vote_box_only(adorf, idea, anna, visit):
    answer = visit(adorf, anna).post(f"/ideen/{idea.number}/dafuer/", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert ">1<" in answer.text


def test_health_and_robots(adorf, visit):
    assert visit(adorf).get("/healthz").text == "ok\n"
    assert "Disallow: " in visit(adorf).get("/robots.txt").text


def test_two_errors_at_once_lose_nothing_that_was_typed(adorf, anna, visit):
    answer = visit(adorf, anna).post("/ideen/neu/", {"title": "Oh", "body": "", "place_name": "Am Anger 3"})

    assert answer.status_code == 422
    assert "Am Anger 3" in answer.text


def test_towns_with_an_agency_of_their_own_stand_together_on_the_platforms_home_page(adorf, bdorf):
    many, town, village = Region("X", (adorf, bdorf)), Region(adorf.name, (adorf,)), Region("Y", (bdorf,))

    assert gathered([town, many, village]) == [many, village, Region("", (adorf,))]
    assert gathered([many]) == [many]
