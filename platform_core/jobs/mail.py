"""Mails go out as jobs, so that no page waits for a mail server."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.tasks import task

from platform_core.web.sender import sender


@task
def send_mail(to: str, subject: str, text: str) -> None:
    """Send one plain mail from the place in scope."""
    who = sender()
    EmailMessage(subject=subject, body=text, from_email=f"{_phrase(who.name)} <{who.address}>", to=[to]).send()


def queue_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail from the open scope once the transaction is committed."""
    send_mail.enqueue(to=to, subject=" ".join(subject.split()), text=text)


def _phrase(name: str) -> str:
    """A display name that cannot smuggle another address into the header."""
    return "".join(sign for sign in name if sign.isalnum() or sign in " -.").strip() or "Baukasten"
