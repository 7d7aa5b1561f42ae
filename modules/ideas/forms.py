"""What people type about ideas."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.contributions.models import Answer, AnswerStatus, Contribution
from platform_core.web.forms import CleanCharField

SORTS = (("new", _("Newest first")), ("support", _("Most support")), ("talk", _("Most discussed")))


class IdeaForm(forms.ModelForm):
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
    place_name = CleanCharField(
        label=_("Where is it?"),
        max_length=120,
        required=False,
        help_text=_("A street, a square or a name that everybody here knows."),
    )

    class Meta:
        model = Contribution
        fields = ("title", "body", "place_name")


class AnswerForm(forms.ModelForm):
    """The administration's answer."""

    status = forms.ChoiceField(label=_("Where does it stand?"), choices=AnswerStatus.choices)
    decided_by = CleanCharField(
        label=_("Who decided?"),
        max_length=160,
        required=False,
        help_text=_("Needed once something is planned, done, passed on or declined."),
    )
    body = CleanCharField(label=_("Answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}))

    class Meta:
        model = Answer
        fields = ("status", "decided_by", "body")


class FilterForm(forms.Form):
    """Search, filter and sort of the list; wrong values fall back to none."""

    q = CleanCharField(
        label=_("Search ideas"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *AnswerStatus.choices])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)
