"""What people type in a discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Voice
from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from platform_core.contributions.models import Visitor


class CommentForm(forms.Form):
    """A comment, or an answer to one; representatives may say for whom they speak."""

    body = CleanCharField(label=_("Your comment"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))
    speaks_for = CleanCharField(
        label=_("You speak for"),
        max_length=80,
        required=False,
        help_text=_("A group or a committee, for example. Leave it empty when you speak for yourself."),
    )

    def __init__(self, *args: Any, speaker: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not isinstance(speaker, Person) or speaker.voice != Voice.REPRESENTATIVE:
            del self.fields["speaks_for"]
