"""Options of a place are Django forms: the fields are the schema, their initial values the defaults."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.cache import cache
from django.db import transaction

from platform_core import registry
from platform_core.audit.record import record
from platform_core.generations import generation_of
from platform_core.options.models import Option
from platform_core.scope import current_place

CORE: list[type[OptionsForm]] = []


class OptionsForm(forms.Form):
    """A form of options. `name` is unique, short and stands in the page's address."""

    name: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    intro: ClassVar[Any] = ""


def register(form: type[OptionsForm]) -> None:
    """Give every place the options of a core app; call it in `AppConfig.ready()`."""
    CORE.append(form)


def forms_here() -> dict[str, type[OptionsForm]]:
    """The forms of the core and of the modules that are switched on here, by name."""
    modules = registry.modules_of(current_place())
    every = [*CORE, *(module.settings for module in modules if module.settings)]
    return {form.name: form for form in every}


def options_of(form: type[OptionsForm]) -> dict[str, Any]:
    """The values that hold in the place in scope, defaults included; asks the database once per generation."""
    stored = _stored().get(form.name, {})
    return {
        name: stored[name] if name in stored else _initial(field.initial) for name, field in form.base_fields.items()
    }


def _initial(initial: Any) -> Any:
    return initial() if callable(initial) else initial  # as Django's own forms do


def _stored() -> dict[str, dict[str, Any]]:
    """All options of the place, kept in this process until the place's next generation."""
    generation = generation_of(current_place().schema)
    kept = cache.get("options")
    if kept is None or kept[0] != generation:
        kept = (generation, dict(Option.objects.values_list("name", "values")))
        cache.set("options", kept)
    values: dict[str, dict[str, Any]] = kept[1]
    return values


def store_options(form: type[OptionsForm], cleaned: dict[str, Any]) -> None:
    """Write the cleaned values of a form; names that it does not have are ignored."""
    values = {name: cleaned[name] for name in form.base_fields if name in cleaned}
    with transaction.atomic():
        row, _is_new = Option.objects.select_for_update().get_or_create(name=form.name)
        before, row.values = row.values, values
        row.save()
        if before != values:
            record("settings.changed", subject=str(form.title or form.name), before=before, after=values)
    cache.delete("options")
