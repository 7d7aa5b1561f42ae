"""The queue of the moderators, what they decide, and that hidden means hidden everywhere."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.comments.models import Comment, comment_on
from platform_core.contributions.models import Contribution
from platform_core.moderation.models import Decision, FinalDecision, Notice
from platform_core.moderation.verdicts import DecisionRefused, decide, report
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from tests.fixtures import make_person
from tests.support.mails import mails_of

QUEUE = "/verwalten/moderation/"


def item_page(thing):
    return f"{QUEUE}{thing.pk}/"


@pytest.fixture
def told(adorf, remark):
    """The comment is reported by a stranger with an address."""
    with place_scope(adorf):
        return report(remark, reason="insult", sender="ilse", text="Beleidigt Anna.", email="ilse@k.example")


@pytest.fixture
def deciding(visit, adorf, mona):
    moderator = visit(adorf, mona)
    return lambda thing, act, **words: moderator.post(f"{item_page(thing)}entscheiden/", {"act": act, **words})


def test_the_queue_shows_what_was_reported_with_its_reason(visit, adorf, mona, told):
    page = visit(adorf, mona).get(QUEUE).text

    assert "Du Blödmann" in page
    assert "Karl Muster" in page
    assert "Beleidigt Anna." in page
    assert told.reference in page


def test_the_desk_counts_what_waits(visit, adorf, mona, remark, told):
    page = visit(adorf, mona).get("/verwalten/").text

    assert f'href="{QUEUE}"' in page
    assert ">1</span>" in page


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.OFFICIAL, Role.ADMIN])
def test_staff_find_the_queue(visit, adorf, role, told):
    person = make_person(adorf, "Stefan Amtlich", role)

    assert visit(adorf, person).get(QUEUE).status_code == 200


def test_residents_and_moderators_of_other_places_find_nothing(visit, adorf, bdorf, anna, told, remark):
    neighbour = make_person(bdorf, "Nora Nachbar", Role.MODERATOR)

    for page in (QUEUE, item_page(remark)):
        assert visit(adorf, anna).get(page).status_code == 404
        assert visit(adorf).get(page).status_code == 302
    assert (
        visit(adorf, anna).post(f"{item_page(remark)}entscheiden/", {"act": "hide", "ground": "spam"}).status_code
        == 404
    )
    abroad = visit(bdorf, neighbour)
    assert "Blödmann" not in abroad.get(QUEUE).text
    assert abroad.get(item_page(remark)).status_code == 404
    assert abroad.post(f"{item_page(remark)}entscheiden/", {"act": "hide", "ground": "spam"}).status_code == 404


def test_a_hidden_comment_is_gone_and_everybody_concerned_is_told(visit, adorf, deciding, remark, told):
    answer = deciding(remark, "hide", ground="insult", text="Bitte sachlich bleiben.")

    assert answer.headers["location"] == QUEUE
    assert "Du Blödmann" not in visit(adorf).get("/ideen/1/").text
    with place_scope(adorf):
        assert Contribution.objects.get().comment_count == 0
    by_receiver = {mail.to: mail.text for mail in mails_of(adorf)}
    assert set(by_receiver) == {"karl@adorf.example", "ilse@k.example"}
    assert "Bitte sachlich bleiben." in by_receiver["karl@adorf.example"]
    assert "/rueckmeldung/" in by_receiver["karl@adorf.example"]
    assert "Bitte sachlich bleiben." not in by_receiver["ilse@k.example"], "the reason is for the author"
    assert told.reference in by_receiver["ilse@k.example"]


def test_the_author_reads_the_reason_on_the_own_page(visit, adorf, deciding, remark, told):
    deciding(remark, "hide", ground="insult", text="Bitte sachlich bleiben.")
    with place_scope(adorf):
        karl = Person.objects.get(email="karl@adorf.example")

    page = visit(adorf, karl).get("/ich/").text

    assert "Bitte sachlich bleiben." in page
    assert 'href="/rueckmeldung/"' in page
    assert "Du Blödmann" in page, "the own words are not lost"


def test_the_own_page_of_others_says_nothing(visit, adorf, anna, deciding, remark, told):
    deciding(remark, "hide", ground="insult", text="Bitte sachlich bleiben.")

    assert "Bitte sachlich bleiben." not in visit(adorf, anna).get("/ich/").text


def test_a_hidden_idea_is_found_nowhere(visit, adorf, portal, idea, deciding):
    outside = visit(adorf)
    pages = ("/", "/ideen/", "/ideen/?q=Bank", "/suche/?q=Bank")
    assert all("Eine Bank am Teich" in outside.get(page).text for page in pages)
    assert "Eine Bank am Teich" in visit(portal).get("/region/").text

    deciding(idea, "hide", ground="off_topic")

    assert not any("Eine Bank am Teich" in outside.get(page).text for page in pages)
    assert outside.get("/ideen/1/").status_code == 404
    assert "Eine Bank am Teich" not in visit(portal).get("/region/").text
    with platform_scope():
        assert not RegionEntry.objects.filter(schema=adorf.schema).exists()


def test_a_restored_idea_is_back_everywhere(visit, adorf, portal, idea, deciding):
    deciding(idea, "hide", ground="off_topic")
    deciding(idea, "restore", text="Wir haben uns geirrt.")

    assert "Eine Bank am Teich" in visit(adorf).get("/suche/?q=Bank").text
    assert "Eine Bank am Teich" in visit(portal).get("/region/").text
    texts = [mail.text for mail in mails_of(adorf)]
    assert any("Wir haben uns geirrt." in text for text in texts)


def test_a_restored_comment_counts_again(visit, adorf, deciding, remark):
    deciding(remark, "hide", ground="insult")
    deciding(remark, "restore", text="Doch in Ordnung.")

    assert "Du Blödmann" in visit(adorf).get("/ideen/1/").text
    with place_scope(adorf):
        assert Contribution.objects.get().comment_count == 1


def test_a_report_that_is_unfounded_leaves_it_where_it_is(visit, adorf, deciding, mona, remark, told):
    deciding(remark, "keep")

    assert "Du Blödmann" in visit(adorf).get("/ideen/1/").text
    assert "Beleidigt Anna." not in visit(adorf, mona).get(QUEUE).text
    assert [mail.to for mail in mails_of(adorf)][:1] == ["ilse@k.example"]


@pytest.mark.parametrize("words", [{}, {"ground": ""}, {"ground": "other"}, {"ground": "nichts"}, {"text": "  "}])
def test_nothing_is_hidden_without_a_reason(visit, adorf, deciding, remark, words):
    answer = deciding(remark, "hide", **words)

    assert answer.status_code == 422
    assert "Du Blödmann" in visit(adorf).get("/ideen/1/").text


def test_what_was_typed_is_not_lost(deciding, remark):
    page = deciding(remark, "hide", ground="nichts", text="Das ist unhöflich.")

    assert "Das ist unhöflich." in page.text


def test_the_second_of_two_moderators_is_told(adorf, deciding, bernd, remark, told):
    with place_scope(adorf):
        decide(remark, "keep", by=bernd)

    answer = deciding(remark, "keep")

    assert answer.status_code == 422
    with place_scope(adorf):
        assert Decision.objects.count() == 1


def test_history_is_not_changed(adorf, mona, remark):
    with place_scope(adorf):
        made = decide(remark, "hide", by=mona, ground="insult")
        for attempt in (
            made.save,
            made.delete,
            Decision.objects.all().delete,
            lambda: Decision.objects.update(text=""),
        ):
            with pytest.raises(FinalDecision):
                attempt()
        decide(remark, "restore", by=mona, text="Geirrt.")
        assert [decision.act for decision in Decision.objects.all()] == ["restore", "hide"]


def test_the_page_of_one_thing_shows_its_whole_history(visit, adorf, mona, deciding, remark, told):
    deciding(remark, "hide", ground="insult", text="Ton.")
    deciding(remark, "restore", text="Nach Rücksprache.")

    page = visit(adorf, mona).get(item_page(remark)).text

    assert all(words in page for words in ("Ton.", "Nach Rücksprache.", "Mona Prüfstein", "Beleidigt Anna."))
    decided = visit(adorf, mona).get(f"{QUEUE}?ansicht=entschieden").text
    assert "Nach Rücksprache." in decided


def test_residents_cannot_decide(adorf, anna, remark):
    with place_scope(adorf), pytest.raises(DecisionRefused):
        decide(remark, "hide", by=anna, ground="spam")


def test_the_queue_costs_the_same_for_one_thing_and_for_five(visit, adorf, mona, idea):
    def told_about(number):
        with place_scope(adorf):
            comment = comment_on(idea, by=mona, body=f"Wort {number}")
            report(comment, reason="spam", sender=str(number))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert moderator.get(QUEUE).status_code == 200
        return len(queries)

    moderator = visit(adorf, mona)
    told_about(1)
    moderator.get(QUEUE)
    one = asked()
    for number in range(2, 6):
        told_about(number)

    assert asked() == one


def test_a_reporter_who_leaves_leaves_no_name_behind(adorf, anna, mona, remark):
    with place_scope(adorf):
        report(remark, reason="insult", sender="a", text="Ich bin Anna.", name="Anna", email=anna.email, by=anna)
        decide(remark, "hide", by=mona, ground="insult")
        mona.delete()
        report(remark, reason="insult", sender="b", email=anna.email)
        anna.delete()  # takes her idea along, and the comment on it

        assert {(each.name, each.email, each.text, each.reporter) for each in Notice.objects.all()} == {
            ("", "", "", None)
        }
        assert [(each.act, each.by, each.about_key) for each in Decision.objects.all()] == [("hide", None, None)]
        assert not Comment.objects.exists()
