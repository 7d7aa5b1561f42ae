"""Provisioning dies at any statement: there is a complete place or nothing, and the next run completes it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from platform_core.place import Look, PlaceKind
from platform_core.scope import platform_scope
from provisioning.steps import OrderRefused, PlaceOrder, provision
from tenants.models import Domain, Tenant
from tenants.names import new_schema_name
from tenants.postgres.ddl import ddl_login
from tests.faults.forge import NOTHING, Forge, Found, forging
from tests.support.database import server

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS = 25


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    with forging(tmp_path_factory.mktemp("forge")) as forge:
        yield forge


@pytest.fixture(scope="module")
def whole(forge: Forge, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Found]:
    """How many statements one place takes, and what is there when nobody disturbs it."""
    counted, schema = tmp_path_factory.mktemp("faults") / "statements", new_schema_name()
    forge.wish("provision", schema, slug="ungestoert", count_to=str(counted))
    return int(counted.read_text()), forge.found("ungestoert", schema)


def test_undisturbed_it_is_a_complete_place(whole):
    statements, found = whole

    assert statements > POINTS
    assert found == Found(rows=1, active=1, addresses=1, modules=1, roles=1, schemas=1, tables=found.tables)
    assert found.tables > 10


@pytest.mark.parametrize(
    "point", [point if point % 3 == 0 else pytest.param(point, marks=pytest.mark.long) for point in range(POINTS)]
)
def test_killed_at_a_statement_it_leaves_nothing_and_the_next_run_completes_it(forge, whole, point):
    statements, complete = whole
    kill = 1 + round(point * (statements - 1) / (POINTS - 1))
    killed, second, slug = new_schema_name(), new_schema_name(), f"dorf-{point}"

    assert forge.wish("provision", killed, slug=slug, kill=kill) == [{"signal": signal.SIGKILL, "code": -9}]
    assert forge.found(slug, killed) == NOTHING

    assert forge.wish("provision", second, slug=slug) == [{"signal": 0, "code": 0}]
    assert forge.found(slug, killed, second) == complete


def test_killed_right_before_the_commit_it_leaves_nothing(forge, whole):
    killed, second = new_schema_name(), new_schema_name()

    forge.wish("provision", killed, slug="davor", kill="before commit")
    assert forge.found("davor", killed) == NOTHING

    forge.wish("provision", second, slug="davor")
    assert forge.found("davor", killed, second) == whole[1]


def test_killed_right_after_the_commit_it_is_complete_and_a_second_run_changes_nothing(forge, whole):
    killed, second = new_schema_name(), new_schema_name()

    assert forge.wish("provision", killed, slug="danach", kill="after commit")[0]["signal"] == signal.SIGKILL
    assert forge.found("danach", killed) == whole[1]

    assert forge.wish("provision", second, slug="danach") == [{"signal": 0, "code": 0}]
    assert forge.found("danach", killed, second) == whole[1]


def test_two_who_order_the_same_at_once_get_one_place(forge, whole):
    schemas = (new_schema_name(), new_schema_name())

    endings = forge.wish("provision", *schemas, slug="doppelt")

    assert endings == [{"signal": 0, "code": 0}] * 2
    assert forge.found("doppelt", *schemas) == whole[1]


BROKEN = {
    "a colour that is none": ({"look": Look(accent="moosgrün")}, r"neudorf: accent: .*#rrggbb"),
    "an unknown module": (
        {"modules": ("ideas", "ponys")},
        r"neudorf: there is no module 'ponys'. Modules are: .*ideas",
    ),
    "a name of the platform": ({"slug": "panel"}, r"panel: slug: "),
    "a slug that is no host name": ({"slug": "Neu Dorf"}, r"Neu Dorf: slug: "),
    "an address of another agency": ({"slug": "bdorf"}, r"bdorf: this address belongs to a place of another agency"),
    "an unknown body": ({"body": "niemand"}, r"neudorf: there is no responsible body 'niemand'"),
    "a zone that is nowhere": ({"zone": "Mond/Krater"}, r"neudorf: zone: .*Europe/Berlin"),
    "a point that is not on earth": ({"lat": 123.4, "lon": 8.0}, r"neudorf: lat: "),
}


@pytest.mark.parametrize(("wishes", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_order_leaves_nothing_and_says_a_sentence(adorf, places, wishes, sentence):
    order = PlaceOrder(
        **{"slug": "neudorf", "name": "Neudorf", "kind": PlaceKind.VILLAGE, "body": "gemeinde", **wishes}
    )
    before = everything()

    with translation.override("en"), ddl_login(), pytest.raises(OrderRefused, match=sentence):
        provision(adorf.region_id, order)

    assert everything() == before


def test_an_address_that_another_place_holds_is_refused(adorf, bdorf):
    order = PlaceOrder(slug="neudorf", name="Neudorf", kind=PlaceKind.VILLAGE, body="gemeinde")

    with translation.override("en"), ddl_login(), transaction.atomic():
        with platform_scope():
            Domain.objects.create(tenant_id=bdorf.id, host="neudorf.bk.test")
        before = everything()
        with pytest.raises(OrderRefused, match=r"neudorf: the address neudorf\.bk\.test belongs to another place"):
            provision(adorf.region_id, order)

        assert everything() == before
        transaction.set_rollback(True)


def everything() -> tuple[list[Any], ...]:
    """All places, addresses and schemas of the test database, as committed or seen by this transaction."""
    with platform_scope(), psycopg.connect(server().dsn("postgres", settings.DATABASES["default"]["NAME"])) as admin:
        schemas = admin.execute("SELECT nspname FROM pg_namespace ORDER BY 1").fetchall()
        places = list(Tenant.objects.order_by("slug").values_list())
        return places, list(Domain.objects.order_by("host").values_list()), schemas
