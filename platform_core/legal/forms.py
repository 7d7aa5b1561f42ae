"""The responsible body's data, as local admins may change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from platform_core.legal.authorities import LANDS, land_of
from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from platform_core.place import Place

DIGITS = RegexValidator(r"^[0-9]{5}\Z", _("A German postal code has five digits."))


class BodyForm(forms.Form):
    """Every field may stay empty: what is missing is shown, and keeps the place from going public."""

    name = CleanCharField(label=_("Name of the responsible body"), max_length=160)
    legal_form = CleanCharField(
        label=_("Legal form"),
        max_length=120,
        required=False,
        help_text=_("For example: Körperschaft des öffentlichen Rechts, eingetragener Verein."),
    )
    street = CleanCharField(label=_("Street and number"), max_length=120, required=False)
    postal_code = CleanCharField(label=_("Postal code"), max_length=5, required=False, validators=[DIGITS])
    city = CleanCharField(label=_("Town"), max_length=120, required=False)
    representative = CleanCharField(
        label=_("Who represents the body"), max_length=160, required=False, help_text=_("Office and name.")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = CleanCharField(label=_("Telephone"), max_length=40, required=False)
    data_protection_officer = CleanCharField(
        label=_("Data protection officer"),
        max_length=200,
        required=False,
        help_text=_("Name or office, and how to reach it."),
    )
    supervisory_authority = CleanCharField(
        label=_("Supervisory authority for data protection"), max_length=200, required=False
    )
    land = forms.ChoiceField(label=_("Land"), required=False)

    def __init__(self, *args: Any, place: Place, **more: Any) -> None:
        facts = {name: getattr(place.body, name) for name in self.base_fields}
        land = land_of(place.ags, place.body.land)
        if land:
            facts["land"] = facts["land"] or land.code
            facts["supervisory_authority"] = facts["supervisory_authority"] or land.privacy.name
        super().__init__(*args, **{**more, "initial": facts})
        lands = sorted(LANDS.values(), key=lambda each: each.name)
        choices = [("", "–"), *((each.code, each.name) for each in lands), ("DE", _("Federation"))]
        self.fields["land"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, for certain
