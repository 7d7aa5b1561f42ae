"""Orders of many places in bad weather: each ends complete or is refused with a sentence, and nothing is left over."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.faults.forge import WELL, Forge, forging
from tests.support.database import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLED = [{"signal": signal.SIGKILL, "code": -9}]
COMPLETE = """
    SELECT t.slug FROM tenants_tenant t
     WHERE t.slug = ANY(%s) AND t.state = 'active' AND t.schema_version <> ''
       AND EXISTS (SELECT FROM tenants_domain d WHERE d.tenant_id = t.id AND d.is_primary)
       AND EXISTS (SELECT FROM pg_tables p WHERE p.schemaname = t.schema_name AND p.tablename = 'ideas_idea')
       AND EXISTS (SELECT FROM pg_roles r WHERE r.rolname = t.schema_name)
     ORDER BY t.slug
"""


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    with forging(tmp_path_factory.mktemp("bulk"), "nachbarn", *(f"kurz-{number}" for number in range(3))) as forge:
        yield forge


def complete(forge: Forge, *slugs: str) -> list[str]:
    """Those of the places that lack nothing."""
    return [row[0] for row in forge.rows(COMPLETE, list(slugs))]


@pytest.fixture(scope="module")
def statements(forge: Forge) -> int:
    """How many statements an order of two places takes."""
    counted = forge.folder / "count"
    assert forge.wish("carry_out", forge.order("eins", "zwei"), count_to=str(counted)) == WELL
    assert complete(forge, "eins", "zwei") == ["eins", "zwei"]
    return int(counted.read_text())


def moments(count: int, *, long: int) -> list[object]:
    """Parts of the whole at which something happens; those of the long tests are other ones, by a seed."""
    dice = random.Random(7)
    short = [pytest.param(number / (count - 1), id=f"{number / (count - 1):.2f}") for number in range(count)]
    more = sorted(dice.random() for _number in range(long))
    return [*short, *(pytest.param(part, id=f"{part:.3f}", marks=pytest.mark.long) for part in more)]


@pytest.mark.parametrize("part", moments(5, long=60))
def test_a_worker_killed_at_a_statement_of_a_bulk_leaves_it_to_the_next_one(forge, statements, part):
    slugs = [f"a-{round(part * 1000)}", f"b-{round(part * 1000)}"]
    key = forge.order(*slugs)

    assert forge.wish("carry_out", key, kill=1 + round(part * (statements - 1))) == KILLED
    left = complete(forge, *slugs)
    assert [slug for slug, state in forge.states(key).items() if state == "done"] == left, "done means complete"
    assert forge.rows("SELECT count(*) FROM tenants_tenant WHERE slug = ANY(%s)", slugs) == [(len(left),)]
    assert forge.findings() == []

    assert forge.wish("carry_out", key) == WELL
    assert forge.states(key) == dict.fromkeys(slugs, "done")
    assert complete(forge, *slugs) == slugs
    assert forge.findings() == []


@pytest.mark.parametrize("number", [0, 1, *(pytest.param(number, marks=pytest.mark.long) for number in range(2, 12))])
def test_of_two_agencies_taking_one_address_at_once_one_gets_it_and_the_other_a_sentence(forge, number):
    slug = f"begehrt-{number}"
    keys = [forge.order(slug), forge.order(slug, agency="nachbarn")]

    assert forge.wish("carry_out", *keys) == WELL * 2

    said = {forge.states(key)[slug]: key for key in keys}
    assert set(said) == {"done", "failed"}
    ((error,),) = forge.rows("SELECT error FROM orders_orderplace WHERE order_id = %s", said["failed"])
    assert "Adresse" in error
    assert forge.rows("SELECT count(*) FROM tenants_domain WHERE host = %s", f"{slug}.bk.test") == [(1,)]
    assert complete(forge, slug) == [slug]
    assert forge.findings() == []


def remove_agency(forge: Forge, slug: str) -> str:
    """As the database answers who takes an agency away: nothing when it is gone."""
    with psycopg.connect(server().dsn("postgres", forge.database), autocommit=True) as admin:
        try:
            with admin.transaction():
                admin.execute("SET LOCAL lock_timeout = '500ms'")
                admin.execute("SET CONSTRAINTS ALL IMMEDIATE")
                admin.execute("UPDATE orders_order SET agency_id = NULL WHERE agency_id = (%s)", [agency(admin, slug)])
                for table in ("tenants_responsiblebody", "tenants_agency"):
                    column = "id" if table == "tenants_agency" else "agency_id"
                    admin.execute(f"DELETE FROM {table} WHERE {column} = (%s)".encode(), [agency(admin, slug)])
        except psycopg.Error as refused:
            return type(refused).__name__
    return ""


def agency(admin: psycopg.Connection[tuple[object, ...]], slug: str) -> object:
    row = admin.execute("SELECT id FROM tenants_agency WHERE slug = %s", [slug]).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize(("number", "part"), [(0, 0.0), (1, 0.3), (2, 0.8)])
def test_an_agency_that_is_removed_while_its_job_runs_is_there_whole_or_gone(forge, statements, tmp_path, number, part):
    """The job is stopped in the middle, somebody removes the agency, and the job goes on."""
    mine, slugs, sign = f"kurz-{number}", [f"k{number}-eins", f"k{number}-zwei"], tmp_path / "stopped"
    key, endings = forge.order(*slugs, agency=mine), []
    stop = 1 + round(part * (statements - 1))
    wishing = threading.Thread(
        target=lambda: endings.extend(forge.wish("carry_out", key, stop=stop, sign=str(sign), agency=mine))
    )
    wishing.start()
    child = stopped(sign)
    answer = remove_agency(forge, mine)
    os.kill(child, signal.SIGCONT)
    wishing.join(30)

    assert endings == WELL
    assert answer in ("", "LockNotAvailable", "ForeignKeyViolation")
    made = complete(forge, *slugs)
    assert made == ([] if answer == "" else slugs)
    assert set(forge.states(key).values()) == {"failed" if answer == "" else "done"}
    assert forge.rows("SELECT count(*) FROM tenants_tenant WHERE slug = ANY(%s)", slugs) == [(len(made),)]
    assert forge.findings() == []


def stopped(sign: Path) -> int:
    """The number of the process that has stopped."""
    deadline = time.monotonic() + 20
    while not (sign.exists() and sign.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(sign.read_text())
