"""The main menu of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from platform_core.contract import Text

#: Title, URL name, icon, and whether a thumb reaches it on a phone.
MENU: tuple[tuple[Text, str, str, bool], ...] = (
    (_("Places"), "panel:places", "home", True),
    (_("New places"), "orders:new", "plus", True),
    (_("Blueprints"), "blueprints:list", "grid", False),
    (_("Orders"), "orders:list", "inbox", True),
    (_("Care"), "care:overview", "heart", True),
    (_("Announcements"), "care:announcements", "bell", False),
    (_("Log"), "care:log", "list", False),
    (_("Team"), "panel:team", "people", False),
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One section of the panel."""

    title: str
    url: str
    icon: str
    current: bool
    on_phones: bool


def entries(path: str, *, is_operator: bool) -> list[MenuEntry]:
    """The sections there are; of several that fit the longest address is the current one."""
    found = []
    for title, name, icon, on_phones in MENU:
        try:
            found.append(MenuEntry(str(title), reverse(name), icon, path.startswith(reverse(name)), on_phones))
        except NoReverseMatch:
            continue
    return found
