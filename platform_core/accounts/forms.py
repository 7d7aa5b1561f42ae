"""What people type about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest


class SignupNameForm(forms.Form):
    """What allauth's sign-up form asks beside the address."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Others see this name with what you write. Your e-mail address stays hidden."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Called by allauth after the person is saved; the adapter has set the name already."""


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the stubs only
    """The own page: the public name and a sentence about oneself."""

    class Meta:
        model = Person
        fields = ("name", "about")
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}
