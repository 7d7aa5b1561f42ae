"""Signing somebody out everywhere at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

if TYPE_CHECKING:
    from uuid import UUID


def end_sessions(person: UUID | None) -> int:
    """End every session of this person in the scope that is open; how many there were."""
    if person is None:
        return 0
    still = Session.objects.filter(expire_date__gte=timezone.now()).iterator(chunk_size=500)
    theirs = [each.pk for each in still if each.get_decoded().get(SESSION_KEY) == str(person)]
    gone, _per_model = Session.objects.filter(pk__in=theirs).delete()
    return gone
