"""Links that lead nowhere are shown to those who can mend them; nothing outside is asked."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from modules.ideas.models import Idea
from modules.pages.models import Page
from platform_core.contributions.links import broken, check_all_links
from platform_core.jobs import hourly
from platform_core.scope import current_place, place_scope


def page(by, title, body, *, public=True):
    made = Page.draft(by=by, title=title, body=body)
    if public:
        made.publish()
    return made


def addresses():
    return {link.address for link in broken()}


@pytest.mark.parametrize(
    "address",
    [
        "/seiten/gibt-es-nicht/",
        "gibt-es-nicht/",
        "/quatsch/",
        "https://adorf.bk.test/seiten/gibt-es-nicht/",
        "/ideen/99/",
        "/dateien/00000000-0000-4000-8000-000000000000/",
        "www.example.org",
        "http://",
        "https://kein host",
        "https://ohnepunkt/",
        "mailto:niemand",
        "ftp://alt.example/",
        "https://[kaputt/",
    ],
)
def test_what_leads_nowhere_is_found(in_adorf, bernd, address):
    page(bernd, "Start", f"[hier](<{address}>)")

    assert len(broken()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/ideen/",
        "/ideen/neu/",
        "/impressum/",
        "#oben",
        "https://www.example.org/x?y=1",
        "mailto:a@b.example",
        "tel:+49 123",
        "/suche/?q=x",
    ],
)
def test_what_leads_somewhere_is_no_problem(in_adorf, bernd, address):
    page(bernd, "Start", f"[hier](<{address}>)")

    assert addresses() == set()


def test_nobody_outside_is_asked(in_adorf, bernd, monkeypatch):
    def refuse(*args, **more):
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page(bernd, "Start", "[hier](http://169.254.169.254/latest/) [da](http://127.0.0.1:1/)")

    assert addresses() == set()


def test_a_draft_is_nowhere_until_it_is_published(in_adorf, bernd):
    draft = page(bernd, "Amt", "Bald.", public=False)
    page(bernd, "Start", "[Amt](/seiten/amt/)")
    assert addresses() == {"/seiten/amt/"}

    draft.publish()
    assert addresses() == set()
    draft.take_back(by=bernd)
    assert addresses() == {"/seiten/amt/"}


def test_a_page_that_moves_keeps_its_links_and_one_that_goes_breaks_them(in_adorf, bernd):
    amt = page(bernd, "Amt", "Da.")
    page(bernd, "Start", "[Amt](/seiten/amt/)")

    amt.edit(by=bernd, parent=None, slug="rathaus")
    assert addresses() == set()
    amt.remove()
    assert addresses() == {"/seiten/amt/"}


def test_a_hidden_idea_breaks_the_links_to_it(in_adorf, anna, bernd):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
    page(bernd, "Start", f"[Bank](/ideen/{idea.number}/)")

    idea.hide()
    assert addresses() == {f"/ideen/{idea.number}/"}
    idea.restore()
    assert addresses() == set()


def test_the_nightly_look_finds_what_nobody_told(in_adorf, anna, bernd):
    idea = Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
    page(bernd, "Start", f"[Bank](/ideen/{idea.number}/)")
    Idea.objects.filter(pk=idea.pk).update(state="hidden")

    check_all_links.func()

    assert addresses() == {f"/ideen/{idea.number}/"}


def test_every_place_has_its_night_by_its_own_clock(adorf, bdorf, monkeypatch):
    asked = []
    monkeypatch.setattr(type(check_all_links), "enqueue", lambda task: asked.append((task.name, current_place().slug)))
    for hour in range(24):
        hourly.strike(datetime(2026, 10, 25, hour, tzinfo=UTC))

    ours = [place for name, place in asked if name == check_all_links.name]
    assert sorted(ours) == ["adorf", "bdorf"]


def test_the_desk_counts_them_and_says_where_they_are(adorf, bernd, visit):
    visitor = visit(adorf, bernd)
    answer = visitor.post("/seiten/neu/", {"title": "Start", "body": "[Amt](/seiten/amt/)", "publish": "1"})

    assert "führt ins Leere" in visitor.get(answer.headers["Location"]).text
    assert "/seiten/amt/" in visitor.get("/seiten/verwalten/").text
    assert 'class="tag tag--warn">1<' in visitor.get("/verwalten/").text


def test_before_a_page_goes_one_sees_what_would_break(adorf, bernd, visit):
    with place_scope(adorf):
        amt = page(bernd, "Amt", "Da.")
        page(bernd, "Start", "[zum Amt](/seiten/amt/)")

    for way in ("loeschen", "zuruecknehmen"):
        assert "zum Amt" in visit(adorf, bernd).get(f"/seiten/verwalten/{amt.number}/{way}/").text
