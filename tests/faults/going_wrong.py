"""What goes wrong in the middle of the newest migration of the toy module, by schema. Django reloads migrations, not this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTS: dict[str, Callable[[], None]] = {}
