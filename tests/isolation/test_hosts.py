"""One host, one place, exactly; everything else is nobody's, and what changes is known at once."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from tenants.addresses import TenantDirectory, normal_host
from tenants.listener import Listener
from tenants.models import Domain, InstalledModule, ModuleState, Tenant
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.place import Place


#: Names that look like those of places, and are nobody's.
NOBODYS = (
    "xadorf.bk.test",
    "adorfx.bk.test",
    "adorf.bk.test.evil.example",
    "adorf.bk.testx",
    "adorf.bk.tes",
    "evil-adorf.bk.test",
    "www.adorf.bk.test",
    "bk.test.evil.example",
    "xbk.test",
    "adorf",
    "adorf.",
    ".adorf.bk.test",
    "adorf..bk.test",
    "adorf.bk.test..",
    "adorf.bk.test@evil.example",
    "evil.example@adorf.bk.test",
    "user:geheim@adorf.bk.test",
    "adorf.bk.test:443:443",
    "adorf.bk.test:x",
    "adorf.bk.test/",
    "adorf.bk.test, bdorf.bk.test",
    "adorf.bk.test bdorf.bk.test",
    "adorf_bk_test",
    "%61dorf.bk.test",
    "adorf.bk.test\x00",
    "adörf.bk.test",
    "ａdorf.bk.test",
    "xn--adrf-5qa.bk.test",
    "nowhere.bk.test",
    "panel.adorf.bk.test",
    "xpanel.bk.test",
    "127.0.0.1",
    "[::1]",
    "[::1]:443",
    "*",
    "*.bk.test",
    "a" * 300 + ".bk.test",
)


def answers(host: str, path: str = "/robots.txt") -> int:
    return int(Visitor(host=host).get(path).status_code)


@pytest.mark.parametrize(
    "host", ["adorf.bk.test", "ADORF.BK.Test", "adorf.bk.test.", "adorf.bk.test:443", "Adorf.bk.test.:8471"]
)
def test_ways_to_write_the_same_host(adorf, host):
    assert answers(host) == 200


@pytest.mark.parametrize("host", NOBODYS)
def test_hosts_that_are_nobodys(places, host):
    assert answers(host) == 404


def test_without_a_host_there_is_no_place(places):
    assert Client(headers={"host": ""}).get("/robots.txt").status_code == 404


def test_a_wide_letter_is_no_way_around_the_exact_match(places):
    """IDNA folds full-width letters; a browser does the same before it sends, so this is the same name."""
    assert normal_host("ａdorf.bk.test") in {"adorf.bk.test", None}
    assert normal_host("münchen.bk.test") == "xn--mnchen-3ya.bk.test"


def test_a_name_with_umlauts_is_found_under_its_idna_form(adorf):
    with platform_scope():
        Domain.objects.create(tenant_id=adorf.id, host="dörfchen.example")

    assert answers("xn--drfchen-90a.example") == 200


def test_an_unknown_host_costs_one_question_and_no_schema(places):
    with platform_scope(), CaptureQueriesContext(connection) as asked:
        Visitor(host="cdorf.bk.test").get("/ideen/")

    questions = [each["sql"] for each in asked.captured_queries if not each["sql"].startswith("RESET ROLE")]
    assert len(questions) == 1
    assert '"tenants_domain"' in questions[0]


def test_unknown_hosts_are_not_remembered(places):
    """Otherwise somebody could fill our memory with names of their own choice."""
    answers("cdorf.bk.test")

    assert TenantDirectory._by_host == {}


def test_a_known_host_is_asked_for_once(adorf):
    answers(adorf.host)
    with platform_scope(), CaptureQueriesContext(connection) as asked:
        answers(adorf.host)

    assert asked.captured_queries == []


def test_the_forwarded_host_counts_for_nothing(adorf, bdorf):
    page = Visitor(adorf, headers={"x-forwarded-host": bdorf.host, "forwarded": f"host={bdorf.host}"}).get("/")

    assert "Adorf" in page.text
    assert "Bdorf" not in page.text


# --- the state of a place ---------------------------------------------------------------------------

CODES = {
    PlaceState.ACTIVE: (200, 302),
    PlaceState.READ_ONLY: (200, 403),
    PlaceState.PREPARING: (503, 503),
    PlaceState.REQUESTED: (503, 503),
    PlaceState.PROVISIONING: (503, 503),
    PlaceState.MOVING: (503, 503),
    PlaceState.MAINTENANCE: (503, 503),
    PlaceState.SUSPENDED: (503, 503),
    PlaceState.ARCHIVED: (200, 200),
    PlaceState.ERASED: (410, 410),
}


def put(place: Place, state: PlaceState) -> None:
    with platform_scope():
        Tenant.objects.filter(pk=place.id).update(state=state)
    TenantDirectory.forget()


@pytest.mark.parametrize("state", list(PlaceState))
def test_what_a_place_answers_in_each_state(adorf, anna, visit, state):
    visitor = visit(adorf, anna)
    put(adorf, state)

    read, written = visitor.get("/ideen/"), visitor.post("/ideen/neu/", {"title": "Eine Bank", "body": "am Teich"})

    assert (read.status_code, written.status_code) == CODES[state]
    assert ("Retry-After" in read.headers) == (read.status_code == 503)


@pytest.mark.parametrize(
    "state", [state for state in PlaceState if state not in {PlaceState.ACTIVE, PlaceState.READ_ONLY}]
)
def test_a_closed_place_shows_nothing_of_its_rows(adorf, anna, visit, state):
    from modules.ideas.models import Idea
    from platform_core.scope import place_scope

    with place_scope(adorf):
        Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
    put(adorf, state)

    for path in ("/", "/ideen/", "/ideen/1/", "/suche/?q=Bank", "/postfach/"):
        assert "Bank am Teich" not in visit(adorf).get(path).text


def test_one_can_leave_a_place_that_only_reads(adorf, anna, visit):
    visitor = visit(adorf, anna)
    put(adorf, PlaceState.READ_ONLY)

    assert visitor.post("/konto/logout/").status_code == 302


@pytest.mark.parametrize("state", [ModuleState.PARKED, None])
def test_a_module_that_is_off_is_not_there(adorf, visit, state):
    assert visit(adorf).get("/spielzeug/").status_code == 200
    with platform_scope():
        found = InstalledModule.objects.filter(tenant_id=adorf.id, name="toy")
        found.update(state=state) if state else found.delete()
    TenantDirectory.forget()

    for method in ("get", "post", "put", "options"):
        assert getattr(visit(adorf), method)("/spielzeug/").status_code == 404


# --- changes are heard of ---------------------------------------------------------------------------

CHANGE = """
import psycopg, sys
with psycopg.connect(host=sys.argv[1], dbname=sys.argv[2], user="app", autocommit=True) as other:
    other.execute("SET ROLE app_public")
    other.execute("UPDATE tenants_tenant SET claim = 'Neu' WHERE slug = 'adorf'")
