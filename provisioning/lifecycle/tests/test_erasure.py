"""Erasing a place: two people, time to think, an export first, and nothing left – whenever the process dies."""

from __future__ import annotations

import os
import signal
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from platform_core.audit.models import Entry
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from platform_core.web import mailbox
from provisioning.lifecycle import erasing
from provisioning.lifecycle.erasing import carry_on, carry_out, certificate
from provisioning.lifecycle.erasure import ErasureRefused, agree, ask, open_erasure, withdraw
from provisioning.lifecycle.export import folder
from provisioning.lifecycle.models import Erasure, ErasureState
from provisioning.lifecycle.who import NotAllowed
from provisioning.schema.waves import behind
from tenants.addresses import tenants
from tenants.archive import folder_of
from tenants.checks import logs_are_whole
from tenants.models import Domain, DomainKind
from tests.fixtures import make_person
from tests.support.database import server
from tests.support.mails import run_waiting_jobs
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.place import Place

WORDS = {"reason": "Die Gemeinde gibt auf."}


# --- who may, and when ------------------------------------------------------------------------------


def test_one_person_alone_erases_nothing(adorf, tenant_of, xenia, olga):
    erasure = ask(tenant_of(adorf), by=xenia, typed_name="Adorf", at_once=True, **WORDS)
    with pytest.raises(NotAllowed):
        agree(erasure, by=xenia, typed_name="Adorf", at_once=True)

    assert carry_on() == 0
    assert tenant_of(adorf).state == PlaceState.ACTIVE


def test_two_of_the_agency_are_not_enough(adorf, tenant_of, xenia):
    from provisioning.lifecycle.tests.conftest import make_staff

    erasure = ask(tenant_of(adorf), by=xenia, typed_name="Adorf", **WORDS)
    with pytest.raises(NotAllowed, match=r"perator|Betrieb"):
        agree(erasure, by=make_staff("Xaver", "xagentur"), typed_name="Adorf")


def test_the_name_is_typed_and_a_reason_given(adorf, tenant_of, xenia):
    for words in ({"typed_name": "adorf", **WORDS}, {"typed_name": "Adorf", "reason": " "}):
        with pytest.raises(ErasureRefused):
            ask(tenant_of(adorf), by=xenia, **words)


def test_others_ask_in_vain(adorf, tenant_of, yannick, xenia):
    with pytest.raises(NotAllowed):
        ask(tenant_of(adorf), by=yannick, typed_name="Adorf", **WORDS)
    erasure = ask(tenant_of(adorf), by=xenia, typed_name="Adorf", **WORDS)
    with pytest.raises(NotAllowed):
        agree(erasure, by=yannick, typed_name="Adorf")
    with pytest.raises(NotAllowed):
        withdraw(erasure, by=yannick)


@pytest.mark.parametrize(("first", "second", "days"), [(True, True, 0), (True, False, 14), (False, True, 14)])
def test_fourteen_days_unless_both_say_at_once(adorf, tenant_of, xenia, olga, first, second, days):
    erasure = ask(tenant_of(adorf), by=xenia, typed_name="Adorf", at_once=first, **WORDS)
    agreed = agree(erasure, by=olga, typed_name="Adorf", at_once=second)

    assert abs(agreed.not_before - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)


def test_until_its_day_it_can_be_withdrawn(adorf, tenant_of, xenia, olga):
    erasure = agree(ask(tenant_of(adorf), by=xenia, typed_name="Adorf", **WORDS), by=olga, typed_name="Adorf")
    assert carry_on() == 0
    withdraw(erasure, by=xenia, reason="Doch nicht")

    assert open_erasure(tenant_of(adorf)) is None
    with platform_scope():
        Erasure.objects.update(not_before=timezone.now() - timedelta(days=1))
    assert carry_on() == 0
    assert tenant_of(adorf).state == PlaceState.ACTIVE


def test_nobody_asks_twice(adorf, tenant_of, xenia, olga):
    ask(tenant_of(adorf), by=xenia, typed_name="Adorf", **WORDS)
    with pytest.raises(ErasureRefused):
        ask(tenant_of(adorf), by=olga, typed_name="Adorf", **WORDS)


# --- carried out ------------------------------------------------------------------------------------


def furnish(place: Place) -> None:
    from modules.ideas.models import Idea
    from platform_core.accounts.roles import Role
    from platform_core.jobs.mail import queue_mail

    anna = make_person(place, "Anna Beispiel")
    make_person(place, "Adele Erdacht", Role.ADMIN)
    with place_scope(place):
        idea = Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
        idea.publish()
        default_storage.save("ab/bild.bin", ContentFile(b"Adorf"))
        queue_mail(to="x@k.example", subject="S", text="T")
    folder_of(place.schema).mkdir(parents=True, exist_ok=True)
    with platform_scope():
        Domain.objects.create(
            tenant_id=place.id, host=f"{place.slug}.example", kind=DomainKind.OWN, verified_at=timezone.now(), token="t"
        )


