"""The development mailbox: mails become files, one folder per schema, and a page shows them."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from platform_core.keys import uuid7
from platform_core.scope import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage


#: For the HTML of a mail: no script, no form, no picture from elsewhere; only what stands in the document itself.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the mailbox, as the page shows it."""

    key: str
    to: str
    subject: str
    date: datetime
    text: str
    html: str = ""


def folder() -> Path:
    """The mailbox of the schema in scope."""
    return Path(settings.DATA_FOLDER) / "mailbox" / current().schema


class MailboxBackend(BaseEmailBackend):
    """Writes each message to the mailbox of the scope it is sent in."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            (folder() / f"{uuid7()}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)


def mails(limit: int = 100) -> list[Mail]:
    """The newest mails of the place, newest first."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:limit] if folder().exists() else []
    return [_read(file) for file in files]


def mail(key: str) -> Mail | None:
    """One mail by its key, or None; the key is compared with the listing, never made into a path."""
    return next((each for each in mails(limit=1000) if each.key == key), None)


def _read(file: Path) -> Mail:
    message: Any = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body, html = message.get_body(("plain",)), message.get_body(("html",))
    stamp = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
    texts = [part.get_content() if part else "" for part in (body, html)]
    return Mail(file.stem, str(message["To"]), str(message["Subject"]), stamp, *texts)
