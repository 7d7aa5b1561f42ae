"""The screens of moderation: listed words, first links, and newcomers where the place wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from platform_core.accounts.roles import Role
from platform_core.comments.models import Comment
from platform_core.contributions.models import STAFF_ROLES, Contribution
from platform_core.contributions.states import State
from platform_core.moderation.links import strange_links, words_of
from platform_core.moderation.options import Moderation
from platform_core.moderation.words import word_list
from platform_core.options.forms import options_of

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.accounts.models import Person

NEVER_HELD = STAFF_ROLES | {Role.EDITOR}
SHOWN = (State.PUBLISHED, State.ARCHIVED)


def screen(person: Person, text: str, key: UUID | None = None) -> list[str]:
    """Why a text waits. For a change `key` is what is changed, which then does not speak for its author."""
    if person.roles & NEVER_HELD:
        return []
    options = options_of(Moderation)
    words = word_list(options["words"] or "").found_in(f"{text}\n{words_of(text)}") if options["words"] else []
    found = [_("Listed word: %(word)s") % {"word": word} for word in words]
    links = strange_links(text) if options["first_links"] else []
    first = options["newcomers"] and key is None
    if (links or first) and is_newcomer(person, apart_from=key):
        found += [_("First link: %(host)s") % {"host": host} for host in links]
        found += [_("First text of somebody new")] if first else []
    return found


def is_newcomer(person: Person, *, apart_from: UUID | None = None) -> bool:
    """Nothing by this person has been published yet."""
    others = Q() if apart_from is None else ~Q(pk=apart_from)
    theirs = Contribution.objects.filter(others, author=person, state__in=SHOWN)
    said = Comment.objects.filter(others, author=person, state__in=SHOWN)
    return not (theirs.exists() or said.exists())
