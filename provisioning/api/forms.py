"""What somebody chooses for an access to the API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField
from provisioning.api.models import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from provisioning.control_panel.guard import Desk

WHOLE = "*"
RIGHTS = [("read", _("Read only")), ("write", _("Read and change"))]
DAYS = [("90", _("90 days")), ("365", _("One year")), ("0", _("Until it is revoked"))]


class AccessForm(forms.Form):
    """A new access; an operator may choose the whole platform."""

    name = CleanCharField(
        label=_("What is it for?"), max_length=80, help_text=_("The name of the program, for example Kreisportal.")
    )
    agency = forms.ChoiceField(label=_("For the places of"))
    right = forms.ChoiceField(label=_("What may it do?"), choices=RIGHTS, widget=forms.RadioSelect, initial="read")
    days = forms.ChoiceField(label=_("How long is it valid?"), choices=DAYS, initial="365")

    def __init__(self, *args: Any, desk: Desk, **more: Any) -> None:
        super().__init__(*args, **more)
        self.agencies = {agency.slug: agency for agency in desk.agencies}
        choices: list[tuple[str, Any]] = [(slug, agency.name) for slug, agency in self.agencies.items()]
        if desk.is_operator:
            choices.append((WHOLE, _("all agencies: the whole platform")))
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, for certain

    def wish(self) -> dict[str, Any]:
        """The arguments of `make_token`."""
        chosen = self.cleaned_data
        scopes = [Scope.READ, Scope.WRITE] if chosen["right"] == "write" else [Scope.READ]
        return {
            "name": chosen["name"],
            "agency": self.agencies.get(chosen["agency"]),
            "scopes": scopes,
            "expires_at": _until(chosen["days"]),
        }


def _until(days: str) -> datetime | None:
    return timezone.now() + timedelta(days=int(days)) if int(days) else None
