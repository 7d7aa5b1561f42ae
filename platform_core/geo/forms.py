"""Choosing a point in a form: a text field for the name, with a map beside it where there is JavaScript.

    class NewsForm(WithPoint, forms.ModelForm):
        place_name = PlaceNameField()

`{{ form }}` shows the picker in place of the text field (`geo/pick.html`); the page
loads it with `{% include "geo/files.html" %}` in its block `scripts`. The point arrives
in `cleaned_data` as `lat` and `lon`, both None without one.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _

from platform_core.geo.points import Point, is_within_reach, reach_of
from platform_core.scope import current_place
from platform_core.web.forms import CleanCharField

DECIMALS = 5  # about a metre
INVALID = _("This point cannot be read. Please choose it again on the map.")


class PlaceNameField(CleanCharField):
    """Where something is, in words; the map and the suggestions hang on it."""

    def __init__(self, **wishes: Any) -> None:
        wishes.setdefault("label", _("Where is it?"))
        wishes.setdefault("max_length", 120)
        wishes.setdefault("required", False)
        wishes.setdefault("help_text", _("A street, a square or a name that everybody here knows."))
        super().__init__(**wishes)
        self.template_name = "geo/pick.html"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}


def _degrees(most: int) -> forms.FloatField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), INVALID)
    return forms.FloatField(
        required=False, min_value=-most, max_value=most, widget=forms.HiddenInput, error_messages=errors
    )


class WithPoint(metaclass=DeclarativeFieldsMetaclass):
    """For forms that take a point; stands before the form's base class.

    What is wrong with a point is said at `place_name`. `no_point` takes a point away without JavaScript.
    """

    lat = _degrees(90)
    lon = _degrees(180)

    def clean(self) -> dict[str, Any]:
        form = cast("forms.Form", self)
        cleaned: dict[str, Any] = super().clean() or form.cleaned_data  # type: ignore[misc]  # the form's base class
        unread = [form.errors.pop(name, None) for name in ("lat", "lon")]
        point = cleaned.get("lat"), cleaned.get("lon")
        cleaned |= {"lat": None, "lon": None}
        if form.data.get("no_point"):
            return cleaned
        try:
            cleaned |= _taken(*point, unread=any(unread))
        except forms.ValidationError as refusal:
            form.add_error("place_name" if "place_name" in form.fields else None, refusal)
        return cleaned


def _taken(lat: float | None, lon: float | None, *, unread: bool) -> dict[str, float]:
    """The point, rounded; nothing without one. Raises ValidationError for half a point and for one far away."""
    if unread or (lat is None) != (lon is None):
        raise forms.ValidationError(INVALID)
    if lat is None or lon is None:
        return {}
    point = Point(round(lat, DECIMALS), round(lon, DECIMALS))
    refuse_far_away(point)
    return point._asdict()


def refuse_far_away(point: Point) -> None:
    """Raises ValidationError with a sentence for a point that does not belong to the place."""
    place = current_place()
    if not is_within_reach(point, place):
        facts = {"km": round(reach_of(place)), "name": place.name}
        raise forms.ValidationError(
            _("This point is more than %(km)s km away from %(name)s. Please choose one nearby.") % facts
        )
