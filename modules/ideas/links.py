"""The full address of an idea, as people pass it on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils.translation import gettext as _

from platform_core.place import absolute
from platform_core.scope import current_place

if TYPE_CHECKING:
    from modules.ideas.models import Idea


def link_of(idea: Idea) -> str:
    """Scheme, host and path."""
    return absolute(current_place().host).rstrip("/") + idea.get_absolute_url()


def mail_of(idea: Idea) -> str:
    """A `mailto:` address that opens a mail with the link in it."""
    subject = _("An idea for %(place)s: %(title)s") % {"place": current_place().name, "title": idea.title}
    text = _("Have a look at this idea:") + f"\n\n{idea.title}\n{link_of(idea)}\n"
    return f"mailto:?subject={quote(subject)}&body={quote(text)}"