def left(place: Place) -> dict[str, int]:
    """What there is of a place in the cluster and on the disk."""
    with psycopg.connect(server().dsn("postgres", settings.DATABASES["default"]["NAME"])) as admin:
        count: Callable[..., int] = lambda text, *given: admin.execute(text, given).fetchone()[0]  # noqa: E731
        found = {
            "schema": count("SELECT count(*) FROM pg_namespace WHERE nspname = %s", place.schema),
            "role": count("SELECT count(*) FROM pg_roles WHERE rolname = %s", place.schema),
            "jobs": count("SELECT count(*) FROM procrastinate_jobs WHERE args->>'schema' = %s", place.schema),
            "entries": count("SELECT count(*) FROM portal_regionentry WHERE schema = %s", place.schema),
            "modules": count("SELECT count(*) FROM tenants_installedmodule WHERE tenant_id = %s", place.id),
        }
    data = Path(settings.DATA_FOLDER)
    folders = (Path(settings.MEDIA_ROOT) / place.schema, folder_of(place.schema), data / "mailbox" / place.schema)
    return {**found, "folders": sum(each.exists() for each in folders)}


@pytest.fixture
def agreed(make_village, places):
    """A place whose erasure is agreed to and due, committed."""
    from provisioning.lifecycle.tests.conftest import make_staff

    place = make_village("ideas", "news")
    furnish(place)
    olga, otto = make_staff("Olga", None), make_staff("Otto", None)
    with platform_scope():
        tenant = tenants().get(pk=place.id)
    name = place.name
    erasure = ask(tenant, by=olga, typed_name=name, at_once=True, **WORDS)
    erasure = agree(erasure, by=otto, typed_name=name, at_once=True)
    yield place, erasure
    connection.close()
    with psycopg.connect(server().dsn("postgres", settings.DATABASES["default"]["NAME"]), autocommit=True) as admin:
        admin.execute("DELETE FROM lifecycle_erasure")
        # the fixture that made it takes it away, and expects it to be there
        if not admin.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [place.schema]).fetchone():
            admin.execute(f"CREATE SCHEMA {place.schema}")
            admin.execute(f"CREATE ROLE {place.schema}")


GONE = {"schema": 0, "role": 0, "jobs": 0, "entries": 0, "modules": 0, "folders": 0}


def check_gone(place: Place, erasure: Erasure) -> None:
    """Nothing is left but a row that says so, quarantined addresses, the export, and the certificate."""
    with platform_scope():
        erasure = Erasure.objects.select_related("export").get(pk=erasure.pk)
        tenant = tenants().get(pk=place.id)
        assert (erasure.state, tenant.state) == (ErasureState.DONE, PlaceState.ERASED)
        assert [step["name"] for step in erasure.steps] == ["closed", "exported", "dropped", "cleaned", "certified"]
        assert Entry.objects.filter(action="place.erased").count() == 1
        assert Domain.objects.get(host=f"{place.slug}.example").quarantined_at is not None
        assert Domain.objects.filter(host=place.host).exists()
        assert behind() == []
        assert logs_are_whole(None) == []
    assert left(place) == GONE
    assert (folder() / erasure.export.file).exists()
    with zipfile.ZipFile(folder() / erasure.export.file) as archive:
        assert "Bank am Teich" in archive.read("tables/contributions_contribution.jsonl").decode()


def test_who_was_invited_or_looked_after_it_is_forgotten_in_the_public_rows_too(agreed):
    from provisioning.care.caring import give_care
    from provisioning.care.invitations import invite
    from provisioning.lifecycle.tests.conftest import make_staff
    from provisioning.orders.models import Order, OrderPlace

    place, _erasure = agreed
    admin = {"slug": place.slug, "name": "C", "admins": [{"email": "ilse@k.example", "name": "Ilse"}]}
    with platform_scope():
        tenant = tenants().get(pk=place.id)
        order = Order.objects.create(agency=tenant.agency, wanted={"place": [admin]}, answers={"places": [admin]})
        OrderPlace.objects.create(order=order, position=1, slug=place.slug, name="C", tenant_id=tenant.pk)
        tenant.notes.create(text="Ilse ruft dienstags an", by="Olga", by_key=order.pk)
    invite(tenant=tenant, email="ilse@k.example", name="Ilse")
    give_care(person=make_staff("Clara", None), tenant=tenant, role="official")

    run_waiting_jobs()

    with platform_scope():
        told = Erasure.objects.get().facts["public_rows"]
        order.refresh_from_db()
        assert "ilse" not in str([order.wanted, order.answers]).lower()
        assert not tenant.notes.exists()
        assert not tenant.invitations.exists()
        assert not tenant.carers.exists()
    assert (told["notes"], told["people_invited_by_orders"]) == (1, 1)


