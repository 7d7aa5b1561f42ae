"""Mails to whoever asked for a place, in the name of the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from platform_core.jobs.mail import queue_mail
from platform_core.place import absolute
from platform_core.web.sender import sender

if TYPE_CHECKING:
    from provisioning.wishes.models import Wish

URLS = "platform_core.urls.platform"


def write_to_asker(wish: Wish, letter: str, *, token: str = "") -> None:
    """Send one of `confirm`, `accepted`, `declined`, once the transaction is committed; in the asker's language."""
    with translation.override(wish.language):
        words = {
            "wish": wish,
            "sender": sender(),
            "place": None,
            "name": wish.name,
            "confirm_url": link("wishes:confirm", token) if token else "",
            "withdraw_url": link("wishes:withdraw", token) if token else "",
        }
        subject = " ".join(render_to_string(f"wishes/mail/{letter}_subject.txt", words).split())
        words["subject"] = subject
        text = render_to_string(f"wishes/mail/{letter}.txt", words).strip() + "\n"
        queue_mail(
            to=wish.email, subject=subject, text=text, html=render_to_string(f"wishes/mail/{letter}.html", words)
        )


def link(name: str, token: str) -> str:
    """The absolute address of a page of the platform."""
    return absolute(settings.DOMAIN).rstrip("/") + reverse(name, args=[token], urlconf=URLS)
