"""Forms of the panel itself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField


class NoteForm(forms.Form):
    """A note on a place."""

    text = CleanCharField(
        label=_("New note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For those who look after this place. Its people do not see it."),
    )


class ViewForm(forms.Form):
    """A name for the present search."""

    name = CleanCharField(label=_("Name of this view"), max_length=60)
    query = CleanCharField(max_length=500, required=False, widget=forms.HiddenInput)
