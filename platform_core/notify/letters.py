"""Letters to one person or address: welcome, feedback, decisions of moderation. Written here, sent by a job."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.validators import validate_email
from django.utils import timezone

from platform_core.accounts.models import Person
from platform_core.keys import uuid7
from platform_core.notify.models import NEWS, Kind, Message
from platform_core.notify.tasks import deliver

if TYPE_CHECKING:
    from collections.abc import Mapping

NEW_FOR = timedelta(days=1)


def send_letter(to: Person | str, kind: str, words: Mapping[str, object], *, key: str = "") -> None:
    """Send one letter from the open transaction; `words` are what its template says, as plain text.

    The same `key` tells one person once. Raises ValueError for a kind that has
    no letter, ValidationError for an address that is none.

    Example: `send_letter(author, "moderation_hidden", {"title": …, "url": …, "reason": …})`.
    """
    if kind not in Kind.values or kind in {*NEWS, Kind.DIGEST}:
        problem = f"There is no letter {kind!r}. Letters: {', '.join(sorted(set(Kind.values) - {*NEWS, Kind.DIGEST}))}."
        raise ValueError(problem)
    person, address = (to, "") if isinstance(to, Person) else (None, to)
    if person is None:
        validate_email(address)
    message = Message(
        kind=kind,
        key=key or f"letter:{uuid7()}",
        person=person,
        address=address,
        words={name: str(value) for name, value in words.items() if value not in (None, "")},
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    deliver.enqueue()


def greet(person: Person) -> None:
    """Welcome somebody who is new, once: as soon as the account is open, or with a guest's first contribution."""
    since = person.account_since or person.created_at
    if timezone.now() - since < NEW_FOR and not Message.objects.filter(person=person, key="welcome").exists():
        send_letter(person, Kind.WELCOME, {"guest": "yes" if person.is_guest else ""}, key="welcome")
