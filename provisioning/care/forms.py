"""What is typed in the panel about people, visits and announcements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField
from provisioning.care.models import CareRole
from provisioning.care.passes import SHORTEST_REASON


class InviteForm(forms.Form):
    """Somebody who shall become an admin of a place."""

    prefix = "einladung"
    name = CleanCharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class CareForm(forms.Form):
    """Somebody who works in several places, such as the clerk of an Amt."""

    prefix = "betreuung"
    name = CleanCharField(label=_("Name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They sign in here, in the control panel, and open each of their places from there."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=CareRole.choices, initial=CareRole.OFFICIAL)
    department = CleanCharField(
        label=_("Department"), max_length=120, required=False, help_text=_("For example: Amt Preetz-Land, Ordnungsamt")
    )


class EntryForm(forms.Form):
    """Why somebody of the platform enters a place."""

    reason = CleanCharField(
        label=_("Why do you enter the place?"),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The place reads this in its log. For example: “Home page shows nothing, Ms Beispiel called.”"),
    )
