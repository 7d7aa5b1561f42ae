"""The desk at /verwalten/: everybody finds there what they look after, and nothing else."""

from __future__ import annotations


def test_the_admin_finds_the_settings(visit, adorf, adele):
    page = visit(adorf, adele).get("/verwalten/")

    assert page.status_code == 200
    assert "/verwalten/einstellungen/" in page.text


def test_for_residents_there_is_no_desk(visit, adorf, anna):
    assert visit(adorf, anna).get("/verwalten/").status_code == 404
    assert "/verwalten/" not in visit(adorf, anna).get("/ich/").text


def test_strangers_are_asked_to_sign_in(visit, adorf):
    answer = visit(adorf).get("/verwalten/")

    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/konto/login/")


def test_the_own_page_leads_to_the_desk(visit, adorf, adele):
    assert 'href="/verwalten/"' in visit(adorf, adele).get("/ich/").text
