"""The pages as a tree, read in one query whatever their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from modules.pages.models import Page
from platform_core.contract import MenuLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from platform_core.contributions.models import Visitor

MENU_LEVELS = 2


@dataclass
class Node:
    """A page with what stands below it; `first` and `last` among its siblings."""

    page: Page
    level: int = 0
    below: list[Node] = field(default_factory=list)
    first: bool = False
    last: bool = False


def tree_for(visitor: Visitor) -> list[Node]:
    """The pages this visitor may read, in their order. A page whose parent is not visible stands on the first level."""
    pages = Page.objects.visible_to(visitor).defer("search", "body").order_by("order", "title")
    return grown(pages)


def grown(pages: Iterable[Page]) -> list[Node]:
    nodes: dict[UUID, Node] = {page.pk: Node(page) for page in pages}
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.page.parent_id) if node.page.parent_id else None
        (above.below if above else roots).append(node)
    _number(roots, 0)
    return roots


def _number(siblings: list[Node], level: int) -> None:
    for place, node in enumerate(siblings):
        node.level, node.first, node.last = level, place == 0, place == len(siblings) - 1
        _number(node.below, level + 1)


def flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes, each before those below it."""
    for node in nodes:
        yield node
        yield from flat(node.below)


def menu() -> list[MenuLink]:
    """The public pages of the upper two levels that are to stand in the menu."""
    found: list[MenuLink] = []
    for node in tree_for(AnonymousUser()):
        _collect(node, 0, found)
    return found


def _collect(node: Node, level: int, found: list[MenuLink]) -> None:
    if not node.page.in_menu or level >= MENU_LEVELS:
        return
    found.append(MenuLink(node.page.title, node.page.get_absolute_url(), level))
    for below in node.below:
        _collect(below, level + 1, found)
