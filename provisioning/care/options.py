"""What a place decides about visits of the platform."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.options.forms import OptionsForm, options_of


class SupportOptions(OptionsForm):
    """Whether those who look after the platform may change anything when they visit."""

    name: ClassVar[str] = "betreuung"
    title = _("Help by the platform")
    intro = _(
        "People of your agency or of the platform can look into your place for half an hour, with a reason. "
        "Each visit stands in your log."
    )

    may_write = forms.BooleanField(
        label=_("Those who help may also change things here"),
        help_text=_("Without this they can only look. Nothing can be downloaded in either case."),
        required=False,
        initial=False,
    )


def visitors_write() -> bool:
    """Whether visitors may change anything in the place in scope; asks the database once per generation."""
    return bool(options_of(SupportOptions)["may_write"])
