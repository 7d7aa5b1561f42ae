"""Who wants to be told how, and what is told to whom."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.comments.models import Comment
from platform_core.contributions.models import Answer, Contribution
from platform_core.keys import uuid7


class Channel(models.TextChoices):
    """How somebody is told."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in the morning")
    NONE = "none", _("Not at all")


class Kind(models.TextChoices):
    """What a mail tells; the value names its templates in `notify/mail/`."""

    ANSWER = "answer", _("Official answer")
    STATUS = "status", _("New status")
    COMMENT = "comment", _("New comment")
    REPLY = "reply", _("Reply to a comment")
    CLOSED = "closed", _("Discussion ended")
    DIGEST = "digest", _("News of the day")
    WELCOME = "welcome", _("Welcome")
    FEEDBACK = "feedback", _("Feedback")
    MODERATION_HIDDEN = "moderation_hidden", _("Taken offline")
    MODERATION_RESTORED = "moderation_restored", _("Online again")
    MODERATION_HELD = "moderation_held", _("Held for review")
    MODERATION_PUBLISHED = "moderation_published", _("Reviewed and online")
    MODERATION_NOTICE = "moderation_notice", _("Notice received")
    MODERATION_DECIDED = "moderation_decided", _("Notice decided")


#: Told because somebody follows or is concerned: these can be switched off, and wait for the digest.
NEWS = (Kind.ANSWER, Kind.STATUS, Kind.COMMENT, Kind.REPLY, Kind.CLOSED)


class Preference(models.Model):
    """What one person chose; without a row the defaults hold.

    `chosen_at` is when mails were switched on again: unsubscribe links older than that no longer count.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="mail_preference", verbose_name=_("Person")
    )
    own = models.CharField(
        _("When something happens to what I wrote"), max_length=8, choices=Channel, default=Channel.AT_ONCE
    )
    followed = models.CharField(
        _("When something happens to what I follow"), max_length=8, choices=Channel, default=Channel.AT_ONCE
    )
    language = models.CharField(_("Language of the mails"), max_length=8, blank=True, default="")
    chosen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(own__in=Channel.values, followed__in=Channel.values), name="preference_known"
            ),
        )

    def __str__(self) -> str:
        return f"mails to {self.person_id}"


class Mute(models.Model):
    """Somebody wants no more mails about one contribution, their own for example; following it again ends that."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mutes", db_index=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="mutes")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "contribution"), name="mute_once"),)

    def __str__(self) -> str:
        return f"silence about {self.contribution_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> MessageQuerySet:
        """What is still to be sent."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)


class Message(models.Model):
    """One mail to be, written in the transaction of what it tells; a job sends and marks it.

    `key` names the event: one event is told to one person once. Letters to
    people without a row in `Person` carry an `address` instead. `words` is what
    a letter says that no row can say any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=24, choices=Kind)
    key = models.CharField(max_length=80)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="messages", db_index=False
    )
    address = models.EmailField(max_length=254, blank=True)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_own = models.BooleanField(default=False)
    words = models.JSONField(default=dict, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.AT_ONCE)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="message_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="message_kind_known"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(address=""), name="message_goes_somewhere"
            ),
        )
        indexes = (
            models.Index(
                fields=("channel", "made_at"),
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="message_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def to(self) -> str:
        return self.person.email if self.person else self.address
