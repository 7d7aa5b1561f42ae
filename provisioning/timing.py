"""How long the steps of provisioning take, for whoever wants to know."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    type OnStep = Callable[[str, float], None]


def unheard(name: str, milliseconds: float) -> None:
    """Nobody wants to know how long a step took."""


@contextlib.contextmanager
def timed(name: str, on_step: OnStep) -> Iterator[None]:
    """Tell the name of the step and its milliseconds, also when it fails."""
    started = time.perf_counter()
    try:
        yield
    finally:
        on_step(name, (time.perf_counter() - started) * 1000)
