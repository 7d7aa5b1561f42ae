"""Ending mails: the page of one's own, and the link in a mail that needs no sign-in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from modules.ideas.models import Idea
from platform_core.comments.models import comment_on
from platform_core.contributions.models import Follow
from platform_core.notify import tokens
from platform_core.notify.choices import preference_of
from platform_core.notify.models import Channel, Kind, Message
from platform_core.scope import place_scope
from tests.fixtures import make_person
from tests.support.mails import mails_of
from tests.support.visitor import Visitor

LINK = re.compile(r"https://adorf\.bk\.test(/mitteilungen/abmelden/\S+)")


@pytest.fixture
def doris(adorf):
    return make_person(adorf, "Doris Muster")


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


@pytest.fixture
def links(idea, adorf, bernd, doris):
    """The two links of the mail to Doris: this contribution, and everything."""
    idea.follow(by=doris)
    comment_on(idea, by=bernd, body="Gut.")
    [mail] = [mail for mail in mails_of(adorf) if mail.to == doris.email]
    return LINK.findall(mail.text)


def post_without_anything(place, path, **more):
    """As a mail program does: no cookie, no origin, no fetch metadata (RFC 8058)."""
    visitor = Visitor(place)
    del visitor.defaults["HTTP_SEC_FETCH_SITE"]
    return visitor.post(path, {"List-Unsubscribe": "One-Click"}, **more)


def hears(idea, adorf, bernd, doris):
    before = len([mail for mail in mails_of(adorf) if mail.to == doris.email])
    with place_scope(adorf):
        comment_on(idea, by=bernd, body="Noch etwas.")
    return len([mail for mail in mails_of(adorf) if mail.to == doris.email]) > before


def test_a_mail_program_ends_them_with_one_post(links, idea, adorf, bernd, doris):
    answer = post_without_anything(adorf, links[0])

    assert answer.status_code == 200
    assert not answer.cookies
    assert not idea.is_followed_by(doris)
    assert not hears(idea, adorf, bernd, doris)
    assert post_without_anything(adorf, links[0]).status_code == 200


def test_the_header_of_the_mail_ends_all_of_them(links, idea, adorf, bernd, doris):
    other = Idea.submit(by=bernd, title="Brunnen", body="Wasser.")
    other.follow(by=doris)
    post_without_anything(adorf, links[1])

    assert (preference_of(doris).own, preference_of(doris).followed) == (Channel.NONE, Channel.NONE)
    assert not hears(other, adorf, idea.author, doris)


def test_people_see_a_page_with_a_button_and_opening_it_ends_nothing(links, idea, adorf, bernd, doris):
    page = Visitor(adorf).get(links[0])

    assert page.status_code == 200
    assert "Möchten Sie zu „Bank am Teich“ keine Mails mehr bekommen?" in page.text
    assert doris.email not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert hears(idea, adorf, bernd, doris)
    done = Visitor(adorf).post(links[0])
    assert "Zu „Bank am Teich“ schreiben wir Ihnen nicht mehr." in done.text


def test_the_title_of_what_is_hidden_is_not_told(links, idea, adorf):
    idea.hide()

    assert "Bank am Teich" not in Visitor(adorf).get(links[0]).text


def test_authors_can_end_mails_about_one_of_their_own(idea, adorf, anna, bernd):
    comment_on(idea, by=bernd, body="Gut.")
    [link, _all] = LINK.findall(mails_of(adorf)[0].text)
    post_without_anything(adorf, link)

    assert not hears(idea, adorf, bernd, anna)
    idea.follow(by=anna)
    assert hears(idea, adorf, bernd, anna)


def test_an_older_link_does_not_undo_a_newer_wish(links, idea, adorf, bernd, doris, visit):
    for link in links:
        post_without_anything(adorf, link)
    visit(adorf, doris).post("/ich/mitteilungen/", {"own": "at_once", "followed": "daily", "language": ""})
    later = timezone.now() + timedelta(seconds=5)
    Follow.objects.create(contribution_id=idea.pk, person=doris, since=later)
    chosen = preference_of(doris)
    chosen.chosen_at = later
    chosen.save()

    for link in links:
        for answer in (Visitor(adorf).get(link), post_without_anything(adorf, link)):
            assert answer.status_code == 410
            assert "wieder eingeschaltet" in answer.text
    assert preference_of(doris).followed == Channel.DAILY
    assert idea.is_followed_by(doris)


def changed(link):
    """The same link with one sign changed, each in turn."""
    path, token = link.rstrip("/").rsplit("/", 1)
    for place in (0, len(token) // 2, len(token) - 2):
        other = "A" if token[place] != "A" else "B"
        yield f"{path}/{token[:place]}{other}{token[place + 1 :]}/"


FORGED = ["x", "x.y", ".", "%00.x", "A" * 3000, "..%2F..", "ä.ö"]


def test_a_forged_link_is_found_nowhere_and_changes_nothing(links, idea, adorf, doris):
    unsigned = [f"/mitteilungen/abmelden/{token}/" for token in FORGED]
    for link in [*unsigned, *changed(links[0]), *changed(links[1])]:
        assert Visitor(adorf).get(link).status_code == 404, link
        assert post_without_anything(adorf, link).status_code == 404, link

    assert idea.is_followed_by(doris)
    assert preference_of(doris).own == Channel.AT_ONCE


def test_a_link_of_the_next_village_is_worth_nothing_here(links, adorf, bdorf, doris, idea):
    for link in links:
        assert post_without_anything(bdorf, link).status_code == 404

    assert idea.is_followed_by(doris)


def test_a_link_of_somebody_who_left_changes_nothing(links, adorf, doris):
    doris.delete()

    assert [post_without_anything(adorf, link).status_code for link in links] == [200, 200]


def test_the_same_mail_has_the_same_link_when_it_is_sent_again(idea, doris):
    message = Message.objects.create(kind=Kind.COMMENT, key="k", person=doris, contribution_id=idea.pk)
    again = Message.objects.get(pk=message.pk)

    assert tokens.token_of(message) == tokens.token_of(again)
    assert tokens.read(tokens.token_of(message)).contribution == idea.pk
    assert tokens.read(tokens.token_of(message, everything=True)).contribution is None


# --- the page of one's own ------------------------------------------------------------------------


def test_people_choose_how_they_are_told(adorf, anna, visit):
    visitor = visit(adorf, anna)
    assert "Einmal am Tag, morgens" in visitor.get("/ich/mitteilungen/").text
    saved = visitor.post("/ich/mitteilungen/", {"own": "daily", "followed": "none", "language": "en"})

    assert saved.status_code == 302
    with place_scope(adorf):
        chosen = preference_of(anna)
    assert (chosen.own, chosen.followed, chosen.language) == ("daily", "none", "en")


@pytest.mark.parametrize("words", [{}, {"own": "sometimes", "followed": "none"}, {"own": "none", "language": "xx"}])
def test_a_wish_that_is_none_is_shown_again(adorf, anna, visit, words):
    answer = visit(adorf, anna).post("/ich/mitteilungen/", words)

    assert answer.status_code == 422


def test_strangers_sign_in_first(adorf, visit):
    assert visit(adorf).get("/ich/mitteilungen/").status_code == 302
    assert visit(adorf).post("/ich/mitteilungen/entfolgen/").status_code == 302


def test_my_page_lists_what_i_follow_and_lets_me_stop(idea, adorf, doris, visit):
    idea.follow(by=doris)
    visitor = visit(adorf, doris)

    for path in ("/ich/", "/ich/mitteilungen/"):
        assert "Bank am Teich" in visitor.get(path).text
    visitor.post("/ich/mitteilungen/entfolgen/", {"contribution": str(idea.pk)})
    assert "Bank am Teich" not in visitor.get("/ich/").text
    with place_scope(adorf):
        assert not idea.is_followed_by(doris)


def test_what_is_hidden_is_not_on_the_list(idea, adorf, doris, visit):
    idea.follow(by=doris)
    idea.hide()

    assert "Bank am Teich" not in visit(adorf, doris).get("/ich/mitteilungen/").text


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_following_nothing_cannot_be_ended(adorf, anna, visit, key):
    assert visit(adorf, anna).post("/ich/mitteilungen/entfolgen/", {"contribution": key}).status_code in {302, 404}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(adorf, bernd, doris, visit, count, django_assert_num_queries):
    with place_scope(adorf):
        for number in range(count):
            Idea.submit(by=bernd, title=f"Idee {number}", body="Text.").follow(by=doris)
    visitor = visit(adorf, doris)
    visitor.get("/ich/mitteilungen/")
    with django_assert_num_queries(6):
        visitor.get("/ich/mitteilungen/")
