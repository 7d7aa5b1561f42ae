"""The panel's pages about looking after places: who sees what, and what nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.ideas.models import Idea
from platform_core.audit.models import Entry
from platform_core.jobs.mail import queue_mail
from platform_core.scope import place_scope, platform_scope
from provisioning.care.caring import end_care
from provisioning.care.figures import collect
from provisioning.care.invitations import invite
from provisioning.care.models import Care, Invitation
from provisioning.care.tests.cast import REASON, carer, member, operator, public_person, tenant_of
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.accounts.models import Person

PANEL = f"panel.{settings.DOMAIN}"


def at_panel(person: Person | None = None) -> Visitor:
    visitor = Visitor(host=PANEL)
    return visitor.sign_in(person) if person else visitor


@pytest.fixture
def klara(adorf, bdorf) -> Person:
    cares = carer(adorf, bdorf)
    with platform_scope():
        return cares[0].person


def test_a_clerk_sees_their_places_with_numbers_and_no_content(adorf, anna, klara):
    with place_scope(adorf):
        Idea.submit(by=anna, title="Geheime Bank", body="Am geheimen Teich")
    collect(adorf.id)

    page = at_panel(klara).get("/meine-orte/").content.decode()

    assert "Adorf" in page
    assert "Bdorf" in page
    assert "geheim" not in page.lower()
    assert "Anna" not in page


def test_open_hands_over_to_the_place_and_in_is_who_one_is_there(adorf, klara):
    panel = at_panel(klara)
    with platform_scope():
        care = Care.objects.get(person=klara, tenant=adorf.id)

    answer = panel.post(f"/meine-orte/{care.pk}/oeffnen/")

    assert answer.status_code == 303
    target = urlsplit(answer.headers["Location"])
    assert target.hostname == adorf.host
    place = Visitor(adorf)
    assert place.post(target.path).status_code == 302
    assert place.get("/verwalten/").status_code == 200


def test_browsers_may_follow_the_form_to_the_places_and_nowhere_else(adorf, klara):
    policy = at_panel(klara).get("/meine-orte/").headers["Content-Security-Policy"]

    allowed = next(part for part in policy.split(";") if "form-action" in part)
    assert adorf.url.rstrip("/") in allowed
    assert "*" not in allowed


def test_a_clerk_gets_nowhere_else_in_the_panel(klara):
    panel = at_panel(klara)

    assert panel.get("/").headers["Location"] == "/meine-orte/"
    for path in ("/orte/", "/betreuung/", "/protokoll/", "/orte/adorf/menschen/", "/orte/adorf/betreten/"):
        assert panel.get(path).status_code == 404, path


def test_without_a_second_factor_a_clerk_sets_one_up_first(klara, settings):
    settings.SECOND_FACTOR = True

    answer = at_panel(klara).get("/meine-orte/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/zweiter-faktor/totp/activate/")


def test_nobody_opens_somebody_elses_place(adorf, klara):
    nora = public_person("Nora Nachbarin", "nora@amt.example")
    with platform_scope():
        theirs = Care.objects.get(person=klara, tenant=adorf.id)
        from provisioning.care.caring import give_care
        from tenants.addresses import tenants

        give_care(person=nora, tenant=tenants().get(slug="bdorf"))

    assert at_panel(nora).post(f"/meine-orte/{theirs.pk}/oeffnen/").status_code == 404


def test_when_the_last_care_ends_the_page_is_gone(adorf, bdorf, klara):
    panel = at_panel(klara)
    with platform_scope():
        cares = list(Care.objects.filter(person=klara))
    for care in cares:
        end_care(care=care)

    assert panel.get("/meine-orte/").status_code == 404


def test_strangers_sign_in_first():
    for path in ("/meine-orte/", "/betreuung/", "/protokoll/"):
        assert at_panel().get(path).headers["Location"].startswith("/konto/login/"), path


SECTIONS = ["nutzung", "menschen", "betreten", "protokoll"]


@pytest.mark.parametrize("section", SECTIONS)
def test_an_agency_sees_its_own_places_and_others_are_not_there(adorf, bdorf, section):
    panel = at_panel(member(adorf))

    assert panel.get(f"/orte/adorf/{section}/").status_code == 200
    assert panel.get(f"/orte/bdorf/{section}/").status_code == 404


def test_entering_from_the_panel(adorf, bdorf):
    panel = at_panel(member(adorf))

    assert panel.post("/orte/bdorf/betreten/", {"reason": REASON}).status_code == 404
    assert panel.post("/orte/adorf/betreten/", {"reason": "kurz"}).status_code == 422
    answer = panel.post("/orte/adorf/betreten/", {"reason": REASON})
    assert answer.status_code == 303
    place = Visitor(adorf)
    place.post(urlsplit(answer.headers["Location"]).path)
    assert "betreuung/ende" in place.get("/").content.decode()
    assert REASON in panel.get("/orte/adorf/betreten/").content.decode()


def test_people_are_invited_and_invitations_withdrawn(adorf):
    panel = at_panel(operator())
    sent = {"einladung-name": "Nora Neu", "einladung-email": "nora@example.org"}

    assert panel.post("/orte/adorf/menschen/einladen/", sent).status_code == 302
    assert "nora@example.org" in panel.get("/orte/adorf/menschen/").content.decode()
    with platform_scope():
        key = Invitation.objects.get().pk
    assert panel.post(f"/orte/bdorf/menschen/einladung/{key}/weg/").status_code == 404
    assert panel.post(f"/orte/adorf/menschen/einladung/{key}/weg/").status_code == 302
    with platform_scope():
        assert not Invitation.objects.exists()


def test_the_page_says_what_became_of_an_invitation(adorf):
    panel = at_panel(operator())
    invite(tenant=tenant_of(adorf), email="nora@example.org", name="Nora Neu")
    page = panel.get("/orte/adorf/menschen/").content.decode()
    assert "gilt bis" in page

    with platform_scope():
        made = Invitation.objects.get()
        Invitation.objects.update(expires_at=timezone.now())
    assert "abgelaufen am" in panel.get("/orte/adorf/menschen/").content.decode()

    with platform_scope():
        Invitation.objects.update(accepted_at=timezone.now())
    page = panel.get("/orte/adorf/menschen/").content.decode()
    assert "angenommen am" in page
    assert "/weg/" not in page
    assert panel.post(f"/orte/adorf/menschen/einladung/{made.pk}/weg/").status_code == 404


def test_a_wrong_form_is_shown_again_with_what_was_typed(adorf):
    answer = at_panel(operator()).post(
        "/orte/adorf/menschen/einladen/", {"einladung-name": "Nora", "einladung-email": "x"}
    )

    assert answer.status_code == 422
    assert 'value="Nora"' in answer.content.decode()


def test_care_is_given_and_ended_in_the_panel(adorf):
    panel = at_panel(operator())
    sent = {
        "betreuung-name": "Klara Amt",
        "betreuung-email": "Klara@amt.example",
        "betreuung-role": "official",
        "betreuung-department": "Amt Probe",
    }
    assert panel.post("/orte/adorf/menschen/betreuung/", sent).status_code == 302
    with platform_scope():
        care = Care.objects.select_related("person").get()
        assert (care.person.email, care.department, care.by) == ("klara@amt.example", "Amt Probe", "Olga Operatorin")
    assert panel.post(f"/orte/adorf/menschen/betreuung/{care.pk}/ende/").status_code == 302
    with platform_scope():
        assert not Care.objects.exists()
        assert [line.actor for line in Entry.objects.filter(action="care.ended")] == ["Olga Operatorin"]


def test_the_panel_names_those_with_a_role_and_no_resident(adorf, anna, adele):
    page = at_panel(operator()).get("/orte/adorf/menschen/").content.decode()

    assert "Adele" in page
    assert "Anna" not in page


def test_operators_read_the_whole_log_and_agencies_their_lines(adorf, bdorf):
    carer(adorf, bdorf)
    operators, agency = at_panel(operator()), at_panel(member(adorf))

    assert "Bdorf" in operators.get("/protokoll/?als=csv").content.decode()
    lines = agency.get("/protokoll/?als=csv").content.decode()
    assert "Adorf" in lines
    assert "Bdorf" not in lines
    assert agency.get("/protokoll/?ort=bdorf").status_code == 404
    assert agency.get("/protokoll/?ort=bdorf&als=csv").status_code == 404


@pytest.mark.parametrize(
    "query", ["art=x", "wer=%00", "von=2026-99-99", "bis=9999-12-31", "von=0001-01-01", "page=zzz", "ort=%00", "ort='"]
)
def test_a_strange_question_to_the_log_is_no_error(adorf, query):
    assert at_panel(operator()).get(f"/protokoll/?{query}").status_code in {200, 404}


def test_the_log_is_narrowed_by_action_name_and_day(adorf):
    carer(adorf)
    panel = at_panel(operator())

    def lines(query: str) -> int:
        return panel.get(f"/protokoll/?als=csv&{query}").content.decode().count("\r\n") - 1

    assert lines("art=care.given") == 1
    assert lines("art=place.entered") == 0
    assert lines("art=care.given&wer=niemand") == 0
    assert lines("art=care.given&bis=2001-01-01") == 0
    assert lines("art=care.given&von=2001-01-01") == 1


def test_what_needs_somebody_is_sorted_by_urgency(adorf, bdorf, anna):
    from datetime import timedelta

    from django.utils import timezone

    from platform_core.contributions.models import Contribution

    with place_scope(adorf):
        Idea.submit(by=anna, title="Wartet", body="Lange")
        Contribution.objects.update(published_at=timezone.now() - timedelta(days=26))
    collect(adorf.id)
    collect(bdorf.id)

    page = at_panel(operator()).get("/betreuung/").content.decode()

    assert "26 Tage ohne Antwort" in page
    assert page.index(">Adorf<") < page.index(">Bdorf<")
    assert ">Bdorf<" not in at_panel(operator_again()).get("/betreuung/?was=no_answer").content.decode()


def operator_again() -> Person:
    from platform_core.accounts.models import Person as People

    with platform_scope():
        return People.objects.get(email="olga@platform.example")


def test_an_agency_cares_for_its_own_places_only(adorf, bdorf):
    collect(adorf.id)
    collect(bdorf.id)

    page = at_panel(member(adorf)).get("/betreuung/").content.decode()

    assert ">Adorf<" in page
    assert ">Bdorf<" not in page


def test_a_job_that_was_given_up_is_seen_without_what_it_carries_and_runs_again(adorf, bdorf):
    with place_scope(adorf):
        queue_mail(to="anna@adorf.example", subject="Geheimer Betreff", text="Geheimer Text")
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    panel = at_panel(operator())

    page = panel.get("/orte/adorf/nutzung/").content.decode()
    assert "anna@" not in page
    assert "Geheim" not in page
    path = re.search(r"/orte/adorf/nutzung/\d+/nochmal/", page)
    assert path
    assert panel.post(path.group().replace("adorf", "bdorf")).status_code == 404
    assert panel.post(path.group()).status_code == 302
    assert panel.post(path.group()).status_code == 404  # it waits again, so there is nothing to start
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs")
        assert cursor.fetchall() == [("todo", 0)]


def test_the_pages_ask_no_more_for_more_places(places, adorf, bdorf):
    panel = at_panel(operator())
    for place in places.values():
        collect(place.id)

    def questions(path: str, visitor: Visitor) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(path).status_code == 200
        return len(asked)

    agency = at_panel(member(bdorf))
    agency.get("/betreuung/")
    assert questions("/betreuung/", panel) <= questions("/betreuung/", agency) + 1
