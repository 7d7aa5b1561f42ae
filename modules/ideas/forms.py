"""What people type about ideas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.ideas.models import lacking_in_answer
from platform_core.contributions.models import Answer, AnswerStatus, Contribution, Topic
from platform_core.geo.forms import PlaceNameField, WithPoint
from platform_core.web.forms import CleanCharField, SometimesNeeded


class IdeaForm(WithPoint, forms.ModelForm):
    """A new idea, or a change to one."""

    title = CleanCharField(
        label=_("What is your idea?"), max_length=120, min_length=5, help_text=_("One short sentence that says it all.")
    )
    body = CleanCharField(
        label=_("Tell us more"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What would get better, and for whom? Leave an empty line between paragraphs."),
    )
    place_name = PlaceNameField()

    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("No topic"),
        help_text=_("So that others find it."),
    )

    class Meta:
        model = Contribution
        fields = ("title", "body", "topic", "place_name", "lat", "lon")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.all()
        self.fields["topic"].queryset = topics
        if not topics:
            del self.fields["topic"]
        self.fields["title"].widget.attrs |= {
            "hx-get": reverse("ideas:similar"),
            "hx-trigger": "input changed delay:500ms",
            "hx-target": "#aehnlich",
            "autocomplete": "off",
        }


class AnswerForm(forms.ModelForm):
    """The administration's answer."""

    status = forms.ChoiceField(label=_("Where does it stand?"), choices=AnswerStatus.choices)
    decided_by = SometimesNeeded(
        label=_("Who decided?"),
        max_length=160,
        required=False,
        help_text=_("Needed once something is planned, done, passed on or declined."),
    )
    passed_to = SometimesNeeded(
        label=_("To whom was it passed on?"),
        max_length=160,
        required=False,
        help_text=_("Only for “passed on”, for example the district or the water board."),
    )
    planned_until = CleanCharField(
        label=_("Until when is it planned?"),
        max_length=80,
        required=False,
        help_text=_("Only for “planned”, as far as it is known, for example autumn 2027."),
    )
    body = CleanCharField(
        label=_("Answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it. If you decline, please say why."),
    )

    class Meta:
        model = Answer
        fields = ("status", "decided_by", "passed_to", "planned_until", "body")

    def clean(self) -> dict[str, Any]:
        """Name everything that is missing at once."""
        given: dict[str, Any] = super().clean() or {}
        if status := given.get("status"):
            facts = (given.get("decided_by", ""), given.get("passed_to", ""))
            for field, sentence in lacking_in_answer(AnswerStatus(status), *facts).items():
                if field not in self.errors:
                    self.add_error(field, sentence)
        return given


class CloseForm(forms.Form):
    """Why nothing more can be said to an idea."""

    reason = CleanCharField(
        label=_("Why is it closed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it on the page of the idea."),
    )
