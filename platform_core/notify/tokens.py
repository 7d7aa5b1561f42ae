"""Links in mails that stop them, without signing in: signed for one place, one person, and one matter."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.signing import BadSignature, Signer

from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.notify.models import Message

UUID_BYTES, TIME_BYTES = 16, 4


@dataclass(frozen=True, slots=True)
class Token:
    """Whose mails are to stop, about what (None: about everything), and when the mail was made."""

    person: UUID
    contribution: UUID | None
    made_at: datetime


def _signer() -> Signer:
    """The place is part of the signature: a link of one place is worth nothing in the next."""
    return Signer(salt=f"notify.unsubscribe:{current_place().schema}", sep=".")


def token_of(message: Message, *, everything: bool = False) -> str:
    """The token in a mail. The same mail gets the same one when it has to be sent again."""
    parts = [message.person_id.bytes if message.person_id else b"", int(message.made_at.timestamp()).to_bytes(4, "big")]
    if message.contribution_id and not everything:
        parts.append(message.contribution_id.bytes)
    return _signer().sign(base64.urlsafe_b64encode(b"".join(parts)).decode().rstrip("="))


def read(token: str) -> Token | None:
    """What a token says; None for one that this place did not sign."""
    try:
        packed = _signer().unsign(token)
    except BadSignature:
        return None
    raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    rest = raw[UUID_BYTES + TIME_BYTES :]
    made_at = datetime.fromtimestamp(int.from_bytes(raw[UUID_BYTES : UUID_BYTES + TIME_BYTES], "big"), tz=UTC)
    return Token(UUID(bytes=raw[:UUID_BYTES]), UUID(bytes=rest) if rest else None, made_at)
