"""Announcements and maintenance windows: who reads them, where, and only while they hold."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone

from platform_core.audit.models import Entry
from platform_core.scope import place_scope, platform_scope
from platform_core.web.edge import key_of
from provisioning.care.models import Announcement, Maintenance
from provisioning.care.telling import (
    Reach,
    TellingRefused,
    announce,
    cancel_maintenance,
    end_announcement,
    plan_maintenance,
)
from provisioning.care.tests.cast import member, operator, tenant_of
from tenants.addresses import TenantDirectory
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.place import Place

TEXT = "Am Dienstag kommt die neue Fassung."


def ahead(**by: int) -> datetime:
    return timezone.now() + timedelta(**by)


def tell(*places: Place, **more: object) -> Announcement:
    wanted = {"text": TEXT, "ends_at": ahead(hours=2), **more}
    made = announce(reach=Reach(tenants=[tenant_of(place) for place in places]), **wanted)  # type: ignore[arg-type]
    TenantDirectory.forget()  # the test is one transaction that is never committed
    return made


def home(place: Place, *visitor: Visitor) -> str:
    page: str = (visitor[0] if visitor else Visitor(place)).get("/").content.decode()
    return page


@pytest.fixture
def clock(monkeypatch):
    """`clock(hours=3)` moves the clock of everything that looks at it."""
    real = timezone.now

    def move(**by: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**by))

    return move


def test_everybody_in_the_chosen_places_reads_it_and_nobody_elsewhere(adorf, bdorf):
    tell(adorf, audience="everybody")

    assert TEXT in home(adorf)
    assert TEXT not in home(bdorf)


def test_what_is_for_admins_is_read_by_admins_only(adorf, adele, anna, bernd, visit):
    tell(adorf)

    assert TEXT in home(adorf, visit(adorf, adele))
    assert TEXT not in home(adorf, visit(adorf, anna))
    assert TEXT not in home(adorf, visit(adorf, bernd))
    assert TEXT not in home(adorf)


def test_an_agency_tells_all_its_places(adorf, bdorf, portal):
    announce(reach=Reach(agency=tenant_of(adorf).agency), text=TEXT, ends_at=ahead(hours=1), audience="everybody")
    TenantDirectory.forget()

    assert TEXT in home(adorf)
    assert TEXT in home(portal)
    assert TEXT not in home(bdorf)


def test_it_begins_and_ends_by_itself(adorf, clock):
    tell(adorf, audience="everybody", starts_at=ahead(hours=1), ends_at=ahead(hours=2))

    assert TEXT not in home(adorf)
    clock(hours=1, minutes=1)
    assert TEXT in home(adorf)
    clock(hours=2, minutes=1)
    assert TEXT not in home(adorf)


def test_kept_pages_are_outdated_the_moment_something_begins_or_ends(adorf, clock):
    tell(adorf, audience="everybody", starts_at=ahead(hours=1), ends_at=ahead(hours=2))
    home(adorf)  # the process knows the place now
    asked = {"headers": [(b"host", adorf.host.encode())], "path": "/", "query_string": b"", "scheme": "https"}

    keys = [key_of(asked)[0]]
    for hours in (1, 2):
        clock(hours=hours, minutes=1)
        keys.append(key_of(asked)[0])

    assert None not in keys
    assert keys[0] != keys[1] != keys[2]


def test_taken_away_it_is_gone_at_once(adorf):
    made = tell(adorf, audience="everybody")
    end_announcement(announcement=made)
    TenantDirectory.forget()

    assert TEXT not in home(adorf)


def test_english_readers_get_the_english_text(adorf):
    tell(adorf, audience="everybody", text_en="The new version comes on Tuesday.")
    reader = Visitor(adorf)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert "The new version comes on Tuesday." in home(adorf, reader)
    assert "The new version comes on Tuesday." not in home(adorf)


def test_a_text_with_markup_stays_text(adorf):
    tell(adorf, audience="everybody", text="<script>alert(1)</script>")

    assert "<script>alert(1)" not in home(adorf)
    assert "&lt;script&gt;" in home(adorf)


def test_it_stands_in_the_log_of_the_chosen_places(adorf, bdorf):
    tell(adorf)

    with place_scope(adorf):
        assert Entry.objects.filter(action="announcement.made").count() == 1
    with place_scope(bdorf):
        assert not Entry.objects.filter(action="announcement.made").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"ends_at": timezone.now() - timedelta(hours=1)},
        {"starts_at": timezone.now() + timedelta(hours=5)},
        {"tone": "loud"},
        {"audience": "nobody"},
        {"ends_at": timezone.now().replace(year=9999)},
    ],
)
def test_what_cannot_be_announced_is_refused_with_a_sentence(adorf, wrong):
    with pytest.raises(TellingRefused):
        tell(adorf, **wrong)


def test_without_a_place_nothing_is_announced(db):
    with pytest.raises(TellingRefused):
        announce(reach=Reach(), text=TEXT, ends_at=ahead(hours=1))


def test_a_window_is_announced_closes_the_place_and_opens_it_by_itself(adorf, bdorf, clock):
    plan_maintenance(
        reach=Reach(tenants=[tenant_of(adorf)]), starts_at=ahead(hours=1), ends_at=ahead(hours=2), note="Neue Maschine."
    )
    TenantDirectory.forget()

    page = home(adorf)
    assert "Wartung" in page
    assert "Neue Maschine." in page
    clock(hours=1, minutes=1)
    closed = Visitor(adorf).get("/ideen/")
    assert closed.status_code == 503
    assert 0 < int(closed.headers["Retry-After"]) <= 3600
    assert "Neue Maschine." in closed.content.decode()
    assert Visitor(bdorf).get("/ideen/").status_code == 200
    clock(hours=2, minutes=1)
    assert Visitor(adorf).get("/ideen/").status_code == 200


def test_a_window_that_is_called_off_closes_nothing(adorf, clock):
    made = plan_maintenance(reach=Reach(tenants=[tenant_of(adorf)]), starts_at=ahead(hours=1), ends_at=ahead(hours=2))
    cancel_maintenance(maintenance=made)
    TenantDirectory.forget()
    clock(hours=1, minutes=1)

    assert Visitor(adorf).get("/").status_code == 200


def test_nothing_is_written_during_a_window(adorf, anna, visit, clock):
    visitor = visit(adorf, anna)
    plan_maintenance(reach=Reach(everywhere=True), starts_at=ahead(minutes=1), ends_at=ahead(hours=2))
    TenantDirectory.forget()
    clock(minutes=2)

    assert visitor.post("/ideen/neu/", {"title": "Bank", "body": "Bitte"}).status_code == 503


def test_a_window_has_an_end_within_days(adorf):
    with pytest.raises(TellingRefused):
        plan_maintenance(reach=Reach(everywhere=True), starts_at=ahead(hours=1), ends_at=ahead(days=30))


def test_pages_without_announcements_ask_nothing_more(adorf):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(adorf, audience="everybody")
    home(adorf)
    with CaptureQueriesContext(connection) as asked:
        home(adorf)

    assert not [each for each in asked.captured_queries if "care_" in each["sql"]]


def sent(**more: object) -> dict[str, object]:
    local = timezone.localtime(ahead(hours=3)).strftime("%Y-%m-%dT%H:%M")
    begin = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    plain = {"text": TEXT, "audience": "everybody", "tone": "info", "starts_at": begin, "ends_at": local}
    return {**plain, "reach": "", "places": ["adorf"], **more}


def at_panel(person: object) -> Visitor:
    return Visitor(host=f"panel.{settings.DOMAIN}").sign_in(person)  # type: ignore[arg-type]


def test_announcing_in_the_panel(adorf):
    panel = at_panel(operator())

    assert panel.get("/ankuendigungen/neu/?ort=adorf").status_code == 200
    assert panel.post("/ankuendigungen/neu/", sent()).status_code == 302
    TenantDirectory.forget()
    assert TEXT in home(adorf)
    assert TEXT in panel.get("/ankuendigungen/").content.decode()


def test_an_agency_announces_in_its_own_places_only(adorf, bdorf):
    panel = at_panel(member(adorf))

    for wrong in (sent(places=["bdorf"]), sent(reach="yagentur"), sent(reach="alle"), sent(places=[])):
        assert panel.post("/ankuendigungen/neu/", wrong).status_code == 422
    assert panel.post("/ankuendigungen/neu/", sent(reach="xagentur", places=[])).status_code == 302
    page = panel.get("/ankuendigungen/neu/").content.decode()
    assert "Bdorf" not in page
    assert "yagentur" not in page


def test_an_agency_sees_and_ends_what_it_made_itself(adorf, bdorf):
    tell(adorf, bdorf)
    at_panel(member(bdorf, "Yvonne Agentur")).post("/ankuendigungen/neu/", sent(places=["bdorf"], text="Nur in Bdorf"))
    panel = at_panel(member(adorf))

    page = panel.get("/ankuendigungen/").content.decode()
    assert TEXT not in page
    assert "Nur in Bdorf" not in page
    with platform_scope():
        keys = list(Announcement.objects.values_list("pk", flat=True))
    assert [panel.post(f"/ankuendigungen/{key}/ende/").status_code for key in keys] == [404, 404]


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00", "gestern", "2026-03-29T02:30", "\x00"])
def test_a_strange_moment_is_no_error(adorf, moment):
    assert at_panel(operator()).post("/ankuendigungen/neu/", sent(ends_at=moment)).status_code in {302, 422}


def test_planning_and_calling_off_in_the_panel(adorf):
    panel = at_panel(operator())
    begin, end = (timezone.localtime(ahead(hours=hours)).strftime("%Y-%m-%dT%H:%M") for hours in (2, 3))

    answer = panel.post("/ankuendigungen/wartung/", {"starts_at": begin, "ends_at": end, "places": ["adorf"]})

    assert answer.status_code == 302
    with platform_scope():
        key = Maintenance.objects.get().pk
    assert panel.post(f"/ankuendigungen/wartung/{key}/absagen/").status_code == 302
    with platform_scope():
        assert Maintenance.objects.get().is_over


def test_many_places_are_told_at_once_and_only_once(adorf, bdorf):
    from provisioning.care.telling_bulk import act, dry_run

    choice = {"text": TEXT, "audience": "everybody", "tone": "info", "days": 3}
    for place in (adorf, bdorf):
        tenant = tenant_of(place)
        assert dry_run(tenant, choice)
        act(tenant, choice)
        act(tenant, choice)
        assert not dry_run(tenant, choice)
    TenantDirectory.forget()

    assert home(adorf).count(TEXT) == 1
    assert home(bdorf).count(TEXT) == 1
