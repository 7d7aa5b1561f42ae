"""Writing, answering, quoting: what was typed is never lost, and nothing gets where it does not belong."""

from __future__ import annotations

import html

import pytest

from platform_core.accounts.roles import Role
from platform_core.comments.models import Comment
from platform_core.comments.tests.conftest import articles, texts
from platform_core.scope import place_scope
from tests.fixtures import make_person
from tests.support.mails import code_in, mails_of

HTMX = {"hx-request": "true"}
NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(1)> [klick](javascript:alert(1))'


def body_of_form(page, key):
    """What stands in the text field of one form."""
    start = page.index(f'id="text-{key}"')
    return html.unescape(page[page.index(">", start) + 1 : page.index("</textarea>", start)]).lstrip("\n")


def test_a_comment_lands_on_the_page_at_its_own_place(adorf, idea, anna, dora, visit, page_of):
    answer = visit(adorf, dora).post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Ja, bitte."})

    with place_scope(adorf):
        comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/ideen/{idea.number}/#beitrag-{comment.pk}"
    assert f'id="beitrag-{comment.pk}"' in page_of()
    assert texts(page_of()) == ["Ja, bitte."]


def test_an_answer_to_an_answer_joins_the_thread(adorf, idea, anna, dora, say, visit):
    first = say(anna, "Wer hilft?")
    reply = say(dora, "Ich.", reply_to=first)
    visit(adorf, anna).post(f"/gespraech/{reply.pk}/antworten/", {"body": "Danke."})

    with place_scope(adorf):
        assert Comment.objects.get(body="Danke.").reply_to_id == first.pk


@pytest.mark.parametrize("words", ["", "   ", "x" * 5001], ids=["nothing", "blanks", "too much"])
def test_a_faulty_reply_comes_back_in_its_own_form_with_its_text(adorf, idea, anna, dora, say, visit, words):
    first = say(anna, "Wer hilft?")
    answer = visit(adorf, dora).post(f"/gespraech/{first.pk}/antworten/", {"body": words})

    assert answer.status_code == 422
    assert f'action="/gespraech/{first.pk}/antworten/"' in answer.text
    assert f"/gespraech/{idea.pk}/schreiben/" not in answer.text, "not in the composer at the bottom"
    assert answer.text.count("<textarea") == 1
    assert body_of_form(answer.text, first.pk).strip() == words.strip()
    assert f'id="fehler-{first.pk}"' in answer.text
    assert "Wer hilft?" in answer.text, "what it answers stands above"


def test_with_htmx_the_faulty_form_replaces_itself_and_nothing_else(adorf, idea, anna, dora, say, visit):
    first = say(anna, "Wer hilft?")
    answer = visit(adorf, dora).post(f"/gespraech/{first.pk}/antworten/", {"body": " "}, headers=HTMX)

    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == f"#schreiben-{first.pk}"


def test_after_writing_with_htmx_the_page_says_so_and_leads_to_the_comment(adorf, idea, dora, visit):
    visitor = visit(adorf, dora)
    sent = visitor.post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Ja, bitte."}, headers=HTMX)
    page = visitor.get(sent.headers["Location"], headers=HTMX).text

    talk = page[page.index('id="gespraech"') :]
    assert "Ihr Kommentar ist online." in talk
    assert "autofocus" in articles(talk)[0]


def test_a_closed_discussion_says_why_and_keeps_what_was_typed(adorf, idea, dora, say, visit, page_of):
    with place_scope(adorf):
        idea.close(reason="Der Rat hat entschieden.")
    answer = visit(adorf, dora).post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Noch ein Wort."})

    assert answer.status_code == 409
    assert "Der Rat hat entschieden." in answer.text
    assert body_of_form(answer.text, idea.pk) == "Noch ein Wort."
    page = page_of(dora)
    assert "Diese Diskussion ist beendet" in page
    assert "Der Rat hat entschieden." in page
    assert f"/gespraech/{idea.pk}/schreiben/" not in page


def test_where_comments_are_off_there_is_nothing_to_write(adorf, idea, anna, dora, say, visit, page_of):
    first = say(anna, "Das war einmal.")
    with place_scope(adorf):
        type(idea).objects.filter(pk=idea.pk).update(takes_comments=False)

    page = page_of(dora)
    assert "Das war einmal." in page
    assert "<textarea" not in page
    assert "Zitieren" not in page
    for path in (f"{idea.pk}/schreiben/", f"{first.pk}/antworten/"):
        assert visit(adorf, dora).post(f"/gespraech/{path}", {"body": "Doch."}).status_code == 409
    with place_scope(adorf):
        assert Comment.objects.count() == 1


