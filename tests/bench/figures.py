"""Writing figures so that they can be compared."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def line(title: str, value: str) -> None:
    print(f"  {title:<58} {value}", flush=True)


def milliseconds(title: str, seconds: Sequence[float]) -> float:
    """Write the median with the span, and give the median."""
    median = statistics.median(seconds)
    span = f"{min(seconds) * 1000:.0f}–{max(seconds) * 1000:.0f}"
    line(title, f"{median * 1000:8.0f} ms   ({len(seconds)} runs, {span})")
    return median


def ratio(title: str, ours: float, others: float) -> None:
    line(title, f"{others / ours:8.1f} ×")
