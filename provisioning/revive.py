"""A program of ours that ended is started again; one that ends again and again is not."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioning.ports import CannotStart

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioning.children import Child

MOST_TIMES = 5
WITHIN_SECONDS = 60.0


@dataclass
class Reviver:
    """Starts children again and counts how often; `say` tells whoever watches the terminal."""

    say: Callable[[str], None]
    most: int = MOST_TIMES
    within: float = WITHIN_SECONDS
    _ends: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque), init=False)

    def revive(self, child: Child) -> None:
        """Start a child that has ended. Raises CannotStart with its last words when that was too often."""
        ends = self._ends[child.name]
        ends.append(time.monotonic())
        while ends[0] < time.monotonic() - self.within:
            ends.popleft()
        if len(ends) > self.most:
            raise CannotStart(
                f"{child.obituary()}\nIt ended {len(ends)} times within {self.within:.0f} seconds and is not started again."
            )
        code = child.process.poll() if child.process else None
        self.say(f"The {child.name} has ended with code {code}. It is started again. Its log: {child.log_file}")
        child.clear_remains()
        child.start()
