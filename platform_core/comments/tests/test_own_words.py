"""One's own words can be changed in the open, and taken away; others say what helped them."""

from __future__ import annotations

import pytest

from platform_core.comments.models import CommentRefused, CommentRevision, CommentSupport
from platform_core.comments.tests.conftest import articles
from platform_core.contributions.difference import pieces_between
from platform_core.contributions.models import Contribution, ContributionClosed, State
from platform_core.scope import place_scope

GONE = "Dieser Kommentar wurde von der Verfasserin oder dem Verfasser entfernt."


def test_a_change_shows_what_it_said_before(adorf, dora, say, now, visit, page_of):
    comment = say(dora, "Eine Bank aus Holz wäre schön.")
    page = visit(adorf, dora).get(f"/gespraech/{comment.pk}/bearbeiten/").text
    assert "Eine Bank aus Holz wäre schön." in page
    sent = visit(adorf, dora).post(f"/gespraech/{comment.pk}/bearbeiten/", {"body": "Eine Bank aus Stein wäre schön."})

    assert sent.headers["Location"] == f"/gespraech/{comment.pk}/"
    assert now(comment).edited_at is not None
    assert f"/gespraech/{comment.pk}/fassungen/" in page_of()
    versions = visit(adorf).get(f"/gespraech/{comment.pk}/fassungen/").text
    assert "Holz" in versions[versions.index("<del>") : versions.index("</del>")]
    assert "Stein" in versions[versions.index("<ins>") : versions.index("</ins>")]
    assert "Eine Bank aus Holz wäre schön." in versions


def test_the_same_words_again_are_no_change(adorf, dora, say, now, visit):
    comment = say(dora, "Eine Bank.")
    visit(adorf, dora).post(f"/gespraech/{comment.pk}/bearbeiten/", {"body": "Eine Bank."})

    assert now(comment).edited_at is None
    with place_scope(adorf):
        assert not CommentRevision.objects.exists()


def test_nobody_changes_or_removes_the_words_of_others(adorf, anna, bernd, dora, mona, say, now, visit):
    comment = say(dora, "Eine Bank.")

    for person in (anna, bernd, mona):
        for path in ("bearbeiten", "entfernen"):
            assert visit(adorf, person).get(f"/gespraech/{comment.pk}/{path}/").status_code == 404
            answer = visit(adorf, person).post(f"/gespraech/{comment.pk}/{path}/", {"body": "Unfug."})
            assert answer.status_code == 404
    assert now(comment).body == "Eine Bank."
    with place_scope(adorf), pytest.raises(CommentRefused):
        comment.edit(by=anna, body="Unfug.")
    with place_scope(adorf), pytest.raises(CommentRefused):
        comment.remove(by=anna)


def test_an_empty_change_keeps_the_old_words_and_says_what_is_wrong(adorf, dora, say, now, visit):
    comment = say(dora, "Eine Bank.")
    answer = visit(adorf, dora).post(f"/gespraech/{comment.pk}/bearbeiten/", {"body": "  "})

    assert answer.status_code == 422
    assert now(comment).body == "Eine Bank."


def test_a_closed_discussion_is_not_changed_but_own_words_may_go(adorf, idea, dora, say, now, visit):
    comment = say(dora, "Eine Bank.")
    with place_scope(adorf):
        idea.close(reason="Genug geredet.")

    answer = visit(adorf, dora).post(f"/gespraech/{comment.pk}/bearbeiten/", {"body": "Zwei Bänke."})
    assert answer.status_code == 422
    assert "Genug geredet." in answer.text
    assert "Zwei Bänke." in answer.text, "what was typed is not lost"
    visit(adorf, dora).post(f"/gespraech/{comment.pk}/entfernen/")
    assert now(comment) is None


def test_removed_words_leave_no_trace(adorf, idea, dora, say, now, visit, page_of):
    comment = say(dora, "Das nehme ich zurück.")
    asked = visit(adorf, dora).get(f"/gespraech/{comment.pk}/entfernen/")
    assert "Das nehme ich zurück." in asked.text
    assert now(comment) is not None, "looking removes nothing"
    visit(adorf, dora).post(f"/gespraech/{comment.pk}/entfernen/")

    assert now(comment) is None
    assert GONE not in page_of()
    with place_scope(adorf):
        assert Contribution.objects.get(pk=idea.pk).comment_count == 0


