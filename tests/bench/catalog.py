"""The catalogue of all German municipalities: loading it, and finding places as people spell them."""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

from django.db import connection

from platform_core.scope import platform_scope
from provisioning.catalog.load import load
from provisioning.catalog.search import search
from provisioning.models import CatalogEntry
from provisioning.schema import migrate_platform
from tests.bench.figures import line
from tests.support.database import fresh_database

if TYPE_CHECKING:
    from collections.abc import Callable

SEARCHES = 300
SHORT = 6
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def measure() -> None:
    with fresh_database():
        migrate_platform()
        seconds = _seconds(load)
        line("12,440 entries loaded", f"{seconds:8.1f} s")
        line("loaded again, nothing to do", f"{_seconds(load):8.1f} s")
        with platform_scope():
            compare(random.Random(1))  # the same searches each time
        connection.close()


def compare(dice: random.Random) -> None:
    names = dice.sample(list(CatalogEntry.objects.order_by("key").values_list("name", flat=True)), SEARCHES)
    keys = dice.sample(list(CatalogEntry.objects.order_by("key").values_list("key", flat=True)), SEARCHES)
    report("by whole name", names, names)
    report("by its first three letters", [name[:3] for name in names])
    report("without umlauts", [name.lower().translate(UMLAUTS) for name in names], names)
    report("with two letters turned", [_turned(name, dice) for name in names], names)
    every = CatalogEntry.objects.order_by("key").values_list("name", flat=True)
    short = dice.sample([name for name in every if len(name) <= SHORT], SEARCHES)
    report("short names with two letters turned", [_turned(name, dice) for name in short], short)
    report("with a letter too few", [_shortened(name, dice) for name in names], names)
    report("with a letter too many", [_stuttered(name, dice) for name in names], names)
    report("its beginning, with two letters turned", [_turned(name[:8], dice) for name in names])
    report("what means no place", ["".join(dice.sample("abcdefghijklmnoprstuw", 9)) for _name in names])
    report("by key", keys)


def _turned(name: str, dice: random.Random) -> str:
    at = dice.randrange(1, max(2, len(name) - 2))
    return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


def _shortened(name: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(name))
    return name[:at] + name[at + 1 :]


def _stuttered(name: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(name))
    return name[:at] + name[at - 1] + name[at:]


def report(title: str, wishes: list[str], meant: list[str] | None = None) -> None:
    """Median and 95th percentile, and how often a place of the meant name was among what was found."""
    taken, found = [], 0
    for number, wish in enumerate(wishes):
        begin = time.perf_counter()
        names = [entry.name for entry in search(wish)]
        taken.append(time.perf_counter() - begin)
        found += meant[number] in names if meant else bool(names)
    p95 = statistics.quantiles(taken, n=20)[-1]
    line(
        title,
        f"median {statistics.median(taken) * 1000:5.1f} ms, p95 {p95 * 1000:5.1f} ms, found {found}/{len(wishes)}",
    )


def _seconds(do: Callable[[], object]) -> float:
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin
