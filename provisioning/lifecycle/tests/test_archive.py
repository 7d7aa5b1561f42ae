"""What stays of an archived place: its public pages at their addresses, and nothing that was not public."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.files.actions import hang_on, take
from platform_core.place import PlaceState
from platform_core.scope import place_scope
from provisioning.lifecycle import archive
from provisioning.lifecycle.states import change_state
from tenants.archive import contents_of, folder_of
from tests.isolation.cast import _png
from tests.support.mails import run_waiting_jobs

if TYPE_CHECKING:
    from platform_core.place import Place

S = PlaceState
LINK = re.compile(r"""<a [^>]*href="([/?][^"#]*)""")
ASSET = re.compile(r"""(?:src|href)="(/(?:static|thema|gesicht|dateien)[^"]*)""")


@pytest.fixture
def filled(adorf: Place, anna, bernd) -> Place:
    """Thirty ideas, one with a picture, a draft, and a document."""
    from modules.ideas.models import Idea

    with place_scope(adorf):
        for number in range(30):
            idea = Idea.submit(by=anna, title=f"Bank {number}", body="Sitzen wäre schön.")
            if idea.number is None:
                idea.publish()
        picture = take(_png(), by=anna)
        paper = take(SimpleUploadedFile("plan.pdf", b"%PDF-1.4 plan"), by=anna)
        hang_on(idea, by=anna, keys=[str(picture.pk), str(paper.pk)], alts={str(picture.pk): "Eine Bank"})
        Idea(author=bernd, title="Geheimer Entwurf", body="Noch nicht.").save()
    return adorf


@pytest.fixture
def archived(filled: Place, tenant_of, xenia, settings, tmp_path) -> Place:
    settings.DATA_FOLDER = tmp_path
    change_state(tenant_of(filled), S.READ_ONLY, by=xenia, reason="Abschied")
    row = change_state(tenant_of(filled), S.ARCHIVED, by=xenia, reason="Abschied", note="Danke an alle.")
    assert row.state == S.READ_ONLY  # as long as the copy is made
    run_waiting_jobs()
    assert tenant_of(filled).state == S.ARCHIVED
    return filled


def test_every_link_of_every_page_leads_somewhere(archived, visit):
    reader, seen, waiting = visit(archived), {"/"}, ["/"]
    while waiting:
        address = waiting.pop()
        page = reader.get(address)
        assert page.status_code == 200, address
        if page.headers["Content-Type"].startswith("text/html"):
            for found in {*LINK.findall(page.text), *ASSET.findall(page.text)}:
                link = urljoin(address, unescape(found))
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    assert len([link for link in seen if re.fullmatch(r"/ideen/\d+/.*", link)]) >= 30
    assert {"/impressum/", "/datenschutz/", "/barrierefreiheit/"} <= seen
    assert any(link.startswith("/dateien/") for link in seen)


def test_whoever_watches_the_place_hears_that_it_is_served(archived, visit):
    healthy = visit(archived).get("/healthz")

    assert (healthy.status_code, healthy.text) == (200, "ok\n")
    assert healthy.headers["Content-Type"].startswith("text/plain")
    assert visit(archived).post("/healthz").status_code == 405
    assert visit(archived).get("/healthz/").status_code == 404
    assert visit(archived).get("/healthzeit").status_code == 404


def test_pages_say_that_they_are_a_copy_and_take_nothing(archived, visit):
    for path in ("/", "/ideen/"):
        page = visit(archived).get(path)
        assert page.status_code == 200
        assert "Archiviert am" in page.text
        assert "Danke an alle." in page.text
        assert "<form" not in page.text
        assert "<script" not in page.text
        assert not re.search(r"<(input|textarea|select)[^>]*(?<!disabled)>", page.text)
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "Set-Cookie" not in page.headers


def test_where_something_could_be_written_it_says_so_once(archived, visit):
    said = (
        visit(archived).get(next(link for link in contents_of(archived.schema) if re.match(r"/ideen/\d+/", link))).text
    )

    assert said.count("Bis zur Archivierung konnten Sie hier") == 1


def test_what_is_over_is_not_offered(archived, visit):
    page = visit(archived).get("/ideen/").text

    for words in ("Anmelden", "Idee einreichen", "/konto/", "/ideen/neu/"):
        assert words not in page
    assert visit(archived).get("/ideen/neu/").status_code == 404


def test_nothing_is_asked_of_the_database(archived, visit, django_assert_num_queries):
    reader = visit(archived)
    reader.get("/")
    with place_scope(archived), django_assert_num_queries(0):
        assert reader.get("/ideen/").status_code == 200


def test_writing_is_not_even_understood(archived, anna, visit):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(visit(archived, anna), method)("/ideen/neu/").status_code == 405
    assert visit(archived).get("/konto/login/").status_code == 404
    assert visit(archived).get("/verwalten/").status_code == 404
    assert visit(archived).get("/gibt-es-nicht/").status_code == 404


def test_what_was_not_public_is_not_in_the_copy(archived, anna):
    everything = b"".join(file.read_bytes() for file in folder_of(archived.schema).iterdir())

    assert b"Bank 29" in everything
    for private in (b"Geheimer Entwurf", anna.email.encode()):
        assert private not in everything


def test_documents_keep_their_names_and_pictures_their_pixels(archived, visit):
    contents = contents_of(archived.schema)
    files = {address: entry for address, entry in contents.items() if address.startswith("/dateien/")}

    assert len(files) >= 2
    for address, entry in files.items():
        reply = visit(archived).get(address)
        assert reply.headers["Content-Type"] == entry["type"]
        assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert any("plan.pdf" in entry.get("disposition", "") for entry in files.values())


def test_no_address_climbs_out_of_the_copy(archived, visit):
    for path in ("/../contents.json", "/contents.json", "/00001", "/%2e%2e/%2e%2e/secret-key", "/404"):
        assert visit(archived).get(path).status_code == 404


def test_taken_out_of_the_archive_the_place_lives_again(archived, tenant_of, xenia, visit):
    change_state(tenant_of(archived), S.READ_ONLY, by=xenia, reason="Doch weiter")
    change_state(tenant_of(archived), S.ACTIVE, by=xenia)

    assert "<form" in visit(archived).get("/ideen/").text


def test_a_page_that_fails_leaves_the_place_as_it_was(filled, tenant_of, xenia, monkeypatch, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    change_state(tenant_of(filled), S.READ_ONLY, by=xenia, reason="Abschied")
    monkeypatch.setattr(archive.Copy, "ask", lambda self, address: (500, {}, b""))

    with pytest.raises(archive.ArchiveFailed, match="500"):
        archive.make(tenant_of(filled))

    assert tenant_of(filled).state == S.READ_ONLY
    assert not list((tmp_path / "archive").iterdir())