def test_strangers_write_first_and_say_who_they_are_afterwards(adorf, idea, anna, say, visit, page_of):
    first = say(anna, "Wer hilft?")
    assert f'action="/gespraech/{idea.pk}/schreiben/"' in page_of()
    stranger = visit(adorf)

    asked = stranger.post(f"/gespraech/{first.pk}/antworten/", {"body": "Ich helfe.", "sortierung": "neueste"})
    assert asked.headers["Location"] == "/konto/weiter/"
    assert "Ich helfe." in stranger.get("/konto/weiter/").text
    assert "Ich helfe." not in page_of()
    stranger.post("/konto/weiter/", {"guest_name": "Gudrun Beispiel", "guest_email": "gudrun@example.org"})
    done = stranger.post("/konto/login/code/confirm/", {"code": code_in(mails_of(adorf)[0].text)})

    with place_scope(adorf):
        comment = Comment.objects.get(body="Ich helfe.")
        assert (comment.reply_to_id, comment.author.name) == (first.pk, "Gudrun Beispiel")
    assert done.headers["Location"] == f"/ideen/{idea.number}/?sortierung=neueste#beitrag-{comment.pk}"


def test_a_stranger_who_sent_nothing_is_told_before_being_asked_in(adorf, idea, visit):
    answer = visit(adorf).post(f"/gespraech/{idea.pk}/schreiben/", {"body": "  "})

    assert answer.status_code == 422
    assert f'id="fehler-{idea.pk}"' in answer.text


def test_a_stranger_with_htmx_is_led_on_by_a_header(adorf, idea, visit):
    answer = visit(adorf).post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Ja, bitte."}, headers=HTMX)

    assert answer.headers["HX-Redirect"] == "/konto/weiter/"


def test_a_quotation_fills_the_box_of_its_thread_and_names_whose_words_they_are(anna, dora, say, page_of):
    first = say(anna, "> Altes Zitat\n\nWer hilft?\nAm Samstag?")
    reply = say(dora, "Ich bringe *Kuchen*.", reply_to=first)

    quoted = body_of_form(page_of(anna, f"?zitat={first.pk}"), first.pk)
    assert quoted == "> Anna Beispiel schrieb:\n> Wer hilft?\n> Am Samstag?\n\n"
    page = page_of(anna, f"?zitat={reply.pk}")
    assert body_of_form(page, first.pk).startswith("> Dora Denkbar schrieb:\n> Ich bringe *Kuchen*.")
    assert f'id="antwort-{first.pk}" open' in page


def test_a_quotation_of_something_hidden_or_foreign_is_empty(adorf, anna, dora, say, page_of):
    first, other = say(anna, "Wer hilft?"), say(dora, "Streng geheim.")
    with place_scope(adorf):
        other.hide()

    for wanted in (other.pk, "0", "nichts", first.contribution_id, "' OR 1=1 --", "\0"):
        page = page_of(anna, f"?zitat={wanted}")
        assert f'id="text-{first.pk}"' not in page
        assert "Streng geheim." not in page


def test_hostile_words_stay_words(adorf, idea, say, visit, page_of):
    mean = make_person(adorf, NASTY[:60], Role.REPRESENTATIVE)
    first = say(mean, NASTY, speaks_for=NASTY)
    quoted = body_of_form(page_of(mean, f"?zitat={first.pk}"), first.pk)
    visit(adorf, mean).post(f"/gespraech/{first.pk}/antworten/", {"body": quoted, "speaks_for": NASTY[:80]})

    for page in (page_of(mean), page_of(), page_of(mean, f"?zitat={first.pk}")):
        main = page[page.index("<main") : page.index("</main>")]
        assert main.count("&lt;script&gt;") >= 2
        assert "<script" not in main
        assert "<img" not in main
        assert 'href="javascript' not in main


