"""What a place decides about taking part."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.options.forms import OptionsForm, options_of


class TakingPart(OptionsForm):
    """Who may take part, and how."""

    name: ClassVar[str] = "mitmachen"
    title = _("Taking part")
    intro = _("How easy it is to take part here.")

    guests_write = forms.BooleanField(
        label=_("Guests may write"),
        help_text=_(
            "Name and e-mail address are enough; a code sent by mail confirms it. Otherwise people open an account first."
        ),
        required=False,
        initial=True,
    )


def guests_write() -> bool:
    """Whether name and confirmed address are enough to write in the place in scope."""
    return bool(options_of(TakingPart)["guests_write"])
