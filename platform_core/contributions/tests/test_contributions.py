from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from modules.ideas.models import Idea
from platform_core.comments.models import CommentRefused, comment_on
from platform_core.contributions import screening
from platform_core.contributions.models import Audience, Contribution, ContributionClosed, State
from platform_core.contributions.search import matching
from platform_core.contributions.text import excerpt, to_html
from platform_core.portal.models import RegionEntry
from platform_core.scope import platform_scope

NOBODY = AnonymousUser()


def tags_of(html):
    seen = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append((tag, attributes))
    parser.feed(html)
    return seen


def submit(person, title, body="Ein Satz dazu.", **more):
    return Idea.submit(by=person, title=title, body=body, **more)


def found(words):
    return [each.title for each in matching(Contribution.objects.visible_to(NOBODY), words)]


def test_search_finds_word_forms_parts_of_compounds_and_typos(in_adorf, anna):
    submit(anna, "Straßenbeleuchtung am Anger", "Drei Laternen sind dunkel.")
    submit(anna, "Bücherschrank", "Lesen im Dorf.")

    assert found("Laterne") == ["Straßenbeleuchtung am Anger"]
    assert found("Beleuchtung") == ["Straßenbeleuchtung am Anger"]
    assert found("buecherschrank") == ["Bücherschrank"]
    assert found("Strassenbeleuchtung") == ["Straßenbeleuchtung am Anger"]
    assert found("Schwimmbad") == []


def test_search_finds_nothing_that_is_not_for_everybody(in_adorf, anna):
    hidden = submit(anna, "Verborgener Brunnen")
    hidden.hide()
    members = submit(anna, "Brunnen nur für uns")
    Contribution.objects.filter(pk=members.pk).update(audience=Audience.MEMBERS)

    assert found("Brunnen") == []
    assert [each.title for each in Contribution.objects.visible_to(anna).filter(audience=Audience.MEMBERS)]


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.STAFF])
def test_team_and_staff_texts_are_not_for_other_residents(in_adorf, anna, adele, audience):
    idea = submit(adele, "Intern")
    Contribution.objects.filter(pk=idea.pk).update(audience=audience)

    assert not Contribution.objects.visible_to(anna).exists()
    assert not Contribution.objects.visible_to(NOBODY).exists()


def test_published_without_a_number_is_refused_by_the_database(in_adorf, anna):
    idea = submit(anna, "Mit Nummer")

    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=idea.pk).update(number=None)


def test_publishing_tells_the_region_and_hiding_takes_it_back(in_adorf, anna):
    idea = submit(anna, "Bank am Teich", "Geheimnis im Text")
    with platform_scope():
        entry = RegionEntry.objects.get()
    assert (entry.title, entry.path, entry.place_name) == ("Bank am Teich", f"/ideen/{idea.number}/", "Adorf")
    assert not {"Geheimnis im Text", anna.name, anna.email} & {str(value) for value in vars(entry).values()}

    idea.hide()

    with platform_scope():
        assert not RegionEntry.objects.exists()


def test_withdrawing_support_counts_down_once(in_adorf, anna, bernd):
    idea = submit(anna, "Bank am Teich")
    idea.support(by=anna)
    idea.support(by=bernd)
    idea.withdraw_support(by=anna)
    idea.withdraw_support(by=anna)

    assert Contribution.objects.get().support_count == 1


def test_an_answer_to_an_answer_joins_the_same_level(in_adorf, anna, bernd):
    idea = submit(anna, "Bank am Teich")
    first = comment_on(idea, by=bernd, body="Gute Idee.")
    second = comment_on(idea, by=anna, body="Danke.", reply_to=first)
    third = comment_on(idea, by=bernd, body="Gern.", reply_to=second)

    assert (second.reply_to, third.reply_to) == (first, first)
    assert Contribution.objects.get().comment_count == 3


def test_a_comment_stays_with_its_contribution(in_adorf, anna):
    comment = comment_on(submit(anna, "Erste Idee"), by=anna, body="Hier.")

    with pytest.raises(CommentRefused):
        comment_on(submit(anna, "Zweite Idee"), by=anna, body="Dort.", reply_to=comment)


def test_nothing_is_said_to_an_archived_contribution(in_adorf, anna):
    idea = submit(anna, "Bank am Teich")
    idea.state = State.ARCHIVED
    idea.save()

    with pytest.raises(ContributionClosed):
        comment_on(idea, by=anna, body="Zu spät.")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[klick](javascript:alert(1))",
        "![bild](https://elsewhere.example/pixel.png)",
        '<img src=x onerror="alert(1)">',
        "<iframe src='https://elsewhere.example'></iframe>",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_that_runs_or_loads_survives(source):
    assert {tag for tag, _attributes in tags_of(to_html(source))} <= {"p", "a"}
    assert {name for _tag, attributes in tags_of(to_html(source)) for name, _value in attributes} <= {"rel"}


def test_markdown_becomes_calm_html():
    assert (
        to_html("# Groß\n\n**fett** und\nneue Zeile")
        == "<h3>Groß</h3>\n<p><strong>fett</strong> und<br>\nneue Zeile</p>\n"
    )


def test_an_excerpt_is_cut_between_words():
    assert excerpt("<p>eins zwei drei vier</p>", 12) == "eins zwei …"


def test_a_closed_contribution_takes_no_support_and_says_why(in_adorf, anna):
    idea = submit(anna, "Bank am Teich")
    idea.close(reason="Die Frage ist entschieden.")

    with pytest.raises(ContributionClosed):
        idea.support(by=anna)
    idea.reopen()
    idea.support(by=anna)
    assert idea.support_count == 1


def test_what_a_screen_holds_is_not_public_until_somebody_restores_it(in_adorf, anna, monkeypatch):
    monkeypatch.setattr(screening, "SCREENS", [lambda person, text: "Brunnen" in text])
    held = Idea(author=anna, title="Ein Brunnen", body="Für alle.")
    held.submit_by(anna)

    assert held.state == State.PENDING
    assert not Contribution.objects.visible_to(AnonymousUser()).filter(pk=held.pk).exists()
    held.restore()
    assert Contribution.objects.visible_to(AnonymousUser()).filter(pk=held.pk).exists()


def test_a_follower_is_one_however_often_they_ask(in_adorf, anna):
    idea = submit(anna, "Bank am Teich")
    idea.follow(by=anna)
    idea.follow(by=anna)

    assert idea.follows.count() == 1
    assert idea.is_followed_by(anna)
    idea.unfollow(by=anna)
    assert not idea.is_followed_by(anna)
