"""Somebody of the platform looks around in a place: what its pages say about that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """Until when it lasts, why, whether anything may be changed, and where it is ended (a path that takes a POST)."""

    until: datetime
    reason: str
    may_write: bool
    end_path: str

    @property
    def minutes_left(self) -> int:
        """Whole minutes, the begun one included."""
        seconds = (self.until - timezone.now()).total_seconds()
        return max(0, -int(-seconds // 60))