def test_below_removed_words_the_answers_of_others_stay(adorf, idea, anna, dora, say, now, visit, page_of):
    comment = say(dora, "Peinlich, peinlich.")
    reply = say(anna, "Nicht so schlimm.", reply_to=comment)
    with place_scope(adorf):
        comment.edit(by=dora, body="Noch peinlicher.")
        comment.find_helpful(by=anna)
    visit(adorf, dora).post(f"/gespraech/{comment.pk}/entfernen/")

    for page in (page_of(), page_of(dora), page_of(anna)):
        first, second = articles(page)
        assert GONE in first
        assert "Dora" not in first
        assert "einlich" not in page
        assert "Nicht so schlimm." in second
    with place_scope(adorf):
        assert not CommentRevision.objects.exists()
        assert not CommentSupport.objects.exists()
        assert Contribution.objects.get(pk=idea.pk).comment_count == 1
    for path in ("", "fassungen/", "bearbeiten/"):
        assert visit(adorf, dora).get(f"/gespraech/{comment.pk}/{path}").status_code == 404
    assert visit(adorf, anna).post(f"/gespraech/{comment.pk}/antworten/", {"body": "Hm."}).status_code == 404

    visit(adorf, anna).post(f"/gespraech/{reply.pk}/entfernen/")
    assert now(comment) is None, "an empty place with nothing below is no use"
    assert "Nobody" not in page_of()


def test_helpful_counts_once_and_can_be_taken_back(adorf, anna, dora, say, now, visit):
    comment = say(dora, "Der Bauhof hat noch eine Bank.")
    visitor = visit(adorf, anna)

    for _click in range(2):
        answer = visitor.post(f"/gespraech/{comment.pk}/hilfreich/")
        assert answer.headers["Location"].endswith(f"#beitrag-{comment.pk}")
        assert now(comment).helpful_count == 1
    visitor.post(f"/gespraech/{comment.pk}/hilfreich/", {"withdraw": "1"})
    assert now(comment).helpful_count == 0


def test_with_htmx_only_the_button_comes_back(adorf, anna, dora, say, visit):
    comment = say(dora, "Der Bauhof hat noch eine Bank.")
    answer = visit(adorf, anna).post(f"/gespraech/{comment.pk}/hilfreich/", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert 'aria-pressed="true"' in answer.text
    assert "<b>1</b>" in answer.text
    assert "<html" not in answer.text
    assert answer.text.count("<form") == 1


def test_nobody_finds_their_own_words_helpful(adorf, dora, say, now, visit, page_of):
    comment = say(dora, "Ich habe recht.")
    visit(adorf, dora).post(f"/gespraech/{comment.pk}/hilfreich/")
    told = visit(adorf, dora).post(f"/gespraech/{comment.pk}/hilfreich/", headers={"hx-request": "true"})

    assert now(comment).helpful_count == 0
    assert told.status_code == 409
    assert f"/gespraech/{comment.pk}/hilfreich/" not in page_of(dora)


def test_a_stranger_is_asked_in_and_counts_for_nobody(adorf, dora, say, now, visit):
    comment = say(dora, "Der Bauhof hat noch eine Bank.")
    plain = visit(adorf).post(f"/gespraech/{comment.pk}/hilfreich/")
    htmx = visit(adorf).post(f"/gespraech/{comment.pk}/hilfreich/", headers={"hx-request": "true"})

    assert plain.headers["Location"].startswith("/konto/")
    assert htmx.headers["HX-Redirect"].startswith("/konto/")
    assert now(comment).helpful_count == 0


def test_in_a_closed_discussion_nothing_is_found_helpful_any_more(adorf, idea, anna, dora, say):
    comment = say(dora, "Der Bauhof hat noch eine Bank.")
    with place_scope(adorf):
        idea.close()
        comment.refresh_from_db()
        with pytest.raises(ContributionClosed):
            comment.find_helpful(by=anna)


def test_a_change_that_must_be_looked_at_is_held(adorf, idea, dora, say, now, strict):
    comment = say(dora, "Eine Bank.")
    with place_scope(adorf):
        comment.edit(by=dora, body="Werbung für Bänke.")

        assert now(comment).state == State.PENDING
        assert Contribution.objects.get(pk=idea.pk).comment_count == 0


def test_changes_are_found_word_by_word():
    pieces = [(piece.how, piece.text) for piece in pieces_between("eins zwei drei", "eins vier drei fünf")]

    assert pieces == [("same", "eins "), ("gone", "zwei"), ("new", "vier"), ("same", " drei"), ("new", " fünf")]
