"""Contributions and comments as moderators see them: one sort of thing with one key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from platform_core import registry
from platform_core.comments.models import Comment
from platform_core.contributions.models import Contribution
from platform_core.contributions.states import Audience, State
from platform_core.moderation.models import Decision, Notice
from platform_core.scope import current_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from platform_core.accounts.models import Person
    from platform_core.contract import Kind
    from platform_core.contributions.models import Visitor
    from platform_core.moderation.models import About

MOST_OWN = 20
SHOWN = (State.PUBLISHED, State.ARCHIVED)


@dataclass
class Item:
    """One contribution or comment with what was said and decided about it."""

    about: About
    contribution: Contribution
    kind: Kind | None
    path: str = ""
    notices: list[Notice] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def is_comment(self) -> bool:
        return isinstance(self.about, Comment)

    @property
    def waiting(self) -> list[Notice]:
        """The reports that nobody has answered yet."""
        return [notice for notice in self.notices if notice.decision_id is None]

    @property
    def answered(self) -> list[Notice]:
        """The reports that a decision has answered."""
        return [notice for notice in self.notices if notice.decision_id is not None]

    @property
    def url(self) -> str:
        """Where people read it: the page of the contribution, at the comment."""
        return f"{self.path}#beitrag-{self.about.pk}" if self.is_comment else self.path

    @property
    def last(self) -> Decision | None:
        """What was decided last."""
        return self.decisions[0] if self.decisions else None

    @property
    def is_held(self) -> bool:
        return bool(self.about.state == State.PENDING)

    @property
    def is_hidden(self) -> bool:
        return bool(self.about.state == State.HIDDEN)


def kinds_here() -> dict[str, Kind]:
    """The kinds of contributions of the modules that are switched on, by the name that rows carry."""
    modules = registry.modules_of(current_place())
    return {str(kind.model._meta.model_name): kind for module in modules for kind in module.kinds}


def concrete(contribution: Contribution) -> Contribution:
    """The row as its own kind, which knows its address and what else hiding it means."""
    kind = kinds_here().get(contribution.kind)
    if kind is None or isinstance(contribution, kind.model):
        return contribution
    found: Any = kind.model._default_manager.get(pk=contribution.pk)
    return cast("Contribution", found)


def readable(key: UUID, visitor: Visitor) -> About | None:
    """The contribution or comment with this key that the visitor may read in public; else None."""
    theirs = _contributions().visible_to(visitor).filter(state__in=SHOWN)
    said = Comment.objects.select_related("author", "contribution")
    return (
        theirs.filter(pk=key).first()
        or said.filter(pk=key, state=State.PUBLISHED, contribution__in=theirs.values("pk")).first()
    )


def item_of(key: UUID) -> Item | None:
    """Everything moderators see of one contribution or comment; None when there is no such thing."""
    return next(iter(items_of(abouts_of([key]))), None)


def _contributions() -> Any:
    """Contributions of the kinds here, without what is only for a team."""
    return Contribution.objects.filter(kind__in=kinds_here()).exclude(audience=Audience.TEAM).select_related("author")


def items_of(abouts: Iterable[About]) -> list[Item]:
    """Items with their notices, decisions and paths; the number of questions does not grow with them."""
    kinds = kinds_here()
    items: dict[UUID | None, Item] = {}
    for about in abouts:
        contribution = about.contribution if isinstance(about, Comment) else about
        items[about.pk] = Item(about, contribution, kinds.get(contribution.kind))
    paths = _paths([item.contribution for item in items.values()], kinds)
    for item in items.values():
        item.path = paths.get(item.contribution.pk, "")
    theirs = Q(contribution__in=items) | Q(comment__in=items)
    for notice in Notice.objects.filter(theirs).select_related("reporter"):
        items[notice.about_key].notices.append(notice)
    for decision in Decision.objects.filter(theirs).select_related("by"):
        items[decision.about_key].decisions.append(decision)
    return list(items.values())


def _paths(contributions: list[Contribution], kinds: dict[str, Kind]) -> dict[Any, str]:
    paths: dict[Any, str] = {}
    for name in {each.kind for each in contributions} & set(kinds):
        keys = [each.pk for each in contributions if each.kind == name]
        rows: Any = kinds[name].model._default_manager.filter(pk__in=keys)
        paths |= {row.pk: row.get_absolute_url() for row in rows}
    return paths


def own_abouts(person: Person) -> list[About]:
    """What of this person's own is held or hidden, the newest first."""
    states = (State.PENDING, State.HIDDEN)
    theirs: list[About] = [*_contributions().filter(author=person, state__in=states)]
    theirs += _comments().filter(author=person, state__in=states)
    return sorted(theirs, key=lambda about: about.created_at, reverse=True)[:MOST_OWN]


def open_keys() -> list[tuple[datetime, UUID]]:
    """What is held and what is reported, the oldest first, each with the moment since when it waits."""
    waiting: list[tuple[datetime, UUID]] = []
    for name, found in (("contribution", _contributions()), ("comment", _comments())):
        waiting += _open(found, name).values_list("since", "pk")
    return sorted(waiting)


def abouts_of(keys: Iterable[UUID | None]) -> list[About]:
    """The contributions and comments with these keys, in the order of the keys."""
    wanted = list(dict.fromkeys(filter(None, keys)))
    found: dict[UUID, About] = {each.pk: each for each in _contributions().filter(pk__in=wanted)}
    found |= {each.pk: each for each in _comments().filter(pk__in=wanted)}
    return [found[key] for key in wanted if key in found]


def count_open() -> int:
    """How many things wait for a moderator."""
    return sum(
        _open(found, name).count() for name, found in (("contribution", _contributions()), ("comment", _comments()))
    )


def _comments() -> QuerySet[Comment]:
    return Comment.objects.filter(contribution__in=_contributions().values("pk")).select_related(
        "author", "contribution", "contribution__author"
    )


def _open(found: Any, name: str) -> Any:
    """Those that are held, or published with reports that nobody has answered."""
    told = Notice.objects.filter(**{name: OuterRef("pk")}, decision=None).order_by().values(name)
    first = Subquery(told.annotate(first=Min("at")).values("first"))
    return (
        found.annotate(reported=first)
        .filter(Q(state=State.PENDING) | Q(state__in=SHOWN, reported__isnull=False))
        .annotate(since=Coalesce("reported", "created_at"))
    )
