"""The legal pages say what the law asks for; who looks after them sees what is missing."""

from __future__ import annotations

import pytest
from django.conf import settings

from platform_core.accounts.roles import Role
from platform_core.legal.authorities import LANDS, land_of
from platform_core.scope import platform_scope
from tenants.addresses import TenantDirectory
from tenants.models import ResponsibleBody, Tenant
from tests.fixtures import make_person

PAGES = ("/impressum/", "/datenschutz/", "/barrierefreiheit/")
BODY = {
    "name": "Gemeinde Adorf",
    "legal_form": "Körperschaft des öffentlichen Rechts",
    "street": "Dorfstraße 3",
    "postal_code": "59505",
    "city": "Adorf",
    "representative": "Bürgermeisterin Dora Denkbar",
    "email": "rathaus@adorf.example",
    "phone": "02921 1",
    "data_protection_officer": "Datenschutz, ds@adorf.example",
    "supervisory_authority": "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
    "land": "NW",
}


def change(place, **values):
    with platform_scope():
        ResponsibleBody.objects.filter(tenants__pk=place.id).update(**values)
    TenantDirectory.forget()


def english(visitor):
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return visitor


def test_the_imprint_names_body_representative_and_who_answers_for_texts(adorf, visit):
    page = visit(adorf).get("/impressum/").text

    for fact in ("§ 5", "§ 18 Abs. 2", "Musterweg 1", "12345 Musterstadt", "Martha Musterfrau", "0123 456"):
        assert fact in page


def test_the_privacy_page_names_the_law_of_the_land_and_the_authority(adorf, visit):
    page = visit(adorf).get("/datenschutz/").text

    for fact in ("Art. 6 Abs. 1 Buchst. e", "§ 3 DSG NRW", "§ 25 Abs. 2", "Art. 28", "Art. 77", "60 Tage"):
        assert fact in page


def test_an_association_is_no_public_body(adorf, visit):
    change(adorf, legal_form="eingetragener Verein")

    page = visit(adorf).get("/datenschutz/").text
    assert "Buchst. f DSGVO" in page
    assert "öffentliche Aufgabe" not in page


def test_the_statement_names_the_enforcement_body_of_the_land(adorf, visit):
    assert "Ombudsstelle für barrierefreie Informationstechnik" in visit(adorf).get("/barrierefreiheit/").text


def test_the_municipality_key_decides_about_the_land(adorf, visit):
    with platform_scope():
        Tenant.objects.filter(pk=adorf.id).update(ags="12063036")
    TenantDirectory.forget()

    assert "Durchsetzungsstelle für digitale Barrierefreiheit" in visit(adorf).get("/barrierefreiheit/").text
    assert "BbgDSG" in visit(adorf).get("/datenschutz/").text


def test_every_land_has_its_authorities():
    assert sorted(LANDS) == [f"{number:02}" for number in range(1, 17)]
    assert len({land.code for land in LANDS.values()}) == 16
    assert all(land.privacy.name and land.privacy.url and land.accessibility.name for land in LANDS.values())
    assert land_of("", "de").name == "Bund"
    assert land_of("99", "XX") is None


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/impressum/", "Responsible for the texts"),
        ("/datenschutz/", "Article 6 (1) (e) GDPR together with § 3 DSG NRW"),
        ("/barrierefreiheit/", "Enforcement procedure"),
    ],
)
def test_there_is_an_english_version(adorf, visit, page, words):
    assert words in english(visit(adorf)).get(page).text


@pytest.mark.parametrize("page", PAGES)
def test_the_platforms_own_pages_work(visit, places, page):
    assert visit(None, host="bk.test").get(page).status_code == 200


def test_local_admins_see_field_by_field_what_is_missing(adorf, adele, visit):
    change(adorf, data_protection_officer="", phone="")
    visitor = visit(adorf, adele)

    page = visitor.get("/verwalten/rechtliches/").text
    assert page.count(">fehlt<") == 1
    assert "Öffentliche Stellen brauchen immer" in page
    assert 'class="tag tag--warn">1<' in visitor.get("/verwalten/").text
    assert "noch nicht vollständig" in visit(adorf).get("/datenschutz/").text


def test_only_admins_change_the_body(adorf, anna, bernd, visit):
    for person in (anna, bernd):
        for path in ("", "stelle/", "texte/"):
            assert visit(adorf, person).get(f"/verwalten/rechtliches/{path}").status_code == 404
        assert visit(adorf, person).post("/verwalten/rechtliches/stelle/", BODY).status_code == 404
        assert visit(adorf, person).post("/verwalten/rechtliches/veroeffentlichen/").status_code == 404


def test_the_bodys_data_are_changed_and_nothing_else(adorf, bdorf, adele, visit):
    answer = visit(adorf, adele).post(
        "/verwalten/rechtliches/stelle/", {**BODY, "key": "boese", "agency": str(bdorf.region_id), "id": "1"}
    )

    assert answer.headers["Location"] == "/verwalten/rechtliches/"
    with platform_scope():
        body = ResponsibleBody.objects.get(tenants__pk=adorf.id)
        other = ResponsibleBody.objects.get(tenants__pk=bdorf.id)
    assert (body.name, body.street, body.key, body.agency_id) == (
        "Gemeinde Adorf",
        "Dorfstraße 3",
        "gemeinde",
        adorf.region_id,
    )
    assert other.name == "Gemeinde yagentur (Probe)"
    assert "Dorfstraße 3" in visit(adorf).get("/impressum/").text


def test_the_form_says_for_which_other_places_it_counts(adorf, portal, adele, visit):
    assert portal.name in visit(adorf, adele).get("/verwalten/rechtliches/stelle/").text


@pytest.mark.parametrize(
    "wrong", [{"postal_code": "1234"}, {"email": "x"}, {"name": ""}, {"land": "XX"}, {"name": "x" * 161}]
)
def test_wrong_data_are_shown_again(adorf, adele, visit, wrong):
    answer = visit(adorf, adele).post("/verwalten/rechtliches/stelle/", {**BODY, **wrong})

    assert answer.status_code == 422
    assert "Dora Denkbar" in answer.text


def test_additions_and_barriers_stand_on_the_pages(adorf, adele, visit):
    texts = {
        "editor": "Edda Entwurf, Dorfstraße 3",
        "processor": "Rechenzentrum Muster, Soest",
        "barriers": "Alte PDF-Dateien\n- Der Lageplan",
        "checked_on": "2026-03-01",
        "imprint_text": "## Umsatzsteuer\n\nDE000 <script>alert(1)</script>",
    }
    assert visit(adorf, adele).post("/verwalten/rechtliches/texte/", texts).status_code == 302

    imprint = visit(adorf).get("/impressum/").text
    assert "Edda Entwurf" in imprint
    assert "Umsatzsteuer</h2>" in imprint
    assert "<script>alert" not in imprint
    assert "Rechenzentrum Muster" in visit(adorf).get("/datenschutz/").text
    statement = visit(adorf).get("/barrierefreiheit/").text
    assert "<li>Der Lageplan</li>" in statement
    assert "1. März 2026" in statement


def test_a_check_in_the_future_is_refused(adorf, adele, visit):
    assert visit(adorf, adele).post("/verwalten/rechtliches/texte/", {"checked_on": "2999-01-01"}).status_code == 422


def test_a_neighbouring_admin_reaches_only_the_own_body(adorf, bdorf, visit):
    admin = make_person(bdorf, "Benno Beispiel", Role.ADMIN)
    visit(bdorf, admin).post("/verwalten/rechtliches/stelle/", BODY)

    assert "Dorfstraße 3" not in visit(adorf).get("/impressum/").text
