"""Links of pages: which of them lead nowhere, found out without asking anybody outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.tasks import task

from modules.pages.models import Page, PageLink, Problem
from platform_core.contributions.text import links_in
from platform_core.web.links import Target, is_public, target_of

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 200


def check_page(page: Page) -> None:
    """Note the links of a page's text anew, each with what is wrong with it."""
    found = []
    seen: set[str] = set()
    for address, words in links_in(page.body)[:MOST]:
        if address in seen:
            continue
        seen.add(address)
        target = target_of(address, base=page.get_absolute_url())
        if target is not None:
            found.append(_link(page, address, words, target))
    PageLink.objects.filter(page=page).delete()
    PageLink.objects.bulk_create(found)


def _link(page: Page, address: str, words: str, target: Target) -> PageLink:
    link = PageLink(page=page, address=address[:500], words=words[:200], target=target.path[:500])
    link.problem = Problem.MALFORMED if target.is_malformed else _state_of(target.path)
    return link


def _state_of(path: str) -> Problem:
    return Problem.NONE if is_public(path) else Problem.GONE


def check_links_to(*paths: str) -> None:
    """Look again at the links that lead to one of these paths, or below it."""
    for path in paths:
        _check(PageLink.objects.filter(target__startswith=path))


def _check(links: Iterable[PageLink]) -> None:
    known: dict[str, Problem] = {}
    for link in links:
        if link.problem == Problem.MALFORMED:
            continue
        problem = known.setdefault(link.target, _state_of(link.target))
        if link.problem != problem:
            PageLink.objects.filter(pk=link.pk).update(problem=problem)


@task
def check_all_links() -> None:
    """Every link of every page once more; runs at night."""
    for page in Page.objects.order_by("path"):
        check_page(page)


def broken_links() -> list[PageLink]:
    """The links that lead nowhere, page by page."""
    return list(PageLink.objects.exclude(problem=Problem.NONE).select_related("page"))


def count_broken() -> int:
    return PageLink.objects.exclude(problem=Problem.NONE).count()


def leading_to(page: Page) -> list[PageLink]:
    """The links in public pages that would break if this page, and those below, went away."""
    path = page.get_absolute_url()
    public = Page.objects.visible_to(AnonymousUser()).exclude(pk=page.pk)
    links = PageLink.objects.filter(target__startswith=path, page__in=public).select_related("page")
    return [link for link in links if link.target == path]