def test_representatives_speak_for_a_group_and_nobody_else_does(adorf, idea, renate, dora, visit, page_of):
    for person in (renate, dora):
        visit(adorf, person).post(
            f"/gespraech/{idea.pk}/schreiben/",
            {"body": f"Hier spricht {person.name}.", "speaks_for": "  Fraktion\n\tBürgerliste "},
        )

    with place_scope(adorf):
        assert Comment.objects.get(author=renate).speaks_for == "Fraktion Bürgerliste"
        assert Comment.objects.get(author=dora).speaks_for == ""
    page = page_of()
    politics = page[page.index('id="h-politik"') :]
    assert page.count("Spricht für: Fraktion Bürgerliste") == 1
    assert "Spricht für: Fraktion Bürgerliste" in politics
    assert "speaks_for" in page_of(renate)
    assert "speaks_for" not in page_of(dora)


def test_residents_answer_a_statement_in_its_own_lane(anna, renate, say, page_of):
    statement = say(renate, "Wir sind dafür.")
    say(anna, "Das freut mich.", reply_to=statement)

    page = page_of()
    politics = page[page.index('id="h-politik"') : page.index("compose")]
    assert texts(politics) == ["Wir sind dafür.", "Das freut mich."]
    assert "2 Wortmeldungen" in politics


@pytest.mark.parametrize("path", ["schreiben", "hilfreich"])
def test_acts_are_not_done_by_looking(adorf, idea, anna, say, visit, path):
    first = say(anna, "Wer hilft?")

    assert visit(adorf, anna).get(f"/gespraech/{first.pk}/{path}/").status_code == 405


def test_carla_of_the_next_village_reaches_nothing(adorf, bdorf, idea, anna, carla, say, visit):
    first = say(anna, "Wer hilft?")
    stranger = visit(bdorf, carla)

    for path in ("", "bearbeiten/", "entfernen/", "fassungen/"):
        assert stranger.get(f"/gespraech/{first.pk}/{path}").status_code == 404
    for key in (first.pk, idea.pk):
        for path in ("schreiben/", "antworten/", "hilfreich/", "bearbeiten/", "entfernen/"):
            assert stranger.post(f"/gespraech/{key}/{path}", {"body": "Hallo?"}).status_code == 404
    with place_scope(adorf):
        assert [each.body for each in Comment.objects.all()] == ["Wer hilft?"]


def test_below_something_hidden_nobody_writes(adorf, idea, anna, dora, say, visit):
    first = say(anna, "Wer hilft?")
    with place_scope(adorf):
        idea.hide()

    assert visit(adorf, dora).get(f"/gespraech/{first.pk}/").status_code == 404
    assert visit(adorf, dora).post(f"/gespraech/{idea.pk}/schreiben/", {"body": "Hallo?"}).status_code == 404
    assert visit(adorf, dora).post(f"/gespraech/{first.pk}/antworten/", {"body": "Hallo?"}).status_code == 404


def test_a_reply_form_comes_when_somebody_asks_for_it(anna, say, page_of):
    first, second = say(anna, "Wer hilft?"), say(anna, "Und wann?")

    assert page_of(anna).count('name="body"') == 1  # the one at the end of the talk
    page = page_of(anna, f"?antworten={second.pk}")
    assert f'id="text-{second.pk}"' in page
    assert f'id="text-{first.pk}"' not in page
    assert f'?antworten={first.pk}#schreiben-{first.pk}"' in page
    for wanted in ("0", "nichts", "' OR 1=1 --", "\0", str(first.contribution_id)):
        assert page_of(anna, f"?antworten={wanted}").count('name="body"') == 1


def test_htmx_gets_the_form_alone_and_others_the_page_with_it(adorf, idea, anna, say, visit):
    first = say(anna, "Wer hilft?")
    address = f"/gespraech/{first.pk}/antworten/?sortierung=neueste"

    alone = visit(adorf).get(address, headers=HTMX)
    assert alone.text.strip().startswith("<details")
    assert 'value="neueste"' in alone.text
    assert "autofocus" in alone.text
    led = visit(adorf).get(address)
    assert (
        led.headers["Location"] == f"/ideen/{idea.number}/?sortierung=neueste&antworten={first.pk}#schreiben-{first.pk}"
    )


def test_where_the_talk_has_ended_no_form_comes(adorf, bdorf, idea, anna, carla, say, visit):
    first = say(anna, "Wer hilft?")
    address = f"/gespraech/{first.pk}/antworten/"
    assert visit(bdorf, carla).get(address, headers=HTMX).status_code == 404
    with place_scope(adorf):
        idea.close(reason="Genug.")

    assert visit(adorf, anna).get(address, headers=HTMX).status_code == 404
