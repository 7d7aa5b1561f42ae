"""What a place decides about screening."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.options.forms import OptionsForm
from platform_core.web.forms import CleanCharField

MOST_LINES = 500
LONGEST_LINE = 80


class Moderation(OptionsForm):
    """What a human being looks at before it appears. Texts of local staff appear at once."""

    name: ClassVar[str] = "moderation"
    title = _("Moderation")
    intro = _("What somebody looks at before it appears. What the administration writes appears at once.")

    words = CleanCharField(
        label=_("Words that are checked"),
        help_text=_(
            "One word or phrase per line; * stands for any letters. Only whole words count, also in disguise such as 1d10t."
        ),
        required=False,
        initial="",
        max_length=MOST_LINES * LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    first_links = forms.BooleanField(
        label=_("Check first links"),
        help_text=_(
            "Texts with links by people of whom nothing has been published yet. Links within the place are fine."
        ),
        required=False,
        initial=True,
    )
    newcomers = forms.BooleanField(
        label=_("Check the first text of everybody new"),
        help_text=_("Whatever somebody writes waits until something of theirs has been published."),
        required=False,
        initial=False,
    )

    def clean_words(self) -> str:
        """Each line short enough to be a word or phrase, and not too many of them."""
        lines = [line.strip() for line in str(self.cleaned_data["words"]).splitlines() if line.strip()]
        too_long = next((line for line in lines if len(line) > LONGEST_LINE), None)
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)s lines, please."), params={"most": MOST_LINES})
        if too_long:
            raise forms.ValidationError(_("This line is too long: %(line)s …"), params={"line": too_long[:40]})
        return "\n".join(lines)
