"""Links in the texts that a place answers for: which of them lead nowhere, found out without asking anybody outside.

Looked after are the kinds whose drafts belong to an office (`Kind.editors`),
such as pages and news; what residents write is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.tasks import task
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from platform_core import registry
from platform_core.contributions.around import LinkProblem, TextLink
from platform_core.contributions.text import links_in
from platform_core.scope import current_place
from platform_core.web.links import Target, is_public, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet

    from platform_core.contributions.models import Contribution

MOST = 200


def check_text(contribution: Contribution) -> None:
    """Note the links of a text anew, each with what is wrong with it."""
    found = []
    seen: set[str] = set()
    for address, words in links_in(contribution.body)[:MOST]:
        if address in seen:
            continue
        seen.add(address)
        target = target_of(address, base=contribution.get_absolute_url())
        if target is not None:
            found.append(_link(contribution, address, words, target))
    TextLink.objects.filter(contribution=contribution.pk).delete()
    TextLink.objects.bulk_create(found)


def _link(contribution: Contribution, address: str, words: str, target: Target) -> TextLink:
    link = TextLink(contribution_id=contribution.pk, address=address[:500], words=words[:200], target=target.path[:500])
    link.problem = LinkProblem.MALFORMED if target.is_malformed else _state_of(target.path)
    return link


def _state_of(path: str) -> LinkProblem:
    return LinkProblem.NONE if is_public(path) else LinkProblem.GONE


def check_links_to(*paths: str) -> None:
    """Look again at the links that lead to one of these paths, or below it."""
    for path in paths:
        _check(TextLink.objects.filter(target__startswith=path))


def _check(links: Iterable[TextLink]) -> None:
    known: dict[str, LinkProblem] = {}
    for link in links:
        if link.problem == LinkProblem.MALFORMED:
            continue
        problem = known.setdefault(link.target, _state_of(link.target))
        if link.problem != problem:
            TextLink.objects.filter(pk=link.pk).update(problem=problem)


@task
def check_all_links() -> None:
    """Every link of every text that the place answers for, once more; runs at night."""
    for model in models_looked_after():
        for contribution in model._default_manager.order_by("pk").iterator():
            check_text(contribution)


def models_looked_after() -> list[Any]:
    """The models of the place's modules whose texts the place answers for."""
    kinds = [kind for module in registry.modules_of(current_place()) for kind in module.kinds]
    return [kind.model for kind in kinds if kind.editors]


def broken_links(model: type[Model], edit: Callable[[Contribution], str]) -> list[TextLink]:
    """The links in texts of this kind that lead nowhere, text by text; `edit` says where a text is changed."""
    found = list(broken().filter(contribution__kind=model._meta.model_name))
    for link in found:
        link.edit = edit(link.contribution)
    return found


def broken_in(contribution: Contribution | None) -> list[TextLink]:
    """The links of one text that lead nowhere; none in a text that is not written yet."""
    return list(broken().filter(contribution=contribution.pk)) if contribution else []


def count_broken(model: type[Model]) -> int:
    return broken().filter(contribution__kind=model._meta.model_name).count()


def broken() -> QuerySet[TextLink]:
    return TextLink.objects.exclude(problem=LinkProblem.NONE).select_related("contribution")


def told_about(contribution: Contribution, where: str) -> str:
    """A sentence about the links of a text that lead nowhere, or nothing; `where` names the list of all of them."""
    number = len(broken_in(contribution))
    if not number:
        return ""
    said = ngettext("%(n)s link leads nowhere.", "%(n)s links lead nowhere.", number) % {"n": number}
    return f"{said} {_('You find them on the desk under %(where)s.') % {'where': where}}"


def leading_to(contribution: Contribution) -> list[TextLink]:
    """The links in public texts that would break if this contribution went away."""
    from platform_core.contributions.models import Contribution as Everything

    path = contribution.get_absolute_url()
    public = Everything.objects.visible_to(AnonymousUser()).exclude(pk=contribution.pk)
    return list(TextLink.objects.filter(target=path, contribution__in=public).select_related("contribution"))
