"""Which ideas a list shows: search, filters and order, all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from modules.ideas.models import ideas_for
from platform_core.accounts.models import Person
from platform_core.contributions.models import Answer, AnswerStatus, State, Topic
from platform_core.contributions.search import matching
from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from django.http import QueryDict

    from platform_core.contributions.models import ContributionQuerySet, Visitor

SORTS = (("", _("Newest first")), ("support", _("Most support")), ("talk", _("Most discussed")))
ORDERS = {
    "": (F("pinned_at").desc(nulls_last=True), "-published_at"),
    "support": (F("pinned_at").desc(nulls_last=True), "-support_count", "-published_at"),
    "talk": (F("pinned_at").desc(nulls_last=True), "-comment_count", "-published_at"),
}
ONLY = (("", _("All ideas")), ("answered", _("With an answer")), ("unanswered", _("Without an answer")))
ONLY_MINE = (("mine", _("My ideas")), ("followed", _("Ideas I follow")))


class FilterForm(forms.Form):
    """Search, filter and sort of the list; wrong values fall back to none."""

    q = CleanCharField(
        label=_("Search ideas"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *AnswerStatus.choices])
    only = forms.ChoiceField(label=_("Show only"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, data: QueryDict, *, visitor: Visitor, topics: list[Topic]) -> None:
        super().__init__(data)
        named = [(topic.slug, f"{topic.title} ({topic.ideas})") for topic in topics]
        self.fields["topic"].choices = [("", _("All topics")), *named]
        self.fields["only"].choices = [*ONLY, *(ONLY_MINE if isinstance(visitor, Person) else ())]
        if not topics:
            del self.fields["topic"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    words: str
    url: str


class Listing:
    """The list that somebody asked for."""

    def __init__(self, data: QueryDict, visitor: Visitor) -> None:
        self.data, self.visitor = data, visitor
        self.topics = topics_with_counts(visitor)
        self.form = FilterForm(data, visitor=visitor, topics=self.topics)
        self.form.is_valid()
        self.wish: dict[str, Any] = {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def found(self) -> ContributionQuerySet:
        """The ideas, in the order that was wished; what fits best first when something is searched for."""
        wish = self.wish
        found = ideas_for(self.visitor).filter(self._only(wish.get("only", "")))
        if "status" in wish:
            found = found.filter(status=wish["status"])
        if "topic" in wish:
            found = found.filter(topic__slug=wish["topic"])
        if "q" in wish:
            found = matching(found, wish["q"])
            return found.order_by(*ORDERS[wish["sort"]][1:]) if "sort" in wish else found
        return found.order_by(*ORDERS[wish.get("sort", "")])

    def _only(self, only: str) -> Q:
        if only == "answered":
            return Q(pk__in=Answer.objects.values("contribution"))
        if only == "unanswered":
            return Q(state=State.PUBLISHED, closed_at=None, answers=None)
        if only == "mine":
            return Q(author=self.visitor)
        if only == "followed":
            return Q(follows__person=self.visitor)
        return Q()

    @property
    def chips(self) -> list[Chip]:
        """The filters that are on, each with the address of the list without it."""
        chips = []
        for name, value in self.wish.items():
            if name != "sort":
                shown = value if name == "q" else dict(self.form.fields[name].choices)[value]
                said = str(_("Search: %s") % shown) if name == "q" else str(shown)
                chips.append(Chip(said, self._without(name)))
        return chips

    def _without(self, name: str) -> str:
        rest = self.data.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        return f"?{rest.urlencode()}"


def topics_with_counts(visitor: Visitor) -> list[Topic]:
    """The topics of the place with the number of `ideas` that this visitor may read."""
    counted = ideas_for(visitor).order_by().exclude(topic=None).values("topic_id").annotate(ideas=Count("pk"))
    count = {row["topic_id"]: row["ideas"] for row in counted}
    topics = list(Topic.objects.all())
    for topic in topics:
        topic.ideas = count.get(topic.pk, 0)
    return topics
