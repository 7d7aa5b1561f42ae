"""The worker that carries an order out dies at any statement: the next one completes it, and nothing is left over."""

from __future__ import annotations

import signal
from typing import Any

import psycopg
import pytest

from tenants.names import new_schema_name
from tests.faults.test_killed_provisioning import NOTHING, Forge, forge  # noqa: F401  # a fixture
from tests.support.database import server

POINTS = 10
LEFT = "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)"
SCHEMAS = "SELECT count(*) FROM pg_namespace WHERE nspname = ANY(%s)"
STATES = """
    SELECT o.state, array_agg(p.state ORDER BY p.position), array_agg(p.attempt ORDER BY p.position)
      FROM orders_order o JOIN orders_orderplace p ON p.order_id = o.id WHERE o.title = %s GROUP BY o.state
"""


def some_names() -> list[str]:
    """Enough for every tenant that is thought of on the way, whether it becomes a row or not."""
    return [new_schema_name() for _ in range(100)]


class Ordering:
    """Two places ordered, and every schema name that was ever used for them."""

    def __init__(self, forge: Forge, number: int) -> None:  # noqa: F811
        self.forge = forge
        self.slugs = [f"eins{number}", f"zwei{number}"]
        self.names: list[str] = []
        assert forge.wish("submit", "-", slugs=self.slugs)[0]["code"] == 0

    def work(self, kill: Any = None, **more: Any) -> dict[str, int]:
        """How a worker ended that took the order up."""
        names = some_names()
        self.names += names
        return self.forge.wish("work", "-", slugs=self.slugs, names=names, kill=kill, **more)[0]

    def ask(self, question: str, *values: Any) -> Any:
        with psycopg.connect(server().dsn("postgres", self.forge.database), autocommit=True) as admin:
            return admin.execute(question.encode(), values).fetchone()

    def check_whole_or_nothing(self) -> None:
        """Every place is complete or not there at all, and there is no role or schema beside them."""
        found = [self.forge.found(slug, *self.names) for slug in self.slugs]
        there = [each for each in found if each.rows]
        assert all(each.addresses == each.modules == 1 for each in there)
        assert self.ask(LEFT, self.names)[0] == self.ask(SCHEMAS, self.names)[0] == len(there)
        assert there or all(each == NOTHING for each in found)


@pytest.fixture(scope="module")
def statements(forge: Forge, tmp_path_factory: pytest.TempPathFactory) -> int:  # noqa: F811
    """How many statements carrying out two places takes."""
    counted = tmp_path_factory.mktemp("faults") / "statements"
    ordering = Ordering(forge, 0)
    assert ordering.work(count_to=str(counted))["code"] == 0
    assert ordering.ask(STATES, ordering.slugs[0]) == ("done", ["done", "done"], [1, 1])
    return int(counted.read_text())


@pytest.mark.parametrize("point", [*range(1, POINTS + 1), "before commit", "after commit"])
def test_killed_at_any_moment_the_next_worker_completes_the_order(forge, statements, point):  # noqa: F811
    ordering = Ordering(forge, 100 + (point if isinstance(point, int) else len(point)))
    kill = point if isinstance(point, str) else max(2, point * statements // (POINTS + 1))

    assert ordering.work(kill=kill)["signal"] == signal.SIGKILL
    ordering.check_whole_or_nothing()

    assert ordering.work()["code"] == 0
    ordering.check_whole_or_nothing()
    state, places, _attempts = ordering.ask(STATES, ordering.slugs[0])
    assert (state, places) == ("done", ["done", "done"])


def test_two_workers_at_once_make_each_place_once(forge):  # noqa: F811
    ordering = Ordering(forge, 200)
    names = some_names()
    ordering.names = names

    ended = forge.wish("work", "eine", "andere", slugs=ordering.slugs, names=names, kill=None)

    assert [each["code"] for each in ended] == [0, 0]
    ordering.check_whole_or_nothing()
    assert ordering.ask(STATES, ordering.slugs[0]) == ("done", ["done", "done"], [1, 1])


def test_one_that_kills_its_worker_each_time_is_given_up_and_the_other_is_made(forge):  # noqa: F811
    ordering = Ordering(forge, 300)
    for _ in range(5):
        assert ordering.work(kill=60)["signal"] == signal.SIGKILL

    assert ordering.work()["code"] == 0

    assert ordering.ask(STATES, ordering.slugs[0])[:2] == ("failed", ["failed", "done"])
    ordering.check_whole_or_nothing()
