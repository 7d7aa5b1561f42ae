"""The look of the ordered places: colours of each one's own, or the same for all, also from a picture of the arms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.place import Look
from provisioning.orders.actions import agency_of
from provisioning.orders.compile import wishes
from provisioning.regions.writer import place_of_entry
from theming.advice import HUE_WORDS, changes
from theming.colours import HEX, LIGHT_CARD, READABLE, contrast, hue_name
from theming.face_form import LAND_WORDS, MOTIF_WORDS, ColourField
from theming.faces import Face
from theming.from_picture import NoColours, colours_in
from theming.presets import BY_NAME, PRESETS
from theming.stylesheet import trial_hash, trial_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from provisioning.orders.compile import Wish
    from provisioning.orders.models import Order

OWN, SAME = "own", "same"


class LookForm(forms.Form):
    """What is chosen for all new places at once."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Colours"),
        choices=[
            (OWN, gettext_lazy("Each place its own, as we suggest them")),
            (SAME, gettext_lazy("The same for all, chosen here")),
        ],
        widget=forms.RadioSelect,
    )
    accent = ColourField(label=gettext_lazy("Main colour"), help_text=gettext_lazy("For buttons, links and the arms."))
    second = ColourField(label=gettext_lazy("Second colour"), help_text=gettext_lazy("For areas, roofs and ornament."))
    emblem = forms.ChoiceField(label=gettext_lazy("Picture of the arms"), choices=list(MOTIF_WORDS.items()))
    landscape = forms.ChoiceField(label=gettext_lazy("Drawn landscape"), choices=list(LAND_WORDS.items()))

    @staticmethod
    def begin(answers: Mapping[str, Any]) -> dict[str, str]:
        """What the form begins with."""
        look = Look()
        plain = {"accent": look.accent, "second": look.second, "emblem": look.emblem, "landscape": look.landscape}
        return plain | {"whose": SAME if answers.get("look") else OWN} | dict(answers.get("look") or {})


@dataclass
class LookDraft:
    """The form as far as it is filled in, the colours found in a picture, and what is wrong with the picture."""

    form: LookForm
    found: list[str] = field(default_factory=list)
    problem: str = ""

    @classmethod
    def of(cls, request: HttpRequest, answers: Mapping[str, Any]) -> LookDraft:
        """What was chosen; a ready look and the colours of a picture are filled in over it."""
        if request.method != "POST":
            return cls(LookForm(initial=LookForm.begin(answers)), list(answers.get("found_colours", [])))
        data = {**LookForm.begin(answers), **request.POST.dict()}
        draft = cls(LookForm(), [each for each in request.POST.getlist("found")[:4] if HEX.match(each)])
        if preset := BY_NAME.get(data.get("preset", "")):
            data |= {"accent": preset.accent, "second": preset.second, "whose": SAME}
        if colour := data.get("take"):
            data |= {"accent": colour, "whose": SAME}
        if (upload := request.FILES.get("picture")) is not None:
            data |= draft._look_into(upload)
        draft.form = LookForm(data)
        return draft

    def _look_into(self, upload: UploadedFile[bytes]) -> dict[str, str]:
        try:
            self.found = colours_in(upload)
        except NoColours:
            self.problem = _("No colours were found in this file. A PNG, JPEG or WebP picture of the arms works best.")
            return {}
        by_contrast = sorted(self.found, key=lambda colour: -contrast(colour, LIGHT_CARD))
        return {"accent": by_contrast[0], "second": by_contrast[-1], "whose": SAME}

    @property
    def answers(self) -> dict[str, Any]:
        """What the order keeps; call it when the form is valid."""
        chosen = self.form.cleaned_data
        look = {name: chosen[name] for name in ("accent", "second", "emblem", "landscape")}
        return {"look": look if chosen["whose"] == SAME else {}, "found_colours": self.found}

    def context(self, order: Order) -> dict[str, Any]:
        """What the page shows: the preview of the first place, and what is to be said of the colours."""
        first = next((wish for wish in wishes(agency_of(order), order.answers) if not wish.tenant), None)
        name = first.entry.name if first else str(_("Place"))
        look = self._look(first)
        return {
            "form": self.form,
            "found": [(colour, str(HUE_WORDS[hue_name(colour)])) for colour in self.found],
            "picture_problem": self.problem,
            "face": Face(None, look, None, None, name),
            "trial_href": f"/thema-probe-{trial_hash(look)}-{trial_name(look)}.css",
            "changes": changes(look.accent),
            "accent_said": _said(look.accent),
            "second_said": _said_of_second(look.second),
            "presets": [{"preset": each, "look": each.worn_by(look)} for each in PRESETS],
        }

    def _look(self, first: Wish | None) -> Look:
        """What was chosen; where each place has its own, what the first one would have."""
        self.form.is_valid()
        chosen = getattr(self.form, "cleaned_data", None) or self.form.initial
        if chosen.get("whose") == OWN and first is not None and not first.is_portal:
            return Look(**place_of_entry(first.entry, first.slug)["look"])
        begin = LookForm.begin({})
        return Look(**{name: chosen.get(name) or begin[name] for name in ("accent", "second", "emblem", "landscape")})


def _said(colour: str) -> tuple[str, str]:
    """How well the main colour is read on white."""
    ratio = number_format(int(contrast(colour, LIGHT_CARD) * 10) / 10, 1)
    words = {"colour": str(HUE_WORDS[hue_name(colour)]).capitalize(), "ratio": _("%(ratio)s to 1") % {"ratio": ratio}}
    if contrast(colour, LIGHT_CARD) >= READABLE:
        return "good", _("%(colour)s on white: %(ratio)s. Easily read, on buttons too.") % words
    return "warn", _("%(colour)s on white: %(ratio)s. Too pale for text, so we show text in a darker tone.") % words


def _said_of_second(colour: str) -> tuple[str, str]:
    ratio = number_format(int(contrast(colour, LIGHT_CARD) * 10) / 10, 1)
    words = {"colour": str(HUE_WORDS[hue_name(colour)]).capitalize(), "ratio": _("%(ratio)s to 1") % {"ratio": ratio}}
    return "info", _("%(colour)s on white: %(ratio)s. It serves as ornament and as an area behind dark text.") % words
