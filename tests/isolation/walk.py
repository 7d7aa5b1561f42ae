"""The isolation walk: every pattern, method, person and vector; what must not come back does not."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from django.db import connection

from platform_core.scope import platform_scope
from tests.isolation.asking import tables
from tests.isolation.letters import UUID
from tests.isolation.vectors import METHODS, Case, Vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.isolation.cast import House, World
    from tests.isolation.letters import Letter, Post, Reply
    from tests.isolation.routes import Route

SCHEMA = re.compile(r"t_[a-z2-7]{10}")
#: Public facts of every place, which the platform's own pages tell everybody.
FACTS = {
    "public: tenants.Tenant.name",
    "public: tenants.Tenant.subtitle",
    "public: tenants.Tenant.claim",
    "public: tenants.Agency.region",
}

#: Scans, and rows that were written or tried to be, in this transaction; what was rolled back counts too.
TOUCHES = """
    SELECT coalesce(sum(pg_stat_get_xact_numscans(oid) + pg_stat_get_xact_tuples_inserted(oid)
           + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)), 0)::bigint
      FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname = ANY(%s))
"""


class Walk:
    """From one house towards a stranger's. Collects findings; an empty list is the proof."""

    def __init__(self, world: World, post: Post, house: str, stranger: str) -> None:
        self.world, self.post = world, post
        self.house, self.stranger = world.houses[house], world.houses[stranger]
        self.vectors = Vectors(world, self.house, self.stranger)
        self.controls: dict[Letter, Reply] = {}
        self.findings: list[str] = []
        self.cases = 0
        self.patterns: set[Route] = set()
        self.secrets = secrets_of(world)

    def over(
        self,
        routes: Iterable[Route],
        *,
        people: Iterable[str] = (),
        methods: Iterable[str] = METHODS,
        wanted: Callable[[Case], bool] = lambda case: True,
    ) -> Walk:
        """Walk these patterns; `wanted` chooses among their cases."""
        for route in routes:
            self.patterns.add(route)
            for person in people or ("nobody", *self.house.sessions):
                cases = [
                    case for method in methods for case in self.vectors.cases(route, method, person) if wanted(case)
                ]
                for closed, batch in itertools.groupby(
                    sorted(cases, key=lambda case: case.closed), lambda case: case.closed
                ):
                    self._batch(list(batch), closed)
        return self

    # --- tables of closed houses stay untouched: counted per batch, searched one by one on change ---
    def _batch(self, cases: list[Case], closed: tuple[str, ...]) -> None:
        before = touches(closed)
        for case in cases:
            self._judge(case)
        if touches(closed) != before:
            self._bisect(cases, closed)

    def _bisect(self, cases: list[Case], closed: tuple[str, ...]) -> None:
        for case in cases:
            for letter in (case.control, case.probe):
                before = touches(closed)
                self.post.send(letter)
                if touches(closed) != before:
                    self.findings.append(f"{case}: touches tables of a house that is closed to it")
                    break

    # --- one case -----------------------------------------------------------------------------------
    def _judge(self, case: Case) -> None:
        self.cases += 1
        control = self.controls.get(case.control)
        if control is None:
            control = self.controls[case.control] = self.post.send(case.control)
            self.findings += self._seen(case, case.control, control)
        if case.probe is case.control:
            return
        reply = self.post.send(case.probe)
        self.findings += self._seen(case, case.probe, reply)
        if reply.parts != control.parts:
            words = (*case.probe.words, *case.control.words)
            self.findings += [f"{case}: {each}" for each in differences(control.compared(words), reply.compared(words))]

    def _seen(self, case: Case, letter: Letter, reply: Reply) -> list[str]:
        """What this answer must not hold. The house that was addressed may show its own."""
        here = next(house for house in self.world.houses.values() if house.host == letter.host)
        sent = f"{letter.path} {letter.query} {letter.body} {letter.headers}"
        found = [f"{case}: {reply.status}"] if reply.status >= 500 else []
        own = self.world.own.get(case.person, set()) if here.place is None else set()
        for word, cage in self.world.canaries.in_text(reply.raw):
            if word not in sent and word not in own and not self._may_show(here, cage):
                found.append(f"{case}: shows {cage}")
        keys = {*UUID.findall(reply.raw), *SCHEMA.findall(reply.raw)} & self.secrets.keys()
        strange = [key for key in keys if key not in sent and self.secrets[key] is not here]
        found += [f"{case}: shows {key} of {self.secrets[key].schema}" for key in strange]
        found += [f"{case}: a job for {job['schema']}" for job in reply.jobs if job["schema"] != here.schema]
        return found

    def _may_show(self, here: House, cage: str) -> bool:
        if here.place is None:
            return cage in FACTS or cage.startswith("platform:")
        own = next(name for name, house in self.world.houses.items() if house is here)
        region = here.place.region_id == self.stranger_region
        return cage.startswith(f"{own}:") or (region and cage.startswith("public: tenants"))

    @property
    def stranger_region(self) -> object:
        """The region whose public rows hold canaries."""
        place = self.world.houses["bdorf"].place
        return place.region_id if place else None


def touches(schemas: tuple[str, ...]) -> int:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(TOUCHES, [list(schemas)])
        return int(cursor.fetchone()[0])


def checksum(house: House) -> dict[str, str]:
    """md5 over all rows of each table of a house."""
    sums = {}
    with house.scope, connection.cursor() as cursor:
        for name in tables(house.schema):
            cursor.execute(f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM \"{name}\" AS t")
            sums[name] = cursor.fetchone()[0]
    return sums


def secrets_of(world: World) -> dict[str, House]:
    """Every key of every row of a place, and its schema, with the house that it belongs to."""
    found: dict[str, House] = {}
    for house in world.houses.values():
        if house.place:
            found[house.schema] = house
            with house.scope, connection.cursor() as cursor:
                for name in tables(house.schema):
                    cursor.execute(f'SELECT t::text FROM "{name}" AS t')
                    for (row,) in cursor.fetchall():
                        found |= dict.fromkeys(UUID.findall(row), house)
    return found


def differences(control: tuple[str, ...], probe: tuple[str, ...]) -> list[str]:
    """The first thing that differs, short."""
    if len(control) != len(probe):
        return [f"answers with {len(probe)} parts in place of {len(control)}, for example another mail"]
    for one, other in zip(control, probe, strict=True):
        if one != other:
            start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            begin = max(0, start - 40)
            return [f"answers {other[begin : start + 60]!r} in place of {one[begin : start + 60]!r}"]
    return []


def told(findings: list[str], most: int = 40) -> str:
    """Findings as an error shows them: each sort of them once, with its number."""
    sorts: dict[str, list[str]] = {}
    for finding in findings:
        sorts.setdefault(re.sub(r" as \w+, vector [^:]*", "", finding)[:120], []).append(finding)
    return "\n".join(f"{len(alike)} × {alike[0]}" for alike in list(sorts.values())[:most])
