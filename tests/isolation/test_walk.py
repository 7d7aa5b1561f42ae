"""The walk over everything that can be asked of a house."""

from __future__ import annotations

import fcntl
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from platform_core import registry
from tests.isolation.routes import PLACE, PLATFORM, routes
from tests.isolation.walk import Walk, checksum, told

if TYPE_CHECKING:
    from tests.isolation.cast import World
    from tests.isolation.letters import Post
    from tests.isolation.vectors import Case

OUTPUT = Path(__file__).resolve().parent.parent / "output" / "isolation.json"


def report(name: str, walk: Walk, seconds: float) -> None:
    """Say how many cases there were, and keep it for the build."""
    print(f"isolation: {walk.cases} cases over {len(walk.patterns)} patterns ({name}, {seconds:.0f} s)")
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    with OUTPUT.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # another worker may be writing
        file.seek(0)
        told = json.loads(file.read() or "{}")
        told[name] = {"cases": walk.cases, "patterns": sorted(map(str, walk.patterns)), "seconds": round(seconds, 1)}
        file.truncate(0)
        file.write(json.dumps(told, indent=1, sort_keys=True))


def telling(case: Case) -> bool:
    """The cases of every run: all of reading and posting, and of the other methods what names a stranger's row."""
    if case.probe.method in {"GET", "POST"}:
        return "cookie" not in case.vector or case.vector.endswith(("admin", "operator"))
    return case.vector in {"argument", "body"} and case.person in {"nobody", "admin"}


def not_public(case: Case) -> bool:
    """Not the proxy's question: which names are served is what the name service tells everybody."""
    return not (case.probe.path == "/tls-frage" and case.vector == "query")


def walked(name: str, world: World, post: Post, house: str, stranger: str, urlconf: str, wanted: Any = telling) -> None:
    start = time.monotonic()
    before = {each: checksum(world.houses[each]) for each in world.houses}
    walk = Walk(world, post, house, stranger).over(routes(urlconf), wanted=wanted)
    report(name, walk, time.monotonic() - start)

    assert not walk.findings, told(walk.findings)
    for each in world.houses:
        if world.houses[each].place:
            assert checksum(world.houses[each]) == before[each]


def test_from_a_village_nothing_of_the_next_one_is_seen_or_changed(world, post):
    walked("village", world, post, "adorf", "bdorf", PLACE)


def test_from_the_platform_nothing_of_a_village_is_seen_or_changed(world, post):
    walked(
        "platform", world, post, "platform", "adorf", PLATFORM, wanted=lambda case: telling(case) and not_public(case)
    )


def test_from_a_portal_nothing_of_a_village_of_another_region_is_seen_or_changed(world, post):
    start = time.monotonic()
    ours = [route for route in routes(PLACE) if route.module not in set(registry.modules()) - {"region"}]
    walk = Walk(world, post, "portal", "bdorf").over(
        ours, people=("nobody", "admin"), methods=("GET", "POST"), wanted=lambda case: "cookie" not in case.vector
    )
    report("portal", walk, time.monotonic() - start)

    assert not walk.findings, told(walk.findings)


@pytest.mark.long
@pytest.mark.parametrize(("house", "stranger", "urlconf"), [("adorf", "bdorf", PLACE), ("platform", "adorf", PLATFORM)])
def test_the_whole_product(world, post, house, stranger, urlconf):
    walked(f"all of {house}", world, post, house, stranger, urlconf, wanted=not_public)


@pytest.mark.parametrize("urlconf", [PLACE, PLATFORM])
def test_every_pattern_is_found_and_has_a_name(urlconf):
    names = [route.name for route in routes(urlconf)]

    assert {"home", "theming:theme", "legal:imprint"} <= set(names)
    assert ("account_login" in names) == (urlconf == PLACE)  # the platform's people sign in at the panel
    assert len(set(names)) == len(names)