"""


def listen_once(listener: Listener) -> None:
    """As in production, but the thread ends with the database of the tests."""
    with contextlib.suppress(psycopg.Error):
        listener._listen()


@pytest.mark.django_db(transaction=True)
def test_a_change_in_another_process_is_heard_of(adorf, settings, monkeypatch):
    heard = threading.Event()
    listener = Listener(lambda: (TenantDirectory.forget(), heard.set()))
    monkeypatch.setattr(TenantDirectory, "listener", listener)
    monkeypatch.setattr(listener, "_forever", lambda: listen_once(listener))
    settings.LISTEN_FOR_CHANGES = True
    wait_for(lambda: answers(adorf.host) and adorf.host in TenantDirectory._by_host)
    heard.clear()

    where = settings.DATABASES["default"]
    subprocess.run([sys.executable, "-c", CHANGE, where["HOST"], where["NAME"]], check=True, timeout=20)
    try:
        assert heard.wait(5)
        assert adorf.host not in TenantDirectory._by_host
        assert TenantDirectory().place_of_host(adorf.host).claim == "Neu"
    finally:
        with platform_scope(), transaction.atomic():
            Tenant.objects.filter(pk=adorf.id).update(claim="")


def wait_for(true: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_is_remembered_while_nobody_listens(adorf, settings, monkeypatch):
    deaf = Listener(lambda: None)
    monkeypatch.setattr(deaf, "ensure_started", lambda: None)
    monkeypatch.setattr(TenantDirectory, "listener", deaf)
    settings.LISTEN_FOR_CHANGES = True
    answers(adorf.host)

    assert TenantDirectory._by_host == {}


def test_what_changed_while_it_was_read_is_not_remembered(adorf, monkeypatch):
    def change_meanwhile(found: object) -> Place:
        TenantDirectory.forget()
        return adorf

    monkeypatch.setattr(TenantDirectory, "_whole", staticmethod(change_meanwhile))
    answers(adorf.host)

    assert TenantDirectory._by_host == {}


def test_the_platforms_own_name_is_from_the_settings(places):
    assert answers(settings.DOMAIN) == 200
