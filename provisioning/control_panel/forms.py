"""Forms of the panel itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField
from tenants.models import SLUG

if TYPE_CHECKING:
    from provisioning.control_panel.guard import Desk


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


class InviteForm(forms.Form):
    """Somebody who is to work in the panel."""

    name = CleanCharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    agency = forms.ChoiceField(label=_("Works for"), required=False)

    def __init__(self, *args: Any, desk: Desk, **more: Any) -> None:
        super().__init__(*args, **more)
        everywhere = [("", _("all places, as an operator"))] if desk.is_operator else []
        choices = [*everywhere, *desk.agencies.values_list("slug", "name")]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, for certain
        self.fields["agency"].required = not desk.is_operator


class AgencyForm(forms.Form):
    """A new agency."""

    name = CleanCharField(label=_("Name of the agency"), max_length=160)
    region = CleanCharField(
        label=_("Region"), max_length=120, help_text=_("As residents know it, for example KielRegion.")
    )
    slug = CleanCharField(
        label=_("Short name"),
        max_length=63,
        validators=[SLUG],
        help_text=_("Lower-case letters, digits and hyphens, for files and commands."),
    )