def test_in_the_end_nothing_is_left_but_the_certificate(agreed, visit):
    place, erasure = agreed
    before = left(place)
    assert before == {"schema": 1, "role": 1, "jobs": 1, "entries": 1, "modules": 2, "folders": 2}

    run_waiting_jobs()

    check_gone(place, erasure)
    gone = visit(place).get("/ideen/")
    assert gone.status_code == 410
    assert visit(place).get("/").status_code == 410
    assert Visitor(host=f"{place.slug}.example").get("/").status_code == 404
    with platform_scope():
        said = certificate(Erasure.objects.get())
        mails = [mail.to for mail in mailbox.mails()]
    assert said["erased"]["tables"]["contributions_contribution"] == 1
    assert said["erased"]["files"] == 1
    assert len(said["erased"]["export"]["sha256"]) == 64
    assert (said["asked"]["by"], said["agreed"]["by"]) == ("Olga", "Otto")
    assert said["backups_expire_on"] == timezone.localdate() + timedelta(days=settings.BACKUP_DAYS)
    assert "Anna" not in str(said)
    run_waiting_jobs()
    with platform_scope():
        assert "adele@cdorf-0.example" in {mail.to for mail in mailbox.mails()} | set(mails)


def test_its_name_is_given_to_nobody_else(agreed, bdorf, tenant_of):
    from provisioning.lifecycle.addresses import rename
    from provisioning.lifecycle.hosts import AddressRefused
    from provisioning.steps import OrderRefused, check_free

    place, erasure = agreed
    carry_out(erasure)

    with pytest.raises(AddressRefused):
        rename(tenant_of(bdorf), place.slug, by=None)
    with platform_scope(), pytest.raises(OrderRefused):
        check_free("xagentur", [place.slug])


def test_a_second_run_changes_nothing(agreed):
    place, erasure = agreed
    carry_out(erasure)
    with platform_scope():
        before = Erasure.objects.values().get()

    carry_out(erasure)
    assert carry_on() == 0

    with platform_scope():
        assert Erasure.objects.values().get() == before
    check_gone(place, erasure)


def test_without_its_export_nothing_is_dropped(agreed, monkeypatch):
    place, erasure = agreed

    def full_disk(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(erasing.export, "_fill", full_disk)
    assert carry_on() == 0

    assert left(place)["schema"] == 1
    with platform_scope():
        assert "No space left" in Erasure.objects.get().problem
    monkeypatch.undo()
    assert carry_on() == 1
    check_gone(place, erasure)


class Counter:
    """Counts statements; before the one that is named the process dies."""

    def __init__(self, kill: int) -> None:
        self.kill, self.seen = kill, 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.seen += 1
        if self.seen == self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)


def dying(erasure: Erasure, kill: int) -> int:
    """Carry it out in a child that dies before its n-th statement; the signal it ended with."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        counter, real = Counter(kill), erasing.ddl_login

        class Login:
            def __enter__(self) -> None:
                self.login = real()
                self.login.__enter__()
                self.count = connection.execute_wrapper(counter)
                self.count.__enter__()

            def __exit__(self, *given: object) -> None:
                self.count.__exit__(*given)
                self.login.__exit__(*given)

        erasing.ddl_login = Login  # type: ignore[misc,assignment]  # in this process alone
        try:
            with platform_scope(), connection.execute_wrapper(counter):
                carry_out(erasure)
        finally:
            os._exit(1 if counter.seen < kill else 0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("kill", [2, 6, 12, 20, 40, 70, 90, 100, 105, 110, 115, 120, 125, 130, 135])
def test_killed_anywhere_the_next_run_ends_it(agreed, kill):
    place, erasure = agreed

    ended_by = dying(erasure, kill)
    found = left(place)
    assert found["schema"] == found["role"]  # both or none
    assert (found["schema"] == 0) == (found["entries"] == 0) == (found["modules"] == 0)
    carry_on()

    check_gone(place, erasure)
    assert ended_by == signal.SIGKILL
    with platform_scope():
        assert not (folder() / f"{Erasure.objects.select_related('export').get().export.file}.part").exists()
