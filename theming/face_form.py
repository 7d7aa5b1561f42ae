"""What local admins choose for the face of their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.place import Font, Mode, Radius
from platform_core.web.forms import CleanCharField
from theming.colours import HEX

if TYPE_CHECKING:
    from platform_core.contract import Text
    from platform_core.place import Place

LAND_WORDS: dict[str, Text] = {
    "hills": _("Hills"),
    "fields": _("Plain with fields"),
    "coast": _("Coast"),
    "river": _("River valley"),
    "town": pgettext_lazy("landscape", "Town"),
}
MOTIF_WORDS: dict[str, Text] = {
    "anchor": _("Anchor"),
    "bridge": _("Bridge"),
    "church": _("Church"),
    "ear": _("Ear of corn"),
    "gear": _("Gear"),
    "grid": _("Grid"),
    "star": _("Star"),
    "three": _("Three circles"),
    "tower": _("Tower"),
    "tree": _("Tree"),
    "wave": _("Waves"),
    "wheel": _("Wheel"),
}
RADIUS_WORDS = [(Radius.SQUARE, _("Square")), (Radius.SOFT, _("Soft")), (Radius.ROUND, _("Round"))]
FONT_WORDS = [(Font.FIRA, "Fira Sans"), (Font.NOTO, "Noto Sans"), (Font.SYSTEM, _("The device's own"))]
MODE_WORDS = [(Mode.AUTO, _("As the device is set")), (Mode.LIGHT, _("Light")), (Mode.DARK, _("Dark"))]
NIGHT_WORDS = [("light", _("Light")), ("dark", _("Dark"))]
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif"
PICTURES = ("hero", "logo")


class ColourInput(forms.TextInput):
    """The browser's own choice of a colour: it is never empty, so HTML knows no `required` there."""

    input_type = "color"

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class ColourField(forms.CharField):
    """A colour as #rrggbb, in lower case."""

    widget = ColourInput

    def __init__(self, **kwargs: Any) -> None:
        message = _("Write a colour as # and six digits, for example #1f6b4a.")
        super().__init__(max_length=7, validators=[RegexValidator(HEX, message)], **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nothing of a text field: a colour has no length that could be limited."""
        return {}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).lower()


class FaceForm(forms.Form):
    """Words, colours and shapes. The pictures of `PICTURES` come as uploads beside it (theming.workshop)."""

    name = CleanCharField(label=_("Name of the place"), max_length=120)
    subtitle = CleanCharField(
        label=_("Line under the name"),
        max_length=120,
        required=False,
        help_text=_("For example: village in Bad Sassendorf"),
    )
    claim = CleanCharField(
        label=_("What the place says of itself"),
        max_length=160,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences on the home page, at most 160 characters."),
    )
    accent = ColourField(label=_("Main colour"), help_text=_("For buttons, links and the arms."))
    second = ColourField(label=_("Second colour"), help_text=_("For areas, roofs and the lower part of the arms."))
    radius = forms.ChoiceField(label=_("Corners"), choices=RADIUS_WORDS, widget=forms.RadioSelect)
    font = forms.ChoiceField(
        label=_("Typeface"),
        choices=FONT_WORDS,
        widget=forms.RadioSelect,
        help_text=_("The device's own loads nothing and is the fastest."),
    )
    mode = forms.ChoiceField(
        label=_("Appearance at the first visit"),
        choices=MODE_WORDS,
        widget=forms.RadioSelect,
        help_text=_("Everybody can switch at the foot of each page."),
    )
    emblem = forms.ChoiceField(label=_("Emblem"), choices=list(MOTIF_WORDS.items()), widget=forms.RadioSelect)
    landscape = forms.ChoiceField(
        label=_("Drawn landscape"), choices=list(LAND_WORDS.items()), widget=forms.RadioSelect
    )
    hero_alt = CleanCharField(
        label=_("What is to be seen in the picture?"),
        max_length=200,
        required=False,
        help_text=_("One sentence for people who cannot see it. Thank you for taking the time."),
    )
    night = forms.ChoiceField(
        label=_("Show the preview"), choices=NIGHT_WORDS, widget=forms.RadioSelect, required=False
    )

    @classmethod
    def values_of(cls, place: Place) -> dict[str, str]:
        """What the form begins with."""
        words = {name: getattr(place, name) for name in ("name", "subtitle", "claim")}
        looks = {name: str(getattr(place.look, name)) for name in cls.base_fields if hasattr(place.look, name)}
        night = "dark" if place.look.mode == Mode.DARK else "light"
        return {**words, **looks, "night": night}
