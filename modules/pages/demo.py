"""Demo pages from a region file's content; planting twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.pages.models import Page
from platform_core.contributions.links import check_all_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from platform_core.accounts.models import Person


def plant(content: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """Plant the `page` tables of a place's content file; a page names the slug of the one above it."""
    waiting = sorted(content.get("page", []), key=lambda page: page["order"])
    planted: dict[str, Page | None] = {"": None}
    before = Page.objects.count()
    while ready := [page for page in waiting if page.get("parent", "") in planted]:
        for wanted in ready:
            planted[wanted["slug"]] = _plant_one(wanted, planted[wanted.get("parent", "")], people)
            waiting.remove(wanted)
    if waiting:
        raise KeyError(waiting[0]["parent"])
    if Page.objects.count() > before:
        check_all_links.func()  # pages may lead to those planted after them


def _plant_one(wanted: Mapping[str, Any], parent: Page | None, people: Mapping[str, Person]) -> Page:
    there = Page.objects.filter(parent=parent, slug=wanted["slug"]).first()
    if there is not None:
        return there
    page = Page.draft(
        by=people[wanted["author"]],
        parent=parent,
        slug=wanted["slug"],
        title=wanted["title"],
        body=wanted["body"].strip(),
        in_menu=wanted.get("menu", False),
    )
    page.publish()
    return page
