"""What a place decides about its news."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.options.forms import OptionsForm


class NewsSettings(OptionsForm):
    """How news begin, and how many the home page shows."""

    name: ClassVar[str] = "news"
    title = pgettext_lazy("of one place", "News")
    intro = _("How news are written and shown here.")

    comments = forms.BooleanField(
        label=_("New items take comments"),
        help_text=_("Editors can change it for each item."),
        required=False,
        initial=True,
    )
    on_home = forms.IntegerField(label=_("How many on the home page?"), min_value=1, max_value=9, initial=3)
