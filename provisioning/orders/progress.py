"""How far an order is: one reading of two queries, for pages, streams and the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from provisioning.orders.models import OrderPlace, State

if TYPE_CHECKING:
    from datetime import datetime

    from provisioning.orders.models import Order


@dataclass(frozen=True, slots=True)
class Progress:
    """An order and its places. `mean_ms` is of those that are done; `seconds` since it began, until it ended."""

    state: str
    places: tuple[OrderPlace, ...]
    seconds: int
    mean_ms: int | None

    def count(self, *states: str) -> int:
        return sum(place.state in states for place in self.places)

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def done(self) -> int:
        return self.count(State.DONE)

    @property
    def failed(self) -> int:
        return self.count(State.FAILED)

    @property
    def rolled_back(self) -> int:
        return self.count(State.ROLLED_BACK)

    @property
    def ended(self) -> int:
        """Places of which nothing more is to be expected by itself."""
        return self.count(State.DONE, State.FAILED, State.ROLLED_BACK)

    @property
    def is_over(self) -> bool:
        return self.state not in {State.WAITING, State.RUNNING}

    @property
    def made(self) -> int:
        """How many places there are that this order made."""
        return sum(place.is_new and place.state == State.DONE for place in self.places)

    @property
    def stopped(self) -> list[OrderPlace]:
        return [place for place in self.places if place.state == State.FAILED]

    @property
    def others(self) -> list[OrderPlace]:
        """All that did not stop: what happens now first, then what is done, then what waits."""
        return [place for place in self.places if place.state != State.FAILED]


def progress_of(order: Order) -> Progress:
    """How far it is at this moment; in the platform's scope."""
    order.refresh_from_db(fields=["state", "started_at", "done_at"])
    places = tuple(order.places.order_by("position"))
    times = [place.took_ms for place in places if place.state == State.DONE and place.took_ms is not None]
    return Progress(
        state=order.state,
        places=places,
        seconds=_seconds(order.started_at, order.done_at),
        mean_ms=round(sum(times) / len(times)) if times else None,
    )


def _seconds(started: datetime | None, ended: datetime | None) -> int:
    return max(0, round(((ended or timezone.now()) - started).total_seconds())) if started else 0


def as_json(progress: Progress) -> dict[str, Any]:
    """The same for programs."""
    return {
        "state": progress.state,
        "total": progress.total,
        "done": progress.done,
        "failed": progress.failed,
        "rolled_back": progress.rolled_back,
        "seconds": progress.seconds,
        "mean_ms": progress.mean_ms,
        "places": [
            {
                "slug": place.slug,
                "name": place.name,
                "host": place.host,
                "state": place.state,
                "is_new": place.is_new,
                "steps": place.steps,
                "took_ms": place.took_ms,
                "attempt": place.attempt,
                "error": place.error,
            }
            for place in progress.places
        ],
    }
