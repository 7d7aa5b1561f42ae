"""What a place says beyond its body's data: who answers for texts, additions to the pages, known barriers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.options.forms import OptionsForm
from platform_core.web.forms import CleanCharField


def not_tomorrow(value: Any) -> None:
    MaxValueValidator(timezone.localdate())(value)


def text(label: Any, help_text: Any = "") -> CleanCharField:
    return CleanCharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=10_000,
        initial="",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LegalTexts(OptionsForm):
    """Stored with the options of the place; has a page of its own."""

    name: ClassVar[str] = "rechtliches"
    title: ClassVar[Any] = _("Legal pages")

    editor = CleanCharField(
        label=_("Who answers for the texts (§ 18 (2) MStV)"),
        help_text=_("Name and address. Left empty, it is whoever represents the body, at the body's address."),
        max_length=200,
        required=False,
        initial="",
    )
    processor = CleanCharField(
        label=_("Who runs the servers for you"),
        help_text=_("Name and place of the company with which you have a contract on data processing (Art. 28 GDPR)."),
        max_length=200,
        required=False,
        initial="",
    )
    barriers = text(_("Known barriers in your own contents"), _("One in each line, for example older PDF files."))
    checked_on = forms.DateField(
        label=_("Accessibility checked last on"),
        required=False,
        initial="",
        validators=[not_tomorrow],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    imprint_text = text(_("Addition to the legal notice"))
    privacy_text = text(_("Addition to the privacy page"), _("For example further recipients or longer retention."))
    accessibility_text = text(_("Addition to the accessibility statement"))

    def storable(self) -> dict[str, Any]:
        """The cleaned values as JSON can hold them."""
        day = self.cleaned_data["checked_on"]
        return {**self.cleaned_data, "checked_on": day.isoformat() if day else ""}
