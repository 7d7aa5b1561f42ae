"""`python -m tests.long --slice <commit>`: one slice of the tests marked `long`, chosen by the commit's hash.

From commit to commit another slice has its turn, so that over time all of them run.
"""

from __future__ import annotations

import argparse
import hashlib
import sys

import pytest

NOTHING_COLLECTED = 5


class OneSlice:
    """Keeps the long tests of one slice: they are dealt out in turn, so that no slice is empty while there are tests."""

    def __init__(self, number: int | None, slices: int) -> None:
        self.number = number
        self.slices = slices

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        long = [item for item in items if item.get_closest_marker("long")]
        slices = min(self.slices, len(long)) or 1
        mine = None if self.number is None else self.number % slices
        chosen = [item for turn, item in enumerate(long) if mine in (None, turn % slices)]
        print(f"{len(chosen)} of {len(long)} long tests" + "".join(f"\n  {item.nodeid}" for item in chosen), flush=True)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def slice_of(text: str, slices: int) -> int:
    """A number below `slices`, always the same for the same text."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % slices


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.long", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--slice", metavar="COMMIT", help="run the slice that this commit's hash chooses")
    which.add_argument("--all", action="store_true", help="run all of them")
    parser.add_argument("--slices", type=int, default=8, help="into how many slices the tests are cut (8)")
    wish, more = parser.parse_known_args(arguments)
    if wish.slices < 1:
        parser.error(f"--slices is {wish.slices} but must be 1 or more.")
    number = None if wish.all else slice_of(wish.slice, wish.slices)
    print("All long tests." if wish.all else f"Commit {wish.slice[:12]} chooses slice {number + 1} of {wish.slices}.")
    code = pytest.main(["-m", "long", *more], plugins=[OneSlice(number, wish.slices)])
    if code == NOTHING_COLLECTED:
        print("There are no long tests in this slice.")
        return 0
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
