"""Who sees which comments, in which order, and at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from platform_core.comments.models import Comment, comment_on
from platform_core.comments.tests.conftest import articles, texts
from platform_core.contributions.models import Contribution, State
from platform_core.contributions.signals import comment_hidden, comment_published
from platform_core.scope import place_scope

LATER = "Dieser Kommentar ist zurzeit nicht zu sehen."


@pytest.fixture
def heard():
    """What listeners of published and hidden comments hear."""
    told = []

    def published(sender, comment, **more):
        told.append(("published", comment.body))

    def hidden(sender, comment, **more):
        told.append(("hidden", comment.body))

    comment_published.connect(published)
    comment_hidden.connect(hidden)
    yield told
    comment_published.disconnect(published)
    comment_hidden.disconnect(hidden)


@pytest.fixture
def many(adorf, idea, anna, dora):
    """`many(40)`: so many threads, the first one an hour old for each."""

    def made(number):
        with place_scope(adorf):
            start = timezone.now() - timedelta(hours=number + 1)
            return [
                comment_on(idea, by=dora, body=f"Nummer {each:02}.", at=start + timedelta(hours=each))
                for each in range(1, number + 1)
            ]

    return made


def test_what_is_held_is_seen_by_its_author_and_by_moderators_only(
    adorf, idea, anna, bernd, dora, mona, adele, strict, visit, heard, page_of
):
    visitor = visit(adorf, dora)
    sent = visitor.post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Werbung für Bänke."})
    assert "Wir sehen uns Ihren Kommentar an" in visitor.get(sent.headers["Location"]).text

    for person in (dora, mona, adele):
        assert "Wird geprüft" in page_of(person)
        assert texts(page_of(person)) == ["Werbung für Bänke."]
    for person in (None, anna, bernd):
        assert "Werbung" not in page_of(person)
        assert "Wird geprüft" not in page_of(person)
    with place_scope(adorf):
        comment = Comment.objects.get()
        assert Contribution.objects.get(pk=idea.pk).comment_count == 0
        assert heard == []
        comment.restore(by=mona)
        assert Contribution.objects.get(pk=idea.pk).comment_count == 1
    assert heard == [("published", "Werbung für Bänke.")]
    assert visit(adorf, anna).get(f"/gespraech/{comment.pk}/").status_code == 302


def test_what_is_hidden_is_gone_for_residents_and_its_answers_stay(
    adorf, idea, anna, bernd, dora, mona, say, visit, heard, page_of
):
    comment = say(dora, "Unverschämtheit.")
    alone = say(dora, "Noch eine Frechheit.")
    say(anna, "Bitte sachlich.", reply_to=comment)
    with place_scope(adorf):
        comment.hide(by=mona)
        alone.hide(by=mona)

    for person in (None, anna, bernd, dora):
        page = page_of(person)
        first, second = articles(page)
        assert LATER in first
        assert "Dora" not in first
        assert "Bitte sachlich." in second
        assert "Unverschämtheit" not in page
        assert "Frechheit" not in page
        assert visit(adorf, person).get(f"/gespraech/{comment.pk}/").status_code == 404
        assert visit(adorf, person).get(f"/gespraech/{comment.pk}/fassungen/").status_code == 404
    assert texts(page_of(mona)) == ["Unverschämtheit.", "Bitte sachlich.", "Noch eine Frechheit."]
    with place_scope(adorf):
        assert Contribution.objects.get(pk=idea.pk).comment_count == 1
        comment.restore(by=mona)
        assert Contribution.objects.get(pk=idea.pk).comment_count == 2
    assert heard[-2:] == [("hidden", "Unverschämtheit."), ("hidden", "Noch eine Frechheit.")], "no second publication"


def test_counts_say_what_one_can_read(anna, dora, renate, say, page_of, now, adorf):
    first = say(dora, "Eins.")
    say(anna, "Zwei.", reply_to=first)
    say(renate, "Aus dem Rat.")
    say(dora, "Drei.")
    with place_scope(adorf):
        say(dora, "Vier.").hide()

    page = page_of()
    assert "3 Kommentare" in page
    jump = page[page.index('class="jump"') : page.index("</nav>", page.index('class="jump"'))]
    assert jump.count("<b>3</b>") == 1
    assert jump.count("<b>1</b>") == 1


def test_the_most_helpful_stands_first_and_people_choose_otherwise(adorf, anna, bernd, many, page_of):
    _one, two, three = many(3)
    with place_scope(adorf):
        two.find_helpful(by=anna)
        two.find_helpful(by=bernd)
        three.find_helpful(by=anna)

    assert texts(page_of()) == ["Nummer 02.", "Nummer 03.", "Nummer 01."]
    assert texts(page_of(query="?sortierung=neueste")) == ["Nummer 03.", "Nummer 02.", "Nummer 01."]
    assert texts(page_of(query="?sortierung=aelteste")) == ["Nummer 01.", "Nummer 02.", "Nummer 03."]
    assert texts(page_of(query="?sortierung=drop+table&bis=-1")) == texts(page_of())


def test_the_chosen_order_is_kept_when_one_writes(adorf, idea, dora, many, visit):
    many(2)
    sent = visit(adorf, dora).post(
        f"/gespraech/{idea.pk}/schreiben/", {"body": "Nummer 03.", "sortierung": "neueste", "bis": "60"}
    )

    assert sent.headers["Location"].startswith(f"/ideen/{idea.number}/?sortierung=neueste&bis=60#beitrag-")


def test_long_talks_come_in_pieces(many, page_of):
    many(40)

    first = page_of(query="?sortierung=aelteste")
    assert texts(first) == [f"Nummer {each:02}." for each in range(1, 31)]
    assert "Weitere Kommentare zeigen (noch 10)" in first
    assert "?sortierung=aelteste&amp;bis=60#beitrag-" in first
    second = page_of(query="?sortierung=aelteste&bis=60")
    assert len(texts(second)) == 40
    assert "Weitere Kommentare" not in second


def test_a_permalink_leads_to_where_the_comment_is_shown(adorf, idea, anna, many, say, visit):
    last = many(35)[-1]
    reply = say(anna, "Ganz unten.", reply_to=last)

    answer = visit(adorf).get(f"/gespraech/{reply.pk}/")
    assert answer.headers["Location"] == f"/ideen/{idea.number}/?bis=60#beitrag-{reply.pk}"
    assert f'id="beitrag-{reply.pk}"' in visit(adorf).get(answer.headers["Location"]).text
    assert visit(adorf).get(f"/gespraech/{idea.pk}/").headers["Location"] == f"/ideen/{idea.number}/#gespraech"


@pytest.mark.parametrize("signed_in", [False, True], ids=["anonymous", "signed in"])
def test_one_comment_and_forty_cost_the_same(adorf, idea, anna, renate, say, many, visit, signed_in):
    visitor = visit(adorf, anna if signed_in else None)

    def asked():
        visitor.get(f"/ideen/{idea.number}/")
        with CaptureQueriesContext(connection) as queries:
            visitor.get(f"/ideen/{idea.number}/")
        return [query["sql"] for query in queries]

    say(anna, "Ja.", reply_to=many(1)[0])
    say(renate, "Aus dem Rat.")
    one = asked()
    for first in many(2):
        say(anna, "Ja.", reply_to=first)
    three = asked()
    for first in many(37):
        say(anna, "Ja.", reply_to=first)
    forty = asked()

    assert len(one) == len(three) == len(forty), "\n".join(["more for forty:", *forty])


@pytest.mark.parametrize("shown", ["0", "-5", "abc", "99999999999", "1e9", "²", "3001", ""])
def test_a_strange_number_of_threads_is_no_error(many, page_of, shown):
    many(2)

    assert len(texts(page_of(query=f"?bis={shown}"))) == 2


def test_a_held_idea_has_no_talk_yet(adorf, anna, strict, visit):
    visit(adorf, anna).post("/ideen/neu/", {"title": "Werbung für alle", "body": "Werbung."})
    with place_scope(adorf):
        idea = Contribution.objects.get()
        assert idea.state == State.PENDING
    page = visit(adorf, anna).get(f"/ideen/{idea.number}/").text

    assert "/schreiben/" not in page
    assert "beendet" not in page
