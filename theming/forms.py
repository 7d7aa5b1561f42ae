"""Forms in KERN's markup: `{{ form }}` gives labels, hints, errors at the field and a list of them on top."""

from __future__ import annotations

from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    PasswordInput,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

SHAPES: tuple[tuple[type[Any], str], ...] = (
    (CheckboxSelectMultiple, "group"),
    (RadioSelect, "group"),
    (CheckboxInput, "check"),
    (Select, "select"),
)
CLASSES: tuple[tuple[type[Any], str], ...] = (
    (CheckboxSelectMultiple, "kern-form-check__checkbox"),  # a RadioSelect to Django, so it stands first
    (RadioSelect, "kern-form-check__radio"),
    (CheckboxInput, "kern-form-check__checkbox"),
    (Select, "kern-form-input__select"),
    (HiddenInput, ""),
    (Widget, "kern-form-input__input"),
)

NEW = "new-password"
OPTIONAL_PASSWORD = _("If you like: at least 10 characters.")  # rules nobody has broken yet only frighten
FEW_ROWS = 4


class Field(BoundField):
    """A bound field that knows its shape, and tells its widget what KERN calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.field.widget
        if isinstance(widget, PasswordInput) and self.help_text and widget.attrs.get("autocomplete") == NEW:
            self.help_text = _("At least 10 characters.") if self.field.required else OPTIONAL_PASSWORD

    @property
    def shape(self) -> str:
        """text, select, check or group: which of KERN's field patterns this is."""
        widget = self.field.widget
        return next((shape for kind, shape in SHAPES if isinstance(widget, kind)), "text")

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        css = next(css for kind, css in CLASSES if isinstance(widget, kind))
        if isinstance(widget, Textarea) and int(widget.attrs.get("rows", FEW_ROWS + 1)) <= FEW_ROWS:
            css = f"{css} {css}--short"
        if css:
            wanted = f"{css} {css.split()[0]}--error" if self.errors else css
            built["class"] = f"{wanted} {widget.attrs.get('class', '')}".strip()
        if widget.attrs.get("placeholder") == self.label:
            built["placeholder"] = False  # it would say the label twice
        return built


class Renderer(TemplatesSetting):
    """The project's form renderer."""

    form_template_name = "theming/forms/form.html"
    field_template_name = "theming/forms/field.html"
    bound_field_class = Field
