"""Feedback to the responsible body, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from platform_core.place import Place


class FeedbackForm(forms.Form):
    """A message, and an address only for those who want an answer."""

    message = CleanCharField(label=_("Your message"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only if you would like an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def send(self, place: Place) -> None:
        """Mail the message to the responsible body of the place."""
        from platform_core.notify.letters import send_letter

        words = {"message": self.cleaned_data["message"], "answer_to": self.cleaned_data["email"]}
        send_letter(place.body.email, "feedback", words)
