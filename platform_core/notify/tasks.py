"""The postman: sends what waits, once; and in the morning one mail with the news of the day.

At least once, never lost: a message is locked, sent, and marked in one
transaction. When the worker dies before the mark, the lock goes with its
connection and the message waits as before. Only in the moment between the mail
server's yes and the commit can a mail go out twice; it then carries the same
Message-ID, by which mail programs know the double. The other order (mark first,
then send) would lose an official answer or a decision with its time limit.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Self

from django.core.mail import mailers
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from platform_core.notify.models import Channel, Kind, Message
from platform_core.notify.render import Batch, digest_of, mail_of
from platform_core.scope import current_place, place_scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from platform_core.jobs.mail import PlaceMail
    from platform_core.notify.models import MessageQuerySet
    from platform_core.place import Place

LOG = logging.getLogger(__name__)
BATCH = 50
MOST_TRIES = 3
#: The digest's hour by the place's clock. The later ones catch up when no worker ran in the morning.
HOURS = (7, 12, 18)
KEPT_FOR = timedelta(days=90)
SERVER_GONE = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, ConnectionError, TimeoutError)


@task
def deliver() -> None:
    """Send every mail of the place that is to go at once. Raises what the mail server raised when it is not there."""
    seen: set[UUID] = set()
    left = 0
    while keys := [
        *_due(Channel.AT_ONCE).exclude(pk__in=seen).order_by("made_at").values_list("pk", flat=True)[:BATCH]
    ]:
        seen.update(keys)
        messages = list(_with_all(Message.objects.filter(pk__in=keys).order_by("made_at")))
        batch = Batch.of(messages)
        with Postbag() as postbag:
            for message in messages:
                postbag.send(message, batch)
        left += postbag.left
    if left:
        raise MailsLeft(f"{left} mails could not be sent. They are tried again, {MOST_TRIES} times in all.")


@task
def morning() -> None:
    """The round of the morning: digests, what was left over, and forgetting what was sent long ago."""
    digest.func()
    deliver.func()
    Message.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).exclude(pk__in=Message.objects.waiting()).delete()


@task
def digest() -> None:
    """One mail for each person with the news before seven o'clock of the place's clock; one a day."""
    now = timezone.now().astimezone(current_place().zone)
    seven = datetime.combine(now.date(), time(HOURS[0]), current_place().zone)
    if now < seven:
        return
    waiting = _due(Channel.DAILY).filter(made_at__lt=seven).order_by("person_id", "made_at")
    people = list(waiting.order_by("person_id").values_list("person_id", flat=True).distinct())
    for start in range(0, len(people), BATCH):
        some = list(_with_all(waiting.filter(person_id__in=people[start : start + BATCH])))
        batch = Batch.of(some)
        for _person, entries in groupby(some, key=lambda each: each.person_id):
            digest_for(list(entries), batch, day=now.date().isoformat())


def in_the_morning(place: Place, now: datetime) -> None:
    """At seven by the place's clock, whatever the clock of the worker says; never in an hour that is skipped."""
    if now.astimezone(place.zone).hour in HOURS:
        with place_scope(place):
            morning.enqueue()


def digest_for(entries: list[Message], batch: Batch, *, day: str) -> None:
    """Send one person's digest; the unique key of the day lets only one of two workers do it."""
    person = entries[0].person
    with transaction.atomic():
        marker = Message(
            kind=Kind.DIGEST, key=f"digest:{day}", person=person, channel=Channel.DAILY, sent_at=timezone.now()
        )
        mail, told = digest_of(marker, entries, batch)
        _mark([each.pk for each in entries if each not in told], dropped_at=timezone.now())
        if mail is None:
            return
        Message.objects.bulk_create([marker], ignore_conflicts=True)  # waits for another worker's commit
        if not Message.objects.filter(pk=marker.pk).exists():
            return  # today's went out already; what is left waits for tomorrow
        _mark([each.pk for each in told], sent_at=timezone.now())
        mail.send()


def _due(channel: Channel) -> MessageQuerySet:
    return Message.objects.waiting().filter(channel=channel, tries__lt=MOST_TRIES)


def _with_all(messages: MessageQuerySet) -> Iterable[Message]:
    return messages.select_related("person", "comment__author", "answer").defer("comment__body", "answer__body")


def _mark(keys: list[UUID], **values: object) -> None:
    if keys:
        Message.objects.filter(pk__in=keys).update(**values)


class MailsLeft(Exception):
    """Some mails could not be sent; the job comes back later for them."""


class Postbag:
    """One connection to the mail server for a batch."""

    def __enter__(self) -> Self:
        self.connection = mailers["default"]
        self.connection.open()
        self.left = 0
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def send(self, message: Message, batch: Batch) -> None:
        """Lock, send, mark. A message that cannot be sent holds up no other; a server that is gone stops the batch."""
        try:
            with transaction.atomic():
                free = Message.objects.waiting().filter(pk=message.pk).select_for_update(skip_locked=True)
                if free.values_list("pk", flat=True):  # else another worker has it
                    self._send(mail_of(message, batch), message)
        except SERVER_GONE:
            raise
        except Exception:
            LOG.exception("A mail of kind %s could not be sent.", message.kind)
            dropped = timezone.now() if message.tries + 1 >= MOST_TRIES else None
            _mark([message.pk], tries=message.tries + 1, dropped_at=dropped)
            self.left += dropped is None

    def _send(self, mail: PlaceMail | None, message: Message) -> None:
        if mail is None:
            _mark([message.pk], dropped_at=timezone.now())
            return
        self.connection.send_messages([mail])
        _mark([message.pk], sent_at=timezone.now())
