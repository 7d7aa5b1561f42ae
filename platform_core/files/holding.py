"""Who holds a loose file: a person, or the session of somebody who has not signed in yet.

Files of a session are known by a random token in it, never by the session's own key.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from platform_core.accounts.models import Person
from platform_core.files.models import Attachment

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from platform_core.web.request import Request

KEY = "holds_files"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or a session's token; neither for somebody who holds nothing."""

    person: Person | None = None
    token: str = ""

    @property
    def loose(self) -> Q:
        """The loose files of this holder."""
        mine = Q(owner=self.person) if self.person else Q(owner=None, holder=self.token) & ~Q(holder="")
        return Q(contribution=None) & mine


def holder_of(request: Request, *, make: bool = False) -> Holder:
    """Who asks. `make` gives a session that holds nothing yet a token."""
    if isinstance(request.user, Person):
        return Holder(person=request.user)
    if make and KEY not in request.session:
        request.session[KEY] = secrets.token_hex(16)
        request.session.set_expiry(24 * 60 * 60)
    return Holder(token=str(request.session.get(KEY, "")))


def adopt(session: SessionBase | Any, person: Person) -> None:
    """What the session held belongs to the person from now on."""
    token = session.pop(KEY, "")
    if token:
        Attachment.objects.filter(Holder(token=token).loose).update(owner=person, holder="")
