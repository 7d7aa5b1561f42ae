"""What people choose: how they are told, what they follow, and that it is enough."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution, Follow
from platform_core.notify.models import Channel, Message, Mute, Preference
from platform_core.refusal import Refusal
from platform_core.web.results import results_of

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.notify.tokens import Token
    from platform_core.web.results import Result

A_MOMENT = timedelta(seconds=1)  # tokens know whole seconds


class LinkOutdated(Refusal):
    """A link of an older mail, after which the person asked for mails again."""


def preference_of(person: Person) -> Preference:
    """The stored choice, or the defaults (not stored)."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


@transaction.atomic
def choose(person: Person, *, own: Channel, followed: Channel, language: str) -> None:
    """Keep what somebody chose; switching something on again ends what older links may do."""
    before = preference_of(person)
    values: dict[str, object] = {"own": own, "followed": followed, "language": language}
    if any(getattr(before, each) == Channel.NONE != values[each] for each in ("own", "followed")):
        values["chosen_at"] = timezone.now()
    Preference.objects.update_or_create(person=person, defaults=values)


def follows_of(person: Person, most: int | None = None) -> list[tuple[UUID, Result]]:
    """What the person follows and may still read, the newest first."""
    found = Contribution.objects.visible_to(person).filter(follows__person=person).order_by("-follows__since")[:most]
    here = list(found)
    known = {result.key: result for result in results_of(here)}
    return [(each.pk, known[each.pk]) for each in here if each.pk in known]


def unfollow(person: Person, contribution: UUID) -> None:
    """Changes nothing for somebody who does not follow it."""
    Follow.objects.filter(person=person, contribution_id=contribution).delete()


@transaction.atomic
def stop(token: Token) -> None:
    """Send no more mails about this; a second time changes nothing.

    Raises LinkOutdated when the person asked for these mails after this one was sent.
    """
    person = Person.objects.filter(pk=token.person).first()
    if person is None:
        return
    refuse_if_outdated(token)
    if token.contribution is None:
        Preference.objects.update_or_create(person=person, defaults={"own": Channel.NONE, "followed": Channel.NONE})
    elif Contribution.objects.filter(pk=token.contribution).exists():
        unfollow(person, token.contribution)
        Mute.objects.get_or_create(person=person, contribution_id=token.contribution)


def refuse_if_outdated(token: Token) -> None:
    """Raises LinkOutdated when a newer wish stands against the token."""
    newest = token.made_at + A_MOMENT
    if token.contribution is None:
        is_older = Preference.objects.filter(person=token.person, chosen_at__gt=newest).exists()
    else:
        again = Follow.objects.filter(person=token.person, contribution=token.contribution)
        is_older = again.filter(since__gt=newest).exists()
    if is_older:
        raise LinkOutdated(_("After this mail was sent, you asked for these mails again."))


def title_for(token: Token) -> str:
    """What the mails are about; empty where it is everything, or nothing that the person may still read."""
    person = Person.objects.filter(pk=token.person).first()
    if person is None or token.contribution is None:
        return ""
    found = Contribution.objects.visible_to(person).filter(pk=token.contribution).first()
    return found.title if found else ""


def forget(person: Person) -> None:
    """Take away what was kept to tell this person: mails to be and mails sent, choices, silences."""
    Message.objects.filter(person=person).delete()
    Message.objects.filter(address=person.email).delete()
    Mute.objects.filter(person=person).delete()
    Preference.objects.filter(person=person).delete()
