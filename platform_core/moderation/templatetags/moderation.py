"""`{% load moderation %}`: what moderation shows on pages of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.contributions.states import State
from platform_core.moderation.items import items_of, own_abouts

if TYPE_CHECKING:
    from platform_core.moderation.items import Item

register = template.Library()


@register.inclusion_tag("moderation/mine.html")
def moderated_of(person: object) -> dict[str, Any]:
    """What of this person's own waits or is hidden, with the reason and how to object; nothing else."""
    return {"items": items_of(own_abouts(person)) if isinstance(person, Person) else []}


@register.filter
def title_of(item: Item) -> str:
    """How an item is called: the contribution's title, or that it is a comment on it."""
    title = item.contribution.title
    return _("Comment on “%(title)s”") % {"title": title} if item.is_comment else title


@register.filter
def is_moderated(about: Any) -> bool:
    """Whether something is held or hidden, which its author and local staff see."""
    return bool(about.state in {State.PENDING, State.HIDDEN})
