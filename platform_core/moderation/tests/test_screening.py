"""What is held before it appears: listed words and first links; never what staff write."""

from __future__ import annotations

import pytest

from modules.ideas.models import Idea
from platform_core.comments.models import Comment
from platform_core.contributions.models import Contribution
from platform_core.moderation.links import strange_links
from platform_core.moderation.options import Moderation
from platform_core.options.forms import options_of, store_options
from platform_core.scope import place_scope

QUEUE = "/verwalten/moderation/"


@pytest.fixture
def screens(adorf):
    def setting(**values):
        with place_scope(adorf):
            store_options(Moderation, {**options_of(Moderation), **values})

    return setting


@pytest.fixture
def writing(visit, adorf):
    def write(person, body, title="Ein Vorschlag für alle"):
        answer = visit(adorf, person).post("/ideen/neu/", {"title": title, "body": body}, follow=True)
        with place_scope(adorf):
            return Contribution.objects.order_by("-created_at")[0], answer

    return write


def test_a_listed_word_holds_an_idea_and_the_author_is_told_kindly(visit, adorf, anna, mona, screens, writing):
    screens(words="Casino\nBlödmann")

    made, answer = writing(anna, "Kommt alle ins C4s1no.")

    assert made.state == "pending"
    assert "bevor" in answer.text
    assert "Ein Vorschlag" not in visit(adorf).get("/ideen/").text
    assert visit(adorf).get("/ideen/1/").status_code == 404
    queue = visit(adorf, mona).get(QUEUE).text
    assert "Ein Vorschlag für alle" in queue
    assert "Casino" in queue, "the moderator reads why it waits"
    assert "kurz" in visit(adorf, anna).get("/ich/").text


def test_published_by_a_moderator_it_is_there_for_all(visit, adorf, anna, mona, screens, writing):
    screens(words="Casino")
    made, _answer = writing(anna, "Kein Casino in Adorf.")

    visit(adorf, mona).post(f"{QUEUE}{made.pk}/entscheiden/", {"act": "publish"})

    assert "Ein Vorschlag für alle" in visit(adorf).get("/ideen/").text


def test_a_held_comment_is_not_read_and_not_counted(visit, adorf, anna, idea, screens):
    screens(words="Casino")
    page = visit(adorf, anna).post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Casino"}, follow=True)

    assert "kurz" in page.text
    assert "Casino" not in visit(adorf).get("/ideen/1/").text
    with place_scope(adorf):
        assert Comment.objects.get().state == "pending"
        assert Contribution.objects.get().comment_count == 0


def test_first_links_are_held_and_later_ones_are_not(anna, writing, adorf):
    first, _answer = writing(anna, "Seht https://gewinn.example an.")
    assert first.state == "pending"
    with place_scope(adorf):
        Idea.objects.get(pk=first.pk).restore()

    second, _answer = writing(anna, "Und auch https://anderswo.example.", title="Noch ein Vorschlag")

    assert second.state == "published"


def test_links_within_the_place_are_fine(anna, writing, adorf):
    made, _answer = writing(anna, f"Wie in https://{adorf.host}/ideen/3/ und [dort](/ideen/4/).")

    assert made.state == "published"


def test_staff_are_never_held(bernd, writing, screens):
    screens(words="Casino", newcomers=True)

    assert writing(bernd, "Casino: https://gewinn.example")[0].state == "published"


def test_newcomers_wait_where_the_place_wants_it(anna, writing, screens, adorf):
    screens(newcomers=True)
    first, _answer = writing(anna, "Guten Tag.")
    assert first.state == "pending"
    with place_scope(adorf):
        Idea.objects.get(pk=first.pk).restore()

    assert writing(anna, "Noch etwas.", title="Noch ein Vorschlag")[0].state == "published"


def test_an_edit_that_brings_in_a_link_or_a_listed_word_is_held(visit, adorf, portal, anna, screens, writing):
    screens(words="Casino")
    for word in ("Casino", "https://gewinn.example"):
        made, _answer = writing(anna, "Ganz harmlos.")
        assert made.state == "published"
        page = f"/ideen/{made.number}/bearbeiten/"
        visit(adorf, anna).post(page, {"title": "Vorschlag neu", "body": f"Jetzt mit {word}."})
        with place_scope(adorf):
            made.refresh_from_db()
            assert made.state == "pending", word
            made.delete()
    assert "Vorschlag neu" not in visit(portal).get("/region/").text


def test_an_edit_of_something_looked_at_is_not_held_again(visit, adorf, anna, screens, writing):
    screens(words="Casino")
    made, _answer = writing(anna, "Kein Casino.")
    with place_scope(adorf):
        Idea.objects.get(pk=made.pk).restore()

    visit(adorf, anna).post(f"/ideen/{made.number}/bearbeiten/", {"title": made.title, "body": "Kein Casino, bitte."})

    with place_scope(adorf):
        made.refresh_from_db()
    assert (made.state, made.body) == ("published", "Kein Casino, bitte.")


@pytest.mark.parametrize("word", ["x" * 81, "\n".join(["wort"] * 501)], ids=["long", "many"])
def test_a_list_without_measure_is_refused(visit, adorf, adele, word):
    answer = visit(adorf, adele).post("/verwalten/einstellungen/moderation/", {"words": word})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("https://gewinn.example/x?y=1", ["gewinn.example"]),
        ("HTTPS://Gewinn.Example", ["gewinn.example"]),
        ("www.gewinn.example", ["gewinn.example"]),
        ("gewinn.com!", ["gewinn.com"]),
        ("gewinn.de/jetzt", ["gewinn.de"]),
        ("[hier](https://gewinn.example)", ["gewinn.example"]),
        ("[hier](//gewinn.example)", ["gewinn.example"]),
        ("<https://gewinn.example>", ["gewinn.example"]),
        ("https&#58;//gewinn.example", ["gewinn.example"]),
        ("gewinn[.]com", ["gewinn.com"]),
        ("gewinn (punkt) de", ["gewinn.de"]),
        ("https://adorf.bk.test@gewinn.example/", ["gewinn.example"]),
        ("https://adorf.bk.test.gewinn.example/", ["adorf.bk.test.gewinn.example"]),
        ("https://gewinn.example\\\\@adorf.bk.test/", ["gewinn.example"]),
        ("https://[kaputt", ["https://[kaputt"]),
        ("https://adorf.bk.test/ideen/", []),
        ("[dort](/ideen/3/)", []),
        ("anna@gewinn.com", []),
        ("z.B. am Bach, d.h. unten", []),
        ("Am 3.10. um 10.30 Uhr.Dann gehen wir", []),
        ("Bitte in die Hauptstr.de", ["hauptstr.de"]),
    ],
)
def test_links_that_lead_out_of_the_place_are_seen(in_adorf, text, hosts):
    assert strange_links(text) == hosts
