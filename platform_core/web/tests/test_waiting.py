"""Writing before signing in: kept, proven by a code, carried out exactly once."""

from __future__ import annotations

import io
import threading
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from modules.ideas.models import Idea
from platform_core.accounts.models import Person
from platform_core.accounts.options import TakingPart
from platform_core.contributions import screening
from platform_core.files.actions import sweep_loose_files
from platform_core.files.models import Attachment
from platform_core.options.forms import store_options
from platform_core.scope import place_scope
from platform_core.web import limits, waiting
from platform_core.web.limits import Rate
from tests.support.mails import code_in, mails_of

IDEA = {"title": "Bank am Teich", "body": "Sitzen wäre schön."}
GUDRUN = {"guest_name": "Gudrun Beispiel", "guest_email": "Gudrun@Example.org"}
CODE_PAGE = "/konto/login/code/confirm/"


def picture(name="teich.png"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def writes(visitor, **more):
    return visitor.post("/ideen/neu/", {**IDEA, **GUDRUN, **more})


def types_code(visitor, place, **more):
    return visitor.post(CODE_PAGE, {"code": code_in(mails_of(place)[0].text), **more})


def signs_in_with_password(visitor, person):
    assert visitor.post("/konto/weiter/", {"password": "1"}).headers["Location"] == "/konto/login/"
    return visitor.post("/konto/login/", {"login": person.email, "password": "geheim-und-lang"})


def ideas_of(place):
    with place_scope(place):
        return list(Idea.objects.select_related("author"))


def people_of(place):
    with place_scope(place):
        return {person.email: person.is_guest for person in Person.objects.all()}


@pytest.fixture
def only_accounts(adorf):
    with place_scope(adorf):
        store_options(TakingPart, {"guests_write": False})


def test_a_stranger_writes_types_the_code_and_the_idea_is_online(adorf, visit):
    visitor = visit(adorf)
    sent = writes(visitor)
    assert sent.headers["Location"] == CODE_PAGE
    assert (ideas_of(adorf), people_of(adorf)) == ([], {})
    assert "Bank am Teich" in visitor.get(CODE_PAGE).text

    done = types_code(visitor, adorf)

    [idea] = ideas_of(adorf)
    assert (idea.title, idea.author.name, idea.author.is_guest) == ("Bank am Teich", "Gudrun Beispiel", True)
    assert done.headers["Location"] == idea.get_absolute_url()
    assert "Ihre Idee ist online" in visitor.get(done.headers["Location"]).text
    assert "Gudrun Beispiel" in visit(adorf).get(idea.get_absolute_url()).text


def test_somebody_with_an_account_signs_in_as_themselves(adorf, anna, visit):
    visitor = visit(adorf)
    writes(visitor, guest_name="Jemand Anders", guest_email=anna.email)
    types_code(visitor, adorf)

    [idea] = ideas_of(adorf)
    assert idea.author == anna
    assert people_of(adorf) == {anna.email: False}


def test_known_and_unknown_addresses_get_the_same_answers_and_the_same_mail(adorf, anna, visit):
    seen = []
    for email in (anna.email, "niemand@adorf.example"):
        visitor = visit(adorf)
        sent = writes(visitor, guest_email=email)
        mail = mails_of(adorf)[0]
        page = visitor.get(CODE_PAGE).text.replace(email, "X")
        wrong = visitor.post(CODE_PAGE, {"code": "falsch"})
        seen.append(
            (sent.status_code, sent.headers["Location"], mail.subject, mail.text.replace(code_in(mail.text), "C"), page,
             wrong.status_code, wrong.text.replace(email, "X"))
        )  # fmt: skip

    assert seen[0] == seen[1]
    assert "Ihr Code" in seen[0][2]


def test_known_and_unknown_addresses_cost_the_same_work(adorf, anna, visit):
    writes(visit(adorf), guest_email="warm@adorf.example")
    counts = []
    for email in (anna.email, "niemand@adorf.example"):
        with CaptureQueriesContext(connection) as queries:
            writes(visit(adorf), guest_email=email)
        counts.append(len(queries))

    assert counts[0] <= counts[1] <= counts[0] + 1  # whoever is unknown is looked for in a second table


def test_a_wrong_form_is_shown_again_with_all_that_was_typed(adorf, visit):
    again = visit(adorf).post("/ideen/neu/", {**IDEA, "guest_name": "Gudrun Beispiel", "guest_email": "keine"})

    assert again.status_code == 422
    assert all(words in again.text for words in ("Sitzen wäre schön.", "Gudrun Beispiel", "keine"))


def test_the_session_gets_a_new_key(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    before = visitor.cookies["__Host-session"].value
    types_code(visitor, adorf)

    assert visitor.cookies["__Host-session"].value != before
    stolen = visit(adorf)
    stolen.cookies["__Host-session"] = before
    assert stolen.get("/ich/").status_code == 302


def test_the_code_works_once_and_the_idea_comes_once(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    code = code_in(mails_of(adorf)[0].text)
    visitor.post(CODE_PAGE, {"code": code})
    replayed = visitor.post(CODE_PAGE, {"code": code})
    back = visitor.get(CODE_PAGE)

    assert len(ideas_of(adorf)) == 1
    assert {replayed.status_code, back.status_code} == {302}


def test_of_two_requests_at_a_time_only_one_carries_it_out(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    key = visitor.cookies["__Host-session"].value
    with place_scope(adorf):
        sessions = [waiting_session(key), waiting_session(key)]
        claimed = [waiting.claim(SimpleNamespace(session=session)) for session in sessions]

    assert [bool(each) for each in claimed] == [True, False]


def waiting_session(key):
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore(key)
    assert waiting.KEY in session
    return session


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_confirm_posts_once(adorf, visit):
    first, second = visit(adorf), visit(adorf)
    writes(first)
    second.cookies["__Host-session"] = first.cookies["__Host-session"].value
    code = code_in(mails_of(adorf)[0].text)
    answers = []

    def click_by(visitor):
        answers.append(visitor.post(CODE_PAGE, {"code": code}).status_code)
        connection.close()

    clicks = [threading.Thread(target=click_by, args=(each,)) for each in (first, second)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()

    assert len(ideas_of(adorf)) == 1
    assert set(answers) <= {302, 400}


def test_three_wrong_codes_need_a_new_one_and_lose_nothing(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    code = code_in(mails_of(adorf)[0].text)
    answers = [visitor.post(CODE_PAGE, {"code": "falsch"}) for _try in range(3)]
    assert answers[2].headers["Location"] == "/konto/weiter/"
    visitor.post(CODE_PAGE, {"code": code})
    assert ideas_of(adorf) == []

    page = visitor.get("/konto/weiter/").text
    assert "Bank am Teich" in page
    assert "gudrun@example.org" in page
    visitor.post("/konto/weiter/", GUDRUN)
    types_code(visitor, adorf)
    assert len(ideas_of(adorf)) == 1


def test_an_expired_code_asks_for_a_new_one_and_keeps_the_text(adorf, visit, settings):
    visitor = visit(adorf)
    writes(visitor)
    code = code_in(mails_of(adorf)[0].text)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    late = visitor.post(CODE_PAGE, {"code": code})

    assert late.headers["Location"] == "/konto/weiter/"
    assert "abgelaufen" in visitor.get("/konto/weiter/").text
    assert ideas_of(adorf) == []


def test_a_new_code_can_be_sent_and_the_old_one_is_void(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    old = code_in(mails_of(adorf)[0].text)
    visitor.post(CODE_PAGE, {"action": "resend"})
    new = code_in(mails_of(adorf)[0].text)
    assert new != old
    visitor.post(CODE_PAGE, {"code": old})
    assert ideas_of(adorf) == []

    visitor.post(CODE_PAGE, {"code": new})
    assert len(ideas_of(adorf)) == 1


def test_back_and_changed_the_last_words_count(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    old = code_in(mails_of(adorf)[0].text)
    writes(visitor, title="Bank am Bach")
    visitor.post(CODE_PAGE, {"code": old})
    assert ideas_of(adorf) == []
    types_code(visitor, adorf)

    assert [idea.title for idea in ideas_of(adorf)] == ["Bank am Bach"]


def test_a_code_of_the_next_village_opens_nothing(adorf, bdorf, visit):
    here, there = visit(adorf), visit(bdorf)
    writes(here)
    there.cookies["__Host-session"] = here.cookies["__Host-session"].value
    there.post(CODE_PAGE, {"code": code_in(mails_of(adorf)[0].text)})

    assert there.get("/konto/weiter/").headers["Location"] == "/konto/login/"
    assert (ideas_of(adorf), ideas_of(bdorf)) == ([], [])


def test_what_was_kept_in_another_place_is_not_carried_out(in_adorf, bdorf, visit):
    kept = waiting.Waiting(path="/ideen/neu/", fields=[], at=9e9, schema=bdorf.schema)

    assert waiting._read(waiting.asdict(kept)) is None


def test_somebody_else_at_the_same_computer_is_asked_first(adorf, anna, visit):
    visitor = visit(adorf)
    writes(visitor)
    signed_in = signs_in_with_password(visitor, anna)
    assert signed_in.headers["Location"] == "/konto/weiter/"
    assert ideas_of(adorf) == []
    assert "Bank am Teich" in visitor.get("/konto/weiter/").text

    visitor.post("/konto/weiter/", {"discard": "1"})
    visitor.post("/konto/weiter/")
    assert ideas_of(adorf) == []


def test_the_same_person_with_another_address_sends_it_with_one_click(adorf, anna, visit):
    visitor = visit(adorf)
    writes(visitor)
    signs_in_with_password(visitor, anna)
    visitor.post("/konto/weiter/")
    visitor.post("/konto/weiter/")

    assert [idea.author for idea in ideas_of(adorf)] == [anna]


def test_support_of_a_stranger_counts_after_the_code(adorf, anna, visit):
    with place_scope(adorf):
        idea = Idea.submit(by=anna, **IDEA)
    visitor = visit(adorf)
    asked = visitor.post(f"/ideen/{idea.number}/dafuer/")
    assert asked.headers["Location"] == "/konto/weiter/"
    assert ideas_of(adorf)[0].support_count == 0

    visitor.post("/konto/weiter/", GUDRUN)
    done = types_code(visitor, adorf)

    assert done.headers["Location"] == idea.get_absolute_url()
    assert ideas_of(adorf)[0].support_count == 1


def test_htmx_is_led_on_by_its_own_header(adorf, anna, visit):
    with place_scope(adorf):
        idea = Idea.submit(by=anna, **IDEA)
    asked = visit(adorf).post(f"/ideen/{idea.number}/dafuer/", headers={"hx-request": "true"})

    assert asked.headers["HX-Redirect"] == "/konto/weiter/"


def test_where_guests_may_not_write_the_text_waits_for_the_account(adorf, visit, only_accounts):
    visitor = visit(adorf)
    assert "guest_email" not in visitor.get("/ideen/neu/").text
    sent = visitor.post("/ideen/neu/", IDEA)
    assert sent.headers["Location"] == "/konto/login/"
    visitor.post("/konto/signup/", {"name": "Gudrun Beispiel", "email": "gudrun@example.org"})
    visitor.post("/konto/confirm-email/", {"code": code_in(mails_of(adorf)[0].text)})

    [idea] = ideas_of(adorf)
    assert (idea.title, idea.author.is_guest) == ("Bank am Teich", False)


def test_a_guest_opens_an_account_where_guests_may_not_write_any_more(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    types_code(visitor, adorf)
    with place_scope(adorf):
        store_options(TakingPart, {"guests_write": False})
    second = visitor.post("/ideen/neu/", {"title": "Zweite Idee", "body": "Auch gut."})
    assert second.headers["Location"] == "/konto/weiter/"
    assert "Konto" in visitor.get("/konto/weiter/").text
    visitor.post("/konto/weiter/")

    assert people_of(adorf) == {"gudrun@example.org": False}
    assert {idea.title for idea in ideas_of(adorf)} == {"Bank am Teich", "Zweite Idee"}


def test_a_guest_opens_an_account_on_the_own_page(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    types_code(visitor, adorf)
    assert people_of(adorf) == {"gudrun@example.org": True}
    assert "/konto/eroeffnen/" in visitor.get("/ich/").text
    visitor.post("/konto/eroeffnen/")

    assert people_of(adorf) == {"gudrun@example.org": False}


def test_a_held_idea_is_said_kindly_and_seen_by_its_author_alone(adorf, visit, monkeypatch):
    monkeypatch.setattr(screening, "SCREENS", [lambda person, text: True])
    visitor = visit(adorf)
    writes(visitor)
    done = types_code(visitor, adorf)

    page = visitor.get(done.headers["Location"])
    assert "schaut" in page.text
    assert visit(adorf).get(done.headers["Location"]).status_code == 404


def test_a_password_set_before_the_address_was_proven_opens_nothing(adorf, visit):
    thief = {"name": "Dieb", "email": "gudrun@example.org", "password1": "ein-langes-passwort"}
    visit(adorf).post("/konto/signup/", thief)
    visitor = visit(adorf)
    writes(visitor)
    types_code(visitor, adorf)

    with place_scope(adorf):
        assert not Person.objects.get(email="gudrun@example.org").has_usable_password()


def test_too_much_is_not_kept(adorf, anna, visit):
    with place_scope(adorf):
        idea = Idea.submit(by=anna, **IDEA)
    visitor = visit(adorf)
    asked = visitor.post(f"/ideen/{idea.number}/dafuer/", {"x": "y" * 70_000})

    assert asked.headers["Location"] == "/konto/login/"
    with place_scope(adorf):
        assert not any(waiting.KEY in session.get_decoded() for session in Session.objects.all())


def test_the_idea_was_hidden_meanwhile(adorf, anna, visit):
    with place_scope(adorf):
        idea = Idea.submit(by=anna, **IDEA)
    visitor = visit(adorf)
    visitor.post(f"/ideen/{idea.number}/dafuer/")
    with place_scope(adorf):
        idea.hide()
    visitor.post("/konto/weiter/", GUDRUN)
    done = types_code(visitor, adorf)

    assert done.headers["Location"] == "/"
    assert "nicht mehr da" in visitor.get("/").text


def test_only_views_that_expect_it_get_what_waited(adorf, visit):
    visitor = visit(adorf)
    writes(visitor)
    session = visitor.session_of()
    session[waiting.KEY]["path"] = "/ich/"
    with place_scope(adorf):
        session.save()
    done = types_code(visitor, adorf)

    assert done.headers["Location"] == "/"


def test_pictures_of_a_stranger_belong_to_the_session_until_the_code(adorf, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor, other = visit(adorf), visit(adorf)
    key = visitor.post("/dateien/neu/", {"file": picture()}).json()["key"]
    assert visitor.get(f"/dateien/{key}/vorschau/").status_code == 200
    assert other.get(f"/dateien/{key}/vorschau/").status_code == 404
    assert other.post(f"/dateien/{key}/weg/").status_code == 404
    other.post("/ideen/neu/", {**IDEA, "guest_name": "Dieb", "guest_email": "dieb@example.org", "file": [key]})
    types_code(other, adorf)

    writes(visitor, file=[key], **{f"alt-{key}": "Der Teich im Mai"})
    done = types_code(visitor, adorf)

    page = visit(adorf).get(done.headers["Location"]).text
    assert f"/dateien/{key}/" in page
    assert "Der Teich im Mai" in page
    assert visit(adorf).get(f"/dateien/{key}/").status_code == 200


def test_a_picture_stays_when_its_person_signs_in_meanwhile(adorf, anna, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf)
    key = visitor.post("/dateien/neu/", {"file": picture()}).json()["key"]
    visitor.post("/konto/login/", {"login": anna.email, "password": "geheim-und-lang"})
    done = visitor.post("/ideen/neu/", {**IDEA, "file": [key]})

    assert f"/dateien/{key}/" in visit(adorf).get(done.headers["Location"]).text


def test_strangers_send_no_endless_files(adorf, visit, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    settings.LIMITS = True
    monkeypatch.setitem(limits.RATES, "stranger_upload", Rate(person=1, address=1, place=9))
    assert visit(adorf).post("/dateien/neu/", {"file": picture()}).status_code == 201
    assert visit(adorf).post("/dateien/neu/", {"file": picture()}).status_code == 429
    again = writes(visit(adorf), files=[picture()])
    assert again.status_code == 422
    assert "Sitzen wäre schön." in again.text


def test_without_javascript_the_picture_comes_with_the_form(adorf, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf)
    writes(visitor, files=[picture()])
    done = types_code(visitor, adorf)

    assert "/dateien/" in visit(adorf).get(done.headers["Location"]).text


def test_pictures_of_strangers_are_limited_and_swept(adorf, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor = visit(adorf)
    codes = [visitor.post("/dateien/neu/", {"file": picture()}).status_code for _each in range(17)]
    assert codes == [201] * 16 + [422]
    settings.PLACE_QUOTA = 1000
    assert visit(adorf).post("/dateien/neu/", {"file": picture()}).status_code == 507

    with place_scope(adorf):
        from datetime import timedelta

        from django.utils import timezone

        Attachment.objects.update(created_at=timezone.now() - timedelta(hours=25))
        sweep_loose_files.func()
        assert not Attachment.objects.exists()
