"""Mails go out as jobs, so that no page waits for a mail server."""

from __future__ import annotations

import email.policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.tasks import task

from platform_core.keys import uuid7
from platform_core.web.sender import sender

if TYPE_CHECKING:
    from email.message import EmailMessage as Written
    from email.policy import EmailPolicy


class Whole(UnstructuredHeader):
    """A header that stays on one line: mail programs do not find an address that was encoded to break it."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # a mixin of BaseHeader


HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id"):
    HEADERS.map_to_type(_name, Whole)  # type: ignore[arg-type]  # a mixin, as all of them are


class PlaceMail(EmailMultiAlternatives):
    """A mail whose long addresses stay whole."""

    def message(self, *, policy: Any = email.policy.default) -> Written:
        written: Written = super().message(policy=policy.clone(header_factory=HEADERS))
        return written


def place_mail(
    *, to: str, subject: str, text: str, html: str = "", reply_to: str = "", key: str = "", unsubscribe: str = ""
) -> PlaceMail:
    """A mail of the place in scope. The same `key` gives the same Message-ID, by which doubles are known.

    `unsubscribe` is an address that takes a POST without asking back (RFC 8058).
    """
    who = sender()
    host = who.address.rpartition("@")[2]
    headers = {"Message-ID": f"<{key or uuid7()}@{host}>", "Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{one_line(unsubscribe)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = PlaceMail(
        subject=one_line(subject),
        body=text,
        from_email=f"{_phrase(who.name)} <{who.address}>",
        to=[to],
        reply_to=[one_line(reply_to or who.reply_to)] if reply_to or who.reply_to else None,
        headers=headers,
    )
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


@task
def send_mail(to: str, subject: str, text: str, html: str = "", reply_to: str = "") -> None:
    """Send one mail from the place in scope."""
    place_mail(to=to, subject=subject, text=text, html=html, reply_to=reply_to).send()


def queue_mail(*, to: str, subject: str, text: str, html: str = "", reply_to: str = "") -> None:
    """Send a mail from the open scope once the transaction is committed."""
    send_mail.enqueue(to=to, subject=one_line(subject), text=text, html=html, reply_to=reply_to)


def one_line(text: str) -> str:
    """Text for a header: whatever breaks a line becomes a blank, and nothing that cannot be seen stays."""
    return "".join(sign for sign in " ".join(str(text).split()) if sign.isprintable())


def _phrase(name: str) -> str:
    """A display name that cannot smuggle another address into the header."""
    return "".join(sign for sign in name if sign.isalnum() or sign in " -.").strip() or "Baukasten"
