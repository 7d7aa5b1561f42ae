"""Reporting without an account, and what the form asks for."""

from __future__ import annotations

import uuid

import pytest

from platform_core.contributions.models import Contribution
from platform_core.moderation.models import Notice
from platform_core.moderation.verdicts import decide
from platform_core.scope import place_scope
from tests.support.mails import mails_of


def page_of(thing):
    return f"/melden/{thing.pk}/"


@pytest.fixture
def notices(adorf):
    def found():
        with place_scope(adorf):
            return list(Notice.objects.all())

    return found


def test_the_page_of_an_idea_leads_to_reporting_it_and_each_comment(visit, adorf, idea, remark):
    page = visit(adorf).get("/ideen/1/").text

    assert f'href="{page_of(idea)}"' in page
    assert f'href="{page_of(remark)}"' in page


def test_a_stranger_reports_a_comment_and_gets_a_reference(visit, adorf, remark, notices):
    stranger = visit(adorf)
    assert "Du Blödmann" in stranger.get(page_of(remark)).text

    page = stranger.post(page_of(remark), {"reason": "insult", "text": "So redet man nicht."})

    (notice,) = notices()
    assert page.status_code == 200
    assert notice.reference in page.text
    assert (notice.comment_id, notice.reason, notice.email, notice.reporter) == (remark.pk, "insult", "", None)
    assert not [mail for mail in mails_of(adorf) if "M-1" in mail.subject + mail.text]


def test_an_idea_is_reported_on_the_same_page(visit, adorf, idea, notices):
    visit(adorf).post(page_of(idea), {"reason": "spam"})

    assert [notice.contribution_id for notice in notices()] == [idea.pk]


def test_whoever_gives_an_address_gets_a_receipt(visit, adorf, remark):
    visit(adorf).post(page_of(remark), {"reason": "insult", "email": "Ilse@k.example"})

    (mail,) = [each for each in mails_of(adorf) if each.to == "ilse@k.example"]
    assert "M-1" in mail.text
    assert "Eine Bank am Teich" in mail.text


@pytest.mark.parametrize("given", [{}, {"email": "ilse@k.example"}], ids=["address of the network", "mail address"])
def test_the_same_report_twice_changes_nothing(visit, adorf, remark, notices, given):
    for text in ("Das geht nicht.", "Noch einmal: das geht nicht."):
        page = visit(adorf).post(page_of(remark), {"reason": "insult", "text": text, **given})
        assert "M-1" in page.text

    assert [notice.text for notice in notices()] == ["Das geht nicht."]


def test_two_people_report_twice(visit, adorf, anna, bernd, remark, notices):
    for person in (anna, bernd, anna):
        visit(adorf, person).post(page_of(remark), {"reason": "insult"})

    assert [notice.reporter_id for notice in notices()] == [anna.pk, bernd.pk]


def test_after_a_decision_it_can_be_reported_again(visit, adorf, mona, remark, notices):
    visit(adorf).post(page_of(remark), {"reason": "insult"})
    with place_scope(adorf):
        decide(remark, "keep", by=mona)
    visit(adorf).post(page_of(remark), {"reason": "insult"})

    assert [notice.sender == "" for notice in notices()] == [True, False]


def test_breaches_of_the_law_need_a_name_an_address_and_an_explanation(visit, adorf, remark, notices):
    page = visit(adorf).post(page_of(remark), {"reason": "illegal"})
    assert page.status_code == 422
    assert 'value="illegal"' in page.text
    assert page.text.count('class="kern-error"') == 3

    full = {"reason": "illegal", "text": "§ 185 StGB", "name": "Ilse", "email": "ilse@k.example"}
    assert visit(adorf).post(page_of(remark), full).status_code == 200
    assert [notice.name for notice in notices()] == ["Ilse"]


def test_violence_against_children_is_reported_without_a_name(visit, adorf, remark, notices):
    assert visit(adorf).post(page_of(remark), {"reason": "abuse"}).status_code == 200
    assert len(notices()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"reason": "nichts"},
        {"reason": "spam", "email": "keine"},
        {"reason": "other"},
        {"reason": "spam", "text": "x" * 3_001},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(visit, adorf, remark, notices, wrong):
    assert visit(adorf).post(page_of(remark), wrong).status_code == 422
    assert notices() == []


def test_a_machine_that_fills_every_field_is_turned_away(visit, adorf, remark, notices):
    answer = visit(adorf).post(page_of(remark), {"reason": "spam", "website": "https://k.example"})

    assert answer.status_code == 422
    assert notices() == []


def test_what_one_cannot_read_one_cannot_report(visit, adorf, bdorf, carla, idea, remark):
    with place_scope(adorf):
        Contribution.objects.get(pk=idea.pk)
        idea.hide()

    for thing in (idea, remark):
        assert visit(adorf).get(page_of(thing)).status_code == 404
        assert visit(adorf).post(page_of(thing), {"reason": "spam"}).status_code == 404
        assert visit(bdorf, carla).get(page_of(thing)).status_code == 404
    assert visit(adorf).get(f"/melden/{uuid.uuid4()}/").status_code == 404


def test_what_is_typed_stays_text(visit, adorf, mona, remark):
    visit(adorf).post(page_of(remark), {"reason": "spam", "text": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in visit(adorf, mona).get("/verwalten/moderation/").text
