"""The two verbs of moderation: somebody reports, somebody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from platform_core.comments.models import Comment
from platform_core.contributions.models import STAFF_ROLES, Contribution, Counter, State
from platform_core.moderation import signals
from platform_core.moderation.items import concrete
from platform_core.moderation.models import Decision, Notice
from platform_core.moderation.reasons import Act, Ground
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.moderation.models import About

COUNTER = "moderation notice"
#: What can be decided about something in each state.
ACTS = {
    State.PENDING: (Act.PUBLISH, Act.HIDE),
    State.PUBLISHED: (Act.KEEP, Act.HIDE),
    State.ARCHIVED: (Act.KEEP, Act.HIDE),
    State.HIDDEN: (Act.RESTORE,),
}


class DecisionRefused(Refusal):
    """A decision that this person may not make, that lacks its reason, or that comes too late."""


def may_moderate(person: Person) -> bool:
    """Moderators, the administration and local admins."""
    return bool(person.roles & STAFF_ROLES)


@transaction.atomic
def report(
    about: About, *, reason: str, sender: str, text: str = "", name: str = "", email: str = "", by: Person | None = None
) -> Notice:
    """Tell the moderators about something. The same sender's second report of it is the first one."""
    target = _target(about)
    known = Notice.objects.filter(**target, sender=sender, decision=None).exclude(sender="").first()
    if known:
        return known
    number = Counter.next_number(COUNTER)  # its lock also keeps two clicks at once apart
    known = Notice.objects.filter(**target, sender=sender, decision=None).exclude(sender="").first()
    if known:
        return known
    facts = {"reason": reason, "text": text, "name": name, "email": email.lower(), "reporter": by}
    notice = Notice.objects.create(**target, number=number, sender=sender, **facts)
    signals.notice_received.send(Notice, notice=notice)
    return notice


@transaction.atomic
def decide(about: About, act: str, *, by: Person, ground: str = "", text: str = "") -> Decision:
    """Publish, keep, hide or restore something, and answer all reports of it.

    Raises DecisionRefused without the right, without a reason where one is
    needed, and when somebody else has decided in the meantime.
    """
    if not may_moderate(by):
        raise DecisionRefused(_("Only moderators may decide this."))
    if act in {Act.HIDE, Act.RESTORE} and not text.strip() and ground in {"", Ground.OTHER}:
        raise DecisionRefused(_("Please give a reason: the author will read it."))
    thing = _locked(about)
    waiting = list(Notice.objects.filter(**_target(about), decision=None).select_for_update())
    if act not in ACTS.get(State(thing.state), ()) or (act == Act.KEEP and not waiting):
        raise DecisionRefused(_("Somebody else has decided this in the meantime."))
    if act == Act.HIDE:
        thing.hide(by=by)
    elif act != Act.KEEP:
        thing.restore(by=by)
    decision = Decision.objects.create(**_target(about), act=act, ground=ground, text=text.strip(), by=by)
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(decision=decision, sender="")
    about.state = thing.state
    signals.decided.send(Decision, decision=decision, notices=waiting)
    return decision


def note_held(about: About, findings: list[str]) -> Decision:
    """Write down that a machine held something, and why."""
    return Decision.objects.create(**_target(about), act=Act.HOLD, text="\n".join(findings), automated=True)


def _locked(about: About) -> About:
    """The thing as it is now, kept from other decisions until the transaction ends."""
    if isinstance(about, Comment):
        return Comment.objects.select_for_update(of=("self",)).select_related("contribution", "author").get(pk=about.pk)
    return concrete(Contribution.objects.select_for_update().get(pk=about.pk))


def _target(about: About) -> dict[str, object]:
    return {"comment_id": about.pk} if isinstance(about, Comment) else {"contribution_id": about.pk}
