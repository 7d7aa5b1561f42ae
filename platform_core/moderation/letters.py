"""Mails of moderation, to authors and to those who reported; all of them leave through `_send`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from platform_core.jobs.mail import queue_mail
from platform_core.moderation.items import Item, item_of
from platform_core.moderation.reasons import Act
from platform_core.scope import current_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.moderation.models import Decision, Notice

PAGES = "platform_core.urls.place"
TO_AUTHORS = frozenset({Act.PUBLISH, Act.HIDE, Act.RESTORE})


def confirm_notice(sender: object, notice: Notice, **kwargs: Any) -> None:
    """The receipt for those who gave an address."""
    item = item_of(notice.about_key) if notice.about_key else None
    if notice.email and item:
        _send(notice.email, "receipt", item, notice=notice)


def tell_about_decision(sender: object, decision: Decision, notices: Iterable[Notice], **kwargs: Any) -> None:
    """Both sides learn what was decided: the author why, the reporters that."""
    item = item_of(decision.about_key) if decision.about_key else None
    if item is None:
        return
    author = item.about.author
    if decision.act in TO_AUTHORS and author.is_active and author.pk != decision.by_id:
        _send(author.email, "author", item, decision=decision)
    for notice in notices:
        if notice.email and notice.email != author.email:
            _send(notice.email, "reporter", item, decision=decision, notice=notice)


def _send(to: str, letter: str, item: Item, **more: Any) -> None:
    """One mail in the place's language."""
    place = current_place()
    with translation.override(place.language):
        words = {
            "item": item,
            "place": place,
            "address": place.link(item.url),
            "feedback": place.link(reverse("feedback", urlconf=PAGES)),
            "own_page": place.link(reverse("me", urlconf=PAGES)),
            **more,
        }
        subject = render_to_string(f"moderation/letters/{letter}_subject.txt", words)
        text = render_to_string(f"moderation/letters/{letter}.txt", words).strip() + "\n"
    queue_mail(to=to, subject=subject, text=text)
