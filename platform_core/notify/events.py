"""What happened is written down for those whom it concerns, in the transaction in which it happened.

One query finds them, one insert tells them all, one job sends; no mail is made here.
"""

from __future__ import annotations

import contextlib
import contextvars
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from platform_core.accounts.models import Person
from platform_core.contributions import signals
from platform_core.contributions.models import Follow
from platform_core.notify.models import Channel, Kind, Message, Mute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from platform_core.comments.models import Comment
    from platform_core.contributions.models import Answer, Contribution

BATCH = 500
_silent: contextvars.ContextVar[bool] = contextvars.ContextVar("silent", default=False)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Nobody is told what happens inside: planting demo content, or bringing in an older platform's."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def listen() -> None:
    """Connect to what others say has happened."""
    signals.comment_published.connect(on_comment, dispatch_uid="notify.comment")
    signals.answer_published.connect(on_answer, dispatch_uid="notify.answer")
    signals.status_changed.connect(on_status, dispatch_uid="notify.status")
    signals.contribution_closed.connect(on_closed, dispatch_uid="notify.closed")
    signals.contribution_published.connect(on_contribution, dispatch_uid="notify.contribution")


def on_comment(*, comment: Comment, contribution: Contribution, by: Person | None = None, **more: Any) -> None:
    """Author, followers, and whoever is replied to; never those who wrote or released it."""
    replied_to = comment.reply_to.author_id if comment.reply_to else None
    tell(
        contribution,
        Kind.COMMENT,
        f"comment:{comment.pk}",
        but=(comment.author_id, by.pk if by else None),
        reply_to=replied_to,
        comment_id=comment.pk,
    )


def on_answer(*, answer: Answer, contribution: Contribution, by: Person | None = None, **more: Any) -> None:
    but = (answer.author_id, by.pk if by else None)
    tell(contribution, Kind.ANSWER, f"answer:{answer.pk}", but=but, answer_id=answer.pk)


def on_status(*, contribution: Contribution, label: str, note: str = "", by: Person | None = None, **more: Any) -> None:
    """A new status without an answer; `label` as people read it, told anew each time it changes."""
    stamp = Message(kind=Kind.STATUS).pk
    words = {"status": str(label)[:80], "note": str(note)[:2000]}
    tell(contribution, Kind.STATUS, f"status:{stamp}", but=(by.pk if by else None,), words=words)


def on_closed(*, contribution: Contribution, by: Person | None = None, **more: Any) -> None:
    stamp = int(contribution.closed_at.timestamp()) if contribution.closed_at else 0
    key = f"closed:{contribution.pk}:{stamp}"
    tell(contribution, Kind.CLOSED, key, but=(by.pk if by else None,), words={"reason": contribution.closed_reason})


def on_contribution(*, contribution: Contribution, **more: Any) -> None:
    """The first contribution of a guest: they are new here."""
    from platform_core.notify.letters import greet

    if contribution.author.is_guest and not _silent.get():
        greet(contribution.author)


def tell(
    contribution: Contribution,
    kind: Kind,
    key: str,
    *,
    but: Iterable[UUID | None] = (),
    reply_to: UUID | None = None,
    **more: Any,
) -> int:
    """Write one message for each person concerned, and have them sent; how many there are."""
    from platform_core.notify.tasks import deliver

    if _silent.get():
        return 0
    messages = [
        Message(
            person_id=each,
            contribution_id=contribution.pk,
            kind=Kind.REPLY if each == reply_to else kind,
            key=key,
            is_own=is_own,
            channel=channel,
            **more,
        )
        for each, is_own, channel in concerned(contribution, but=but, reply_to=reply_to)
        if channel != Channel.NONE
    ]
    Message.objects.bulk_create(messages, batch_size=BATCH, ignore_conflicts=True)
    if any(message.channel == Channel.AT_ONCE for message in messages):
        deliver.enqueue()
    return len(messages)


def concerned(
    contribution: Contribution, *, but: Iterable[UUID | None] = (), reply_to: UUID | None = None
) -> list[tuple[UUID, bool, str]]:
    """Each person concerned, once: who, whether it is about their own words, and how they want to be told."""
    following = Follow.objects.filter(contribution_id=contribution.pk)
    own = [key for key in (contribution.author_id, reply_to) if key]
    muted = Exists(Mute.objects.filter(contribution_id=contribution.pk, person=OuterRef("pk")))
    rows = (
        Person.objects.filter(Q(pk__in=following.values("person_id")) | Q(pk__in=own) & ~muted, is_active=True)
        .exclude(pk__in=[key for key in but if key])
        .values_list("pk", "mail_preference__own", "mail_preference__followed")
    )
    return [
        (pk, pk in own, (chosen_own if pk in own else chosen_followed) or Channel.AT_ONCE)
        for pk, chosen_own, chosen_followed in rows
    ]
