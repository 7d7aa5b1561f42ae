"""From a message to a mail: what may be said at the moment of sending, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator

from platform_core import registry
from platform_core.contributions.models import Contribution, State
from platform_core.contributions.text import excerpt
from platform_core.jobs.mail import place_mail
from platform_core.notify.models import NEWS, Channel, Kind, Message, Preference
from platform_core.notify.tokens import token_of
from platform_core.scope import current_place
from platform_core.web.results import paths_of
from platform_core.web.sender import sender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from platform_core.jobs.mail import PlaceMail

LONGEST = 700
URLCONF = "platform_core.urls.place"
#: Mails whose answer should reach the administration; answers to the others would surprise it.
ANSWERED_BY_THE_BODY = frozenset(set(Kind) - {Kind.COMMENT, Kind.REPLY, Kind.DIGEST, Kind.FEEDBACK})
VOICES = {"official", "representative", "association"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some messages and everything they need, read in a handful of queries whatever their number."""

    contributions: dict[UUID, Contribution]
    paths: dict[UUID, str]
    preferences: dict[UUID, Preference]

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Batch:
        keys = {each.contribution_id for each in messages if each.contribution_id}
        public = Contribution.objects.visible_to(AnonymousUser()).in_bulk(keys)
        rest = keys - public.keys()
        found = public | (Contribution.objects.in_bulk(rest) if rest else {})
        people = [each.person_id for each in messages if each.person_id]
        return cls(public, paths_of(found.values()), Preference.objects.in_bulk(people))

    def contribution_for(self, message: Message) -> Contribution | None:
        """What the message is about, if its person may read it now: asked one by one only where not everybody may."""
        if not message.contribution_id or not message.person:
            return None
        known = self.contributions.get(message.contribution_id)
        return known or Contribution.objects.visible_to(message.person).filter(pk=message.contribution_id).first()

    def news_of(self, message: Message) -> dict[str, Any] | None:
        """What the message tells; None when it must not or need not be told any more."""
        chosen = self.preferences.get(message.person_id) if message.person_id else None
        if chosen and (chosen.own if message.is_own else chosen.followed) == Channel.NONE:
            return None
        contribution = self.contribution_for(message)
        if contribution is None or contribution.pk not in self.paths or not message.person:
            return None
        if contribution.state == State.HIDDEN or not message.person.is_active:
            return None
        if message.comment and message.comment.state != State.PUBLISHED:
            return None
        return _said(message, contribution, current_place().link(self.paths[contribution.pk]))

    def language_for(self, message: Message) -> str:
        chosen = self.preferences.get(message.person_id) if message.person_id else None
        return (chosen.language if chosen else "") or current_place().language


def _said(message: Message, contribution: Contribution, url: str) -> dict[str, Any]:
    said = message.comment or message.answer
    voice = getattr(said, "voice", "")
    return {
        "kind": message.kind,
        "title": contribution.title,
        "url": url,
        "own": message.is_own,
        "author": message.comment.author.public_name if message.comment else "",
        "voice": message.comment.get_voice_display() if message.comment and voice in VOICES else "",
        "status": message.answer.status_label if message.answer else "",
        "decided_by": message.answer.decided_by if message.answer else "",
        "text": unescape(excerpt(said.body_html, LONGEST)) if said else "",
        **message.words,
    }


def mail_of(message: Message, batch: Batch) -> PlaceMail | None:
    """The mail for one message; None when there is nothing to tell any more."""
    with translation.override(batch.language_for(message)), timezone.override(current_place().zone):
        if message.kind not in NEWS:
            return written(message, dict(message.words))
        said = batch.news_of(message)
        return written(message, said) if said else None


def digest_of(message: Message, entries: list[Message], batch: Batch) -> tuple[PlaceMail | None, list[Message]]:
    """The mail of the day, and which entries it tells; no mail when none may be told."""
    with translation.override(batch.language_for(message)), timezone.override(current_place().zone):
        told = [(each, said) for each in entries if (said := batch.news_of(each))]
        if not told:
            return None, []
        groups: dict[str, dict[str, Any]] = {}
        for _each, said in told:
            group = groups.setdefault(said["url"], {"title": said["title"], "url": said["url"], "told": []})
            group["told"].append(said | {"text": Truncator(said["text"]).chars(160)})
        words = {"groups": list(groups.values()), "count": len(told)}
        return written(message, words), [each for each, _said in told]


def written(message: Message, words: dict[str, Any]) -> PlaceMail:
    """Render the three templates of a kind into a mail of the place in scope."""
    place = current_place()
    words = words | _around(message) | (_welcome() if message.kind == Kind.WELCOME else {})
    name = f"notify/mail/{message.kind}"
    subject = " ".join(render_to_string(f"{name}_subject.txt", words).split())
    words["subject"] = subject
    reply_to = place.body.email if message.kind in ANSWERED_BY_THE_BODY else ""
    if message.kind == Kind.FEEDBACK:
        reply_to = words.get("answer_to", "")
    return place_mail(
        to=message.to,
        subject=subject,
        text=render_to_string(f"{name}.txt", words).strip() + "\n",
        html=render_to_string(f"{name}.html", words).strip(),
        reply_to=reply_to,
        key=str(message.pk),
        unsubscribe=words.get("stop_all_url", ""),
    )


def _around(message: Message) -> dict[str, Any]:
    """What every mail says beside its news: who speaks, to whom, and how it can be stopped."""
    place = current_place()
    around: dict[str, Any] = {"place": place, "sender": sender(), "name": message.person.name if message.person else ""}
    if message.kind in {*NEWS, Kind.DIGEST, Kind.WELCOME} and message.person_id:
        around["settings_url"] = place.link(reverse("notify_settings", urlconf=URLCONF))
    if message.kind in {*NEWS, Kind.DIGEST} and message.person_id:
        around["stop_all_url"] = _stop_url(token_of(message, everything=True))
        if message.contribution_id:
            around["stop_url"] = _stop_url(token_of(message))
    return around


def _stop_url(token: str) -> str:
    return current_place().link(reverse("unsubscribe", args=[token], urlconf=URLCONF))


def _welcome() -> dict[str, Any]:
    """Three things one can do here: the quick actions of the place's modules, then what every place has."""
    place = current_place()
    actions = sorted((each for module in registry.modules_of(place) for each in module.actions), key=lambda a: a.order)
    links = [(str(each.title), reverse(each.url_name, urlconf=URLCONF)) for each in actions]
    links += [
        (translation.gettext("See what is going on"), reverse("home", urlconf=URLCONF)),
        (translation.gettext("Search in everything that is written here"), reverse("search", urlconf=URLCONF)),
        (translation.gettext("Look after your own page"), reverse("me", urlconf=URLCONF)),
    ]
    return {"links": [{"title": title, "url": place.link(path)} for title, path in links[:3]]}
