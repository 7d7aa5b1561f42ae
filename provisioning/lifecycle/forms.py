"""Forms of the sections “Life” and “Addresses”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.place import PlaceState
from platform_core.web.forms import CleanCharField
from tenants.models import Agency, ResponsibleBody

if TYPE_CHECKING:
    from provisioning.lifecycle.moves import Move

REASON = forms.Textarea(attrs={"rows": 2})


class MoveForm(forms.Form):
    """One step into another state."""

    to = forms.ChoiceField(choices=[(each.value, each.value) for each in PlaceState], widget=forms.HiddenInput)
    reason = CleanCharField(label=_("Reason"), max_length=1000, widget=REASON, required=False)
    note = CleanCharField(
        label=_("Note for residents"),
        max_length=300,
        required=False,
        help_text=_("One sentence that everybody reads with it, for example until when."),
    )

    def __init__(self, *args: Any, move: Move | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move is not None:
            self.auto_id = f"id_{move.to.value}_%s"  # several stand on one page
            self.fields["to"].initial = move.to.value
            self.fields["reason"].required = move.reason
            self.fields["reason"].help_text = _("It stands in the log of the place.")


class ExportForm(forms.Form):
    """What an export is for."""

    reason = CleanCharField(label=_("What is it for?"), max_length=300)


class EraseForm(forms.Form):
    """The first of two who erase a place."""

    reason = CleanCharField(
        label=_("Reason"), max_length=1000, widget=REASON, help_text=_("It stands on the certificate.")
    )
    typed_name = CleanCharField(label=_("Type the name of the place"), max_length=120)
    at_once = forms.BooleanField(
        label=_("At once, without 14 days to think"),
        required=False,
        help_text=_("Only when the second person wants that, too."),
    )


class AgreeForm(forms.Form):
    """The second of two who erase a place."""

    typed_name = CleanCharField(label=_("Type the name of the place"), max_length=120)
    at_once = forms.BooleanField(label=_("At once, without 14 days to think"), required=False)


class HandoverForm(forms.Form):
    """To whom a place goes. Agencies are named by their short name: nobody gets a list of all of them here."""

    to_agency = CleanCharField(
        label=_("Short name of the receiving agency"),
        max_length=63,
        help_text=_("The agency tells it to you. Your own, when only the responsible body changes."),
    )
    to_body = CleanCharField(
        label=_("Short name of the responsible body from then on"),
        max_length=63,
        required=False,
        help_text=_("Empty: the body stays as it is, or the receiving agency names one."),
    )
    reason = CleanCharField(label=_("Reason"), max_length=1000, widget=REASON, help_text=_("Both sides read it."))

    def clean(self) -> dict[str, Any]:
        """The body of that agency that was named."""
        agency, key = self.cleaned_data.get("to_agency"), self.cleaned_data.get("to_body", "").strip().lower()
        body = ResponsibleBody.objects.filter(agency=agency, key=key).first() if agency and key else None
        if agency and key and body is None:
            self.add_error("to_body", _("This agency has no body with this short name."))
        return {**self.cleaned_data, "to_body": body}

    def clean_to_agency(self) -> Agency:
        """The agency that was named."""
        name = self.cleaned_data["to_agency"].strip().lower()
        found = Agency.objects.filter(slug=name).first()
        if found is None:
            raise forms.ValidationError(_("There is no agency with this short name. Ask it how it is written."))
        return found


class SideForm(forms.Form):
    """One side's yes."""

    to_body = forms.ModelChoiceField(
        label=_("Responsible body from then on"),
        queryset=ResponsibleBody.objects.none(),
        required=False,
        empty_label=_("stays as it is, as a copy"),
    )
    reason = CleanCharField(label=_("Reason"), max_length=1000, widget=REASON, required=False)

    def __init__(self, *args: Any, bodies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["to_body"]
        else:
            self.fields["to_body"].queryset = bodies  # type: ignore[attr-defined]  # a ModelChoiceField


class NameForm(forms.Form):
    """Another name below the platform's domain."""

    label = CleanCharField(label=_("New name"), max_length=63, help_text=_("Lower-case letters, digits and hyphens."))


class DomainForm(forms.Form):
    """A domain of one's own."""

    host = CleanCharField(label=_("Domain"), max_length=253, help_text=_("For example www.weslarn.de"))


class SenderForm(forms.Form):
    """A mail address of the place's own."""

    address = CleanCharField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("Empty: the platform's address.")
    )
    selector = CleanCharField(
        label=_("DKIM selector"),
        max_length=63,
        required=False,
        help_text=_("Your mail service tells it, for example mail2026."),
    )
