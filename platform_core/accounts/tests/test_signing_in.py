from __future__ import annotations

from platform_core.accounts.models import Person
from platform_core.scope import place_scope
from tests.support.mails import code_in, mails_of


def test_sign_up_with_name_and_address_by_mail_code(adorf, visit):
    visitor = visit(adorf)
    sent = visitor.post("/konto/signup/", {"name": "Gudrun Beispiel", "email": "Gudrun@Example.org"})
    assert sent.status_code == 302, sent.text

    mail = mails_of(adorf)[0]
    visitor.post("/konto/confirm-email/", {"code": code_in(mail.text)})

    page = visitor.get("/ich/")
    assert page.status_code == 200
    assert "Gudrun Beispiel" in page.text
    with place_scope(adorf):
        person = Person.objects.get()
    assert (person.email, person.is_guest, person.has_usable_password()) == ("gudrun@example.org", False, False)


def test_the_mail_names_the_place_and_no_other_host(adorf, visit):
    visit(adorf).post("/konto/signup/", {"name": "Gudrun Beispiel", "email": "gudrun@example.org"})

    mail = mails_of(adorf)[0]

    assert "Adorf" in mail.subject
    assert "https://adorf.bk.test/" in mail.text
    assert "Willkommen" in mail.subject


def test_sign_in_by_mail_code(adorf, anna, visit):
    visitor = visit(adorf)
    visitor.post("/konto/login/code/", {"email": anna.email})
    visitor.post("/konto/login/code/confirm/", {"code": code_in(mails_of(adorf)[0].text)})

    assert "Anna Beispiel" in visitor.get("/ich/").text


def test_sign_in_by_password(adorf, anna, visit):
    visitor = visit(adorf)
    visitor.post("/konto/login/", {"login": anna.email, "password": "geheim-und-lang"})

    assert "Anna Beispiel" in visitor.get("/ich/").text


def test_a_password_of_the_next_village_opens_nothing(bdorf, anna, visit):
    visitor = visit(bdorf)
    answer = visitor.post("/konto/login/", {"login": anna.email, "password": "geheim-und-lang"})

    assert answer.status_code == 200
    assert visitor.get("/ich/").status_code == 302


def test_a_guest_who_signs_in_by_code_has_an_account(adorf, visit):
    with place_scope(adorf):
        guest = Person.objects.create_person(email="gast@example.org", name="Gast Probe", account=False)
        guest.confirm_address()
    assert guest.is_guest

    visitor = visit(adorf)
    visitor.post("/konto/login/code/", {"email": guest.email})
    visitor.post("/konto/login/code/confirm/", {"code": code_in(mails_of(adorf)[0].text)})

    with place_scope(adorf):
        assert not Person.objects.get().is_guest


def test_unknown_and_known_addresses_get_the_same_answer(adorf, anna, visit):
    known = visit(adorf).post("/konto/login/code/", {"email": anna.email})
    unknown = visit(adorf).post("/konto/login/code/", {"email": "niemand@example.org"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert len(mails_of(adorf)) == 2


def test_sign_up_for_a_known_address_says_nothing_and_writes_a_mail(adorf, anna, visit):
    new = visit(adorf).post("/konto/signup/", {"name": "Neu Probe", "email": "neu@example.org"})
    known = visit(adorf).post("/konto/signup/", {"name": "Anna Beispiel", "email": anna.email})

    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])
    assert {mail.to for mail in mails_of(adorf)} == {"neu@example.org", anna.email}


def test_nobody_signs_up_in_the_control_panel(places, at_panel):
    page = at_panel().post("/konto/signup/", {"name": "Neu Probe", "email": "neu@example.org"})

    assert page.status_code == 200
    assert "neu@example.org" not in page.text


def test_a_voice_follows_the_roles(bernd, renate, anna):
    assert [person.voice for person in (anna, bernd, renate)] == ["resident", "official", "representative"]


def test_the_mailbox_page_shows_only_mails_of_the_own_place(adorf, bdorf, anna, visit):
    visit(adorf).post("/konto/login/code/", {"email": anna.email})
    key = mails_of(adorf)[0].key

    assert anna.email in visit(adorf).get("/postfach/").text
    assert anna.email not in visit(bdorf).get("/postfach/").text
    assert visit(bdorf).get(f"/postfach/{key}/").status_code == 404
