"""What people type about blueprints in the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.web.forms import CleanCharField
from tenants.models import SLUG, Agency

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from provisioning.blueprints.models import SavedBlueprint


class SaveForm(forms.Form):
    """Saving a place as a blueprint; the same short name again makes a new version."""

    title = CleanCharField(label=_("Title"), max_length=80, min_length=2)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=63,
        validators=[SLUG],
        help_text=_("For example unser-dorf. The same again makes a new version."),
    )
    summary = CleanCharField(
        label=_("What it is for"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = CleanCharField(label=_("What is new?"), max_length=300, required=False)
    with_look = forms.BooleanField(label=_("With colours and shapes of the place"), required=False, initial=True)


class UploadForm(forms.Form):
    """A blueprint from a file, as a new one of an agency or as its next version."""

    file = forms.FileField(label=_("File"), help_text=_("TOML or JSON, at most 1 MB."))
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), to_field_name="slug", empty_label=None
    )
    slug = forms.CharField(label=_("Short name"), max_length=63, validators=[SLUG])
    note = CleanCharField(label=_("What is new?"), max_length=300, required=False)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # as every model choice field


class ShareForm(forms.Form):
    """With whom a blueprint is shared."""

    is_for_all = forms.BooleanField(label=_("All agencies may use it"), required=False)
    agencies = forms.ModelMultipleChoiceField(
        label=_("These agencies may use it"),
        queryset=Agency.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, blueprint: SavedBlueprint, **kwargs: Any) -> None:
        shared = list(blueprint.shares.values_list("agency__slug", flat=True))
        kwargs["initial"] = {"is_for_all": blueprint.is_for_all, "agencies": shared}
        super().__init__(*args, **kwargs)
        others = Agency.objects.exclude(pk=blueprint.agency_id).order_by("name")
        self.fields["agencies"].queryset = others  # type: ignore[attr-defined]  # as every model choice field
