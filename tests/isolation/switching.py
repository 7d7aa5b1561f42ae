"""Wandering at random between scopes, with errors, savepoints and closed connections, asking each for its canary."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InFailedSqlTransaction

from platform_core.scope import NoScope, TenantMismatch, current, place_scope, platform_scope
from tests.isolation.asking import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from platform_core.place import Place

QUESTIONS = {
    True: "SELECT kind, current_user::text FROM contributions_counter",
    False: "SELECT slug, current_user::text FROM tenants_agency WHERE slug LIKE 'canary%%'",
}
DEEPEST = 5


@dataclass
class Report:
    """What all wanderers saw together."""

    answers: int = 0
    aborted: int = 0
    wrong: list[str] = field(default_factory=list)


class Wanderer:
    """One thread's or task's way through the scopes; the seed makes it repeatable."""

    def __init__(self, seed: int, places: Sequence[Place], report: Report, switches: int) -> None:
        self.random = random.Random(seed)
        self.scopes: list[Callable[[], AbstractContextManager[object]]] = [platform_scope]
        self.scopes += [lambda place=place: place_scope(place) for place in places]
        self.report = report
        self.left = switches

    @contextlib.contextmanager
    def scope(self) -> Iterator[None]:
        """One to four scopes, each in the one before: that many switches, of which the last one counts."""
        with contextlib.ExitStack() as stack:
            for _ in range(self.random.randint(1, 4)):
                self.left -= 1
                stack.enter_context(self.random.choice(self.scopes)())
            yield

    # --- as a thread ----------------------------------------------------------------------------
    def wander(self) -> None:
        """Request after request until the switches are used up; each gives its connection back."""
        while self.left > 0:
            with contextlib.suppress(KeyError, DatabaseError), self.scope():
                self.walk(depth=1)
            connection.close()

    def walk(self, depth: int) -> None:
        for _ in range(self.random.randint(1, 3)):
            try:
                self.step(depth)
            except (NoScope, TenantMismatch) as lost:
                self.report.wrong.append(repr(lost))
            except (KeyError, DatabaseError):
                if self.random.random() < 0.3:
                    raise

    def step(self, depth: int) -> None:
        chance = self.random.random()
        if chance < 0.25 or depth >= DEEPEST:
            self.check()
        elif chance < 0.70:
            with self.scope():
                self.walk(depth + 1)
        elif chance < 0.85:
            with transaction.atomic(savepoint=self.random.random() < 0.8):
                self.walk(depth + 1)
        elif chance < 0.90:
            rows("SELECT 1/0")
        elif chance < 0.94:
            raise KeyError
        elif not connection.in_atomic_block:
            connection.close()
        elif self.random.random() < 0.3:
            transaction.set_rollback(True)

    def check(self) -> None:
        """The scope's own canary is there, and nothing else."""
        scope = current()
        try:
            seen = rows(QUESTIONS[scope.place is not None])
        except DatabaseError as error:
            if isinstance(error.__cause__, InFailedSqlTransaction) or connection.needs_rollback:
                self.report.aborted += 1
                return
            self.report.wrong.append(f"in {scope.schema}: {error!r}")
            return
        self.report.answers += 1
        if seen != [(canary_of(scope.schema), scope.role)]:
            self.report.wrong.append(f"in {scope.schema}: {seen}")

    # --- as a task ------------------------------------------------------------------------------
    async def wander_async(self) -> None:
        while self.left > 0:
            with contextlib.suppress(KeyError, DatabaseError):
                await self.walk_async(depth=1)

    async def walk_async(self, depth: int) -> None:
        chance = self.random.random()
        with self.scope():
            mine = current()
            if chance < 0.3 and depth < DEEPEST:
                await asyncio.gather(*(self.walk_async(depth + 1) for _ in range(2)), return_exceptions=True)
            elif chance < 0.5 and depth < DEEPEST:
                await asyncio.create_task(self.walk_async(depth + 1))
            elif chance < 0.6:
                await asyncio.sleep(0)
            if self.random.random() < 0.35:
                sensitive = self.random.random() < 0.5
                keep = sensitive and chance > 0.8
                await sync_to_async(self._visit, thread_sensitive=sensitive)(chance, keep)
            if current() is not mine:
                self.report.wrong.append(f"{current().schema} in place of {mine.schema}")

    def _visit(self, chance: float, keep: bool) -> None:
        """The work of one coroutine's step; only the one sensitive thread may keep its connection."""
        try:
            self.check()
            if chance > 0.9:
                with transaction.atomic():
                    rows("SELECT 1/0")
        finally:
            if not keep:
                connection.close()


def canary_of(schema: str) -> str:
    return "canary-" + schema.replace("_", "-")
