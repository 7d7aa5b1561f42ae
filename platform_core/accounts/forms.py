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


class IdentityForm(forms.Form):
    """Who somebody is who has not signed in: stands in the form that they fill in, so its names are its own."""

    guest_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Others see this name with what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    guest_email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Nobody sees it. We send you a code there, so that nobody writes in your name."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_guest_name(self) -> str:
        return " ".join(str(self.cleaned_data["guest_name"]).split())

    def clean_guest_email(self) -> str:
        return str(self.cleaned_data["guest_email"]).strip().lower()


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the stubs only
    """The own page: the public name and a sentence about oneself."""

    class Meta:
        model = Person
        fields = ("name", "about")
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}
