"""What a municipality says when it asks for a place."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.web.forms import CleanCharField
from provisioning.blueprints import ORDER, blueprint
from provisioning.wishes.models import Wish
from tenants.models import RESERVED_LABELS

if TYPE_CHECKING:
    from platform_core.contract import Text

SHORTEST_SECONDS = 3  # nobody reads and fills in the form in less
LONGEST_SECONDS = 24 * 60 * 60
SALT = "wish-form"
FACTS = (
    "part",
    "name",
    "role",
    "email",
    "phone",
    "body_name",
    "street",
    "postal_code",
    "city",
    "representative",
    "data_protection_officer",
    "slug",
    "start",
    "message",
)


class WishForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy only
    """Who asks, who would answer in law, and what is wanted. `website` is a trap that people do not see."""

    modules = forms.MultipleChoiceField(
        label=_("What would you like to have?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    blueprint = forms.ChoiceField(label=_("What fits your place best?"), required=False, widget=forms.RadioSelect)
    website = forms.CharField(required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Wish
        fields = (*FACTS, "modules", "blueprint")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTS:
            field = self.fields[name]
            if type(field) is forms.CharField:
                self.fields[name] = _clean(field)
        self.fields["modules"].choices = _modules()  # type: ignore[attr-defined]  # as every choice field
        self.fields["blueprint"].choices = [(key, blueprint(key).title) for key in ORDER]  # type: ignore[attr-defined]  # as above
        self.fields["message"].widget = forms.Textarea(attrs={"rows": 5})
        for name, said in HINTS.items():
            self.fields[name].help_text = said
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        self.initial.setdefault("shown", signing.dumps(int(time.time()), salt=SALT))

    @property
    def is_trap(self) -> bool:
        """Whether something that fills in every field did this."""
        return bool(self.data.get("website"))

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug in RESERVED_LABELS:
            raise forms.ValidationError(_("This name belongs to the platform itself. Choose another."))
        return slug

    def clean_shown(self) -> str:
        """How long the form was looked at; an old one, or none, is shown again and can be sent then."""
        try:
            shown = int(signing.loads(str(self.cleaned_data["shown"]), salt=SALT, max_age=LONGEST_SECONDS))
        except (signing.BadSignature, TypeError, ValueError):
            shown = 0
        if not shown or time.time() - shown < SHORTEST_SECONDS:
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as it comes from a browser
            self.data = data
            data["shown"] = signing.dumps(int(time.time()) - (0 if shown else SHORTEST_SECONDS), salt=SALT)
            self.add_error(
                None, forms.ValidationError(_("That went very fast. Please look it over once and send it again."))
            )
        return ""

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of the form."""
        return {name: self.cleaned_data[name] for name in (*FACTS, "modules", "blueprint")}


def _modules() -> list[tuple[str, Text]]:
    """What a place may wish for; what only portals of regions have is none of it."""
    for_portals = set(blueprint("region").modules) - set(blueprint("village").modules)
    return [(name, module.title) for name, module in registry.modules().items() if name not in for_portals]


def _clean(field: forms.CharField) -> CleanCharField:
    return CleanCharField(
        label=field.label,
        required=field.required,
        max_length=field.max_length,
        validators=field.validators[:0] + [each for each in field.validators if hasattr(each, "regex")],
    )


HINTS = {
    "part": _("Only if the pages are for one village or Ortsteil and not for the whole municipality."),
    "role": _("For example mayor, town clerk, village representative, association."),
    "email": _("We send a link there. Only when you follow it does your request arrive."),
    "phone": _("If you would like to be called."),
    "body_name": _("Mostly the municipality itself. An association or a Kreis can do it, too."),
    "representative": _("For example: Mayor Erika Mustermann"),
    "slug": _("Small letters, digits and hyphens. Without one we suggest the name."),
    "start": _("For example: after the summer holidays"),
}
AUTOCOMPLETE = {
    "name": "name",
    "role": "organization-title",
    "email": "email",
    "phone": "tel",
    "body_name": "organization",
    "street": "street-address",
    "postal_code": "postal-code",
    "city": "address-level2",
    "slug": "off",
    "website": "off",
}
