from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from modules.ideas.models import AnswerRefused, Idea
from platform_core.contributions.models import AnswerStatus, ContributionClosed, State
from platform_core.scope import place_scope


def picture(name):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def idea(in_adorf, anna):
    return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.", place_name="Dorfteich")


def test_an_idea_gets_the_next_number_of_its_place(idea, anna):
    second = Idea.submit(by=anna, title="Zweite Idee", body="Auch gut.")

    assert (idea.number, second.number) == (1, 2)


def test_a_second_click_counts_no_second_time(idea, anna):
    idea.support(by=anna)
    idea.support(by=anna)

    assert [support.person for support in idea.supports.all()] == [anna]
    assert Idea.objects.get().support_count == 1


def test_a_hidden_idea_takes_no_support(idea, anna):
    idea.hide()

    with pytest.raises(ContributionClosed, match=r"closed|geschlossen"):
        idea.support(by=anna)


def test_only_the_administration_answers(idea, anna, bernd):
    with pytest.raises(AnswerRefused):
        idea.answer(by=anna, status=AnswerStatus.REVIEW, body="Ich prüfe das mal.")

    idea.answer(by=bernd, status=AnswerStatus.REVIEW, body="Wir prüfen das.")

    assert [answer.author for answer in idea.answers.all()] == [bernd]
    assert Idea.objects.get().status == AnswerStatus.REVIEW


def test_a_decision_says_who_decided(idea, bernd):
    with pytest.raises(AnswerRefused):
        idea.answer(by=bernd, status=AnswerStatus.DECLINED, body="Geht nicht.")

    assert Idea.objects.get().status == AnswerStatus.OPEN


def test_carla_of_the_next_village_sees_nothing_of_it(idea, carla, bdorf, visit):
    page = visit(bdorf, carla).get(f"/ideen/{idea.number}/")

    assert page.status_code == 404
    assert "Bank am Teich" not in page.text


def test_hidden_is_gone_for_everybody_but_staff_and_author(idea, anna, bernd):
    idea.hide()

    from django.contrib.auth.models import AnonymousUser

    assert not Idea.objects.visible_to(AnonymousUser()).exists()
    assert Idea.objects.visible_to(anna).get().state == State.HIDDEN
    assert Idea.objects.visible_to(bernd).get().state == State.HIDDEN


def test_an_idea_comes_with_its_pictures_in_order(adorf, anna, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, anna)
    first, second = (
        visitor.post("/dateien/neu/", {"file": picture(name)}).json()["key"] for name in ("a.png", "b.png")
    )

    sent = visitor.post(
        "/ideen/neu/",
        {
            "title": "Bank am Teich",
            "body": "So sieht es aus.",
            "file": [second, first],
            f"alt-{second}": "Der Teich im Mai",
        },
    )

    page = visit(adorf).get(sent.headers["Location"]).text
    assert page.index(f"/dateien/{second}/") < page.index(f"/dateien/{first}/")
    assert "Der Teich im Mai" in page


def test_without_javascript_a_wrong_form_keeps_the_picture(adorf, anna, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    answer = visit(adorf, anna).post("/ideen/neu/", {"title": "", "body": "Text", "files": [picture("a.png")]})

    assert answer.status_code == 422
    assert "/vorschau/" in answer.text
    assert "a.png" in answer.text


def test_a_refused_file_is_named_and_the_text_is_kept(adorf, anna, visit):
    wrong = SimpleUploadedFile("virus.jpg", b"MZ\x90\x00")
    answer = visit(adorf, anna).post(
        "/ideen/neu/", {"title": "Bank am Teich", "body": "Mein langer Text", "files": [wrong]}
    )

    assert answer.status_code == 422
    assert "virus.jpg" in answer.text
    assert "Mein langer Text" in answer.text


def test_a_picture_that_was_left_out_stays_away(adorf, anna, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf, anna)
    key = visitor.post("/dateien/neu/", {"file": picture("a.png")}).json()["key"]

    sent = visitor.post("/ideen/neu/", {"title": "Bank am Teich", "body": "Ohne Bild.", "file": [key], "drop": [key]})

    assert key not in visitor.get(sent.headers["Location"]).text


@pytest.fixture
def suggested(adorf, anna):
    with place_scope(adorf):
        return Idea.submit(by=anna, title="Bank am Teich", body="Sitzen wäre schön.")


def sign_in_front_of(words, html):
    """The drawing of the icon that stands in one tag with these words, each time they stand in a tag."""
    return set(re.findall(rf'<span class="tag[^>]*>\s*<svg[^>]*>(.*?)</svg>\s*{words}\s*</span>', html))


@pytest.mark.parametrize("status", AnswerStatus.values)
def test_a_status_has_the_same_sign_everywhere(adorf, suggested, bernd, visit, status):
    with place_scope(adorf):
        suggested.answer(
            by=bernd, status=AnswerStatus(status), body="So steht es.", decided_by="Rat", passed_to="Kreis"
        )

    html = visit(adorf).get(f"/ideen/{suggested.number}/").content.decode()

    with translation.override("de"):
        assert len(sign_in_front_of(AnswerStatus(status).label, html)) == 1


def test_a_pinned_idea_comes_first_on_the_home_page(adorf, suggested, anna, visit):
    with place_scope(adorf):
        Idea.submit(by=anna, title="Eine neuere Idee", body="Von heute.")
        suggested.pin()

    html = visit(adorf).get("/").content.decode()

    assert 0 < html.index(suggested.title) < html.index("Eine neuere Idee")


def test_an_answer_that_lacks_two_things_names_both_at_once(adorf, suggested, bernd, visit):
    half = {"status": "passed_on", "body": "Wir geben es weiter."}

    answer = visit(adorf, bernd).post(f"/ideen/{suggested.number}/antwort/", half)

    assert answer.status_code == 422
    assert "wer das entschieden hat" in answer.text
    assert "an wen es weitergegeben wurde" in answer.text
    whole = half | {"decided_by": "Bauamt", "passed_to": "Kreis Soest"}
    assert visit(adorf, bernd).post(f"/ideen/{suggested.number}/antwort/", whole).status_code == 302


def test_what_an_answer_may_need_is_not_called_optional(adorf, suggested, bernd, visit):
    html = visit(adorf, bernd).get(f"/ideen/{suggested.number}/").text

    label = re.search(r'<label class="kern-label" for="id_decided_by">(.*?)</label>', html, re.DOTALL)
    assert label is not None
    assert "freiwillig" not in label[1]
