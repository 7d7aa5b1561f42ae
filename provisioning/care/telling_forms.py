"""What is typed about announcements and maintenance windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField
from provisioning.care.models import Audience, Tone
from provisioning.care.telling import Reach

if TYPE_CHECKING:
    from provisioning.control_panel.guard import Desk

ALL, CHOSEN = "alle", ""
MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, **more)


class ReachForm(forms.Form):
    """Which places: chosen ones, or all of an agency; operators can also mean every place there is."""

    reach = forms.ChoiceField(label=_("Where?"), required=False)
    places = forms.MultipleChoiceField(
        label=_("Chosen places"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        agencies = [(each.slug, _("All places of %(agency)s") % {"agency": each.name}) for each in desk.agencies]
        every = [(ALL, _("All places"))] if desk.is_operator else []
        self._choices("reach", [(CHOSEN, _("Only the places chosen below")), *agencies, *every])
        self._choices("places", list(desk.tenants().order_by("name").values_list("slug", "name")))

    def _choices(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def reach_wanted(self) -> Reach:
        """For the verbs; an agency's member stays its owner."""
        wanted, desk = self.cleaned_data["reach"], self.desk
        owner = None if desk.is_operator else desk.agencies.first()
        if wanted == ALL:
            return Reach(everywhere=True, owner=owner)
        if wanted:
            agency = desk.agency(wanted)
            return Reach(agency=agency, owner=owner and agency)
        tenants = list(desk.tenants().filter(slug__in=self.cleaned_data["places"]))
        return Reach(tenants=tenants, owner=owner)


class AnnouncementForm(ReachForm):
    """A sentence for the people of places."""

    text = CleanCharField(label=_("What shall people read?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    text_en = CleanCharField(
        label=_("The same in English"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(label=_("Who reads it?"), choices=Audience.choices, initial=Audience.ADMINS)
    tone = forms.ChoiceField(label=_("How urgent is it?"), choices=Tone.choices, initial=Tone.INFO)
    starts_at = moment_field(_("From"), initial=timezone.now)
    ends_at = moment_field(_("Until"))
    field_order = ("text", "text_en", "audience", "tone", "starts_at", "ends_at", "reach", "places")


class MaintenanceForm(ReachForm):
    """A window in which places are closed."""

    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    announced_at = moment_field(_("Pages say so from"), required=False, help_text=_("Empty: from now on"))
    note = CleanCharField(
        label=_("A sentence for residents"),
        max_length=300,
        required=False,
        help_text=_("For example: We move to a faster machine."),
    )
    field_order = ("starts_at", "ends_at", "announced_at", "note", "reach", "places")
