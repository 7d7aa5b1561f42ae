"""What editors type, and how readers filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.news.models import NewsItem
from modules.news.moments import NoSuchMoment, moment_of
from modules.news.options import NewsSettings
from platform_core.contributions.models import Topic
from platform_core.contributions.topics import topics_here
from platform_core.options.forms import options_of
from platform_core.scope import current_place
from platform_core.web.editor import MarkdownField, refuse_missing_pictures
from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from platform_core.files.models import Attachment

TEXTS = ("title", "lead", "body", "topic", "takes_comments")


class NewsForm(forms.Form):
    """An item: a new one, a draft, or one that is public. `files` are the pictures that the text may show."""

    title = CleanCharField(label=_("Headline"), max_length=120, min_length=3)
    lead = CleanCharField(
        label=_("Lead"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that say what it is about. They stand in lists and in search results."),
    )
    body = MarkdownField(label=_("Text"), max_length=20_000)
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("No topic")
    )
    takes_comments = forms.BooleanField(label=_("Readers may comment"), required=False)
    pinned = forms.BooleanField(
        label=_("Keep on top of the list"), required=False, help_text=_("Until you untick it again.")
    )

    def __init__(self, data: Any = None, *, item: NewsItem | None = None, files: Sequence[Attachment] = ()) -> None:
        known: dict[str, Any] = {"takes_comments": options_of(NewsSettings)["comments"]}
        if item is not None:
            known = {name: getattr(item, name) for name in TEXTS} | {"pinned": item.pinned_at is not None}
        super().__init__(data, initial=known)
        self.files_here = files
        self.fields["topic"].queryset = Topic.objects.all()

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        refuse_missing_pictures(body, self.files_here)
        return body

    @property
    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXTS}


class PlanForm(forms.Form):
    """When an item is to appear, on the clocks of the place. `moment` is None for "now"."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    clock = forms.TimeField(label=_("Time of day"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    moment: datetime

    def clean(self) -> dict[str, Any]:
        if {"day", "clock"} <= self.cleaned_data.keys():
            try:
                self.moment = moment_of(self.cleaned_data["day"], self.cleaned_data["clock"], current_place().zone)
            except NoSuchMoment as refusal:
                self.add_error("day", str(refusal))
        return self.cleaned_data


class FilterForm(forms.Form):
    """Search and topic of the list; wrong values fall back to none."""

    q = CleanCharField(
        label=_("Search news"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.topics = {topic.slug: topic for topic in topics_here()}
        self.fields["topic"].choices = [("", _("All")), *((slug, each.title) for slug, each in self.topics.items())]
