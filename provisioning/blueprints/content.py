"""What a blueprint says: one strict shape for the files of ours, for those that people upload and for saved ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from platform_core import registry
from platform_core.accounts.roles import Role
from platform_core.contract import Ingredient
from platform_core.options.forms import CORE
from platform_core.refusal import Refusal
from platform_core.web.forms import CleanCharField
from theming.drawing.icons import ALIASES, SHAPES
from theming.face_form import FONT_WORDS, LAND_WORDS, MODE_WORDS, MOTIF_WORDS, RADIUS_WORDS, ColourField, FaceForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from platform_core.contract import Module
    from platform_core.options.forms import OptionsForm

MOST_INGREDIENTS, MOST_TOPICS = 200, 60
KEYS = ("title", "summary", "modules", "home", "side", "off", "roles", "look", "options", "topics", "recipes")
#: Answers to a choice travel; what people typed stays: it may name somebody.
TRAVELLING = (forms.BooleanField, forms.IntegerField, forms.ChoiceField)


class BlueprintRefused(Refusal):
    """A blueprint that cannot be read, saved or planted; the message names the entry, the value and what is allowed."""


class Head(forms.Form):
    """The words of a blueprint."""

    title = CleanCharField(max_length=80)
    summary = CleanCharField(max_length=400, required=False)


class LookShape(forms.Form):
    """A default look; what is missing stays as the place has it."""

    accent = ColourField(required=False)
    second = ColourField(required=False)
    emblem = forms.ChoiceField(choices=list(MOTIF_WORDS.items()), required=False)
    landscape = forms.ChoiceField(choices=list(LAND_WORDS.items()), required=False)
    radius = forms.ChoiceField(choices=RADIUS_WORDS, required=False)
    font = forms.ChoiceField(choices=FONT_WORDS, required=False)
    mode = forms.ChoiceField(choices=MODE_WORDS, required=False)


class TopicShape(forms.Form):
    """One topic."""

    key = forms.SlugField(max_length=60)
    title = CleanCharField(max_length=60)
    icon = forms.ChoiceField(choices=[(name, name) for name in (*SHAPES, *ALIASES)], required=False)


def look_label(name: str) -> str:
    """What people call a part of a look."""
    return str(FaceForm.base_fields[name].label)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a place begins with. `home` and `side` are blocks by template in their order, `off` those left out."""

    title: str
    summary: str = ""
    modules: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    look: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    topics: tuple[Ingredient, ...] = ()
    recipes: Mapping[str, tuple[Ingredient, ...]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As `read` takes it, and as JSON and TOML hold it: empty parts are left out."""
        plain: dict[str, Any] = {key: value for key, value in asdict(self).items() if value and key in KEYS}
        if self.topics:
            plain["topics"] = [flat(each) for each in self.topics]
        if self.recipes:
            plain["recipes"] = {name: [flat(each) for each in some] for name, some in self.recipes.items()}
        return plain

    @property
    def sha256(self) -> str:
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True, default=str).encode()).hexdigest()


def flat(each: Ingredient) -> dict[str, Any]:
    """An ingredient as one table."""
    return {"key": each.key, "title": each.title, **each.values}


def read(data: object) -> Content:
    """The content of what was parsed from a file. Raises BlueprintRefused with the first mistake."""
    with translation.override("en"):
        return _read(_table("the blueprint", data, KEYS))


def _read(table: dict[str, Any]) -> Content:
    head = cleaned(Head, "the blueprint", {key: table.get(key, "") for key in Head.base_fields})
    modules = _names("modules", table.get("modules", []), registry.modules())
    for name in modules:
        _complete(name, modules)
    blocks = [block.template for name in modules for block in registry.modules()[name].blocks]
    columns = {key: _names(key, table.get(key, []), blocks) for key in ("home", "side", "off")}
    twice = set(columns["home"]) & set(columns["side"])
    if twice:
        raise BlueprintRefused(f"side: {min(twice)!r} stands in home, too. Each block has one column.")
    return Content(
        title=head["title"],
        summary=head["summary"],
        modules=modules,
        roles=_names("roles", table.get("roles", []), Role.values),
        look=look_of(table.get("look", {})),
        options=_options(table.get("options", {}), modules),
        topics=_ingredients("topics", table.get("topics", []), TopicShape, MOST_TOPICS),
        recipes=_recipes(table.get("recipes", {}), modules),
        **columns,
    )


def _complete(name: str, modules: tuple[str, ...]) -> None:
    missing = sorted(set(registry.modules()[name].requires) - set(modules))
    if missing:
        raise BlueprintRefused(f"modules: {name!r} needs {', '.join(missing)}, too.")


def look_of(value: object) -> dict[str, str]:
    """A look, checked. Raises BlueprintRefused."""
    table = _table("look", value, LookShape.base_fields)
    return {key: said for key, said in cleaned(LookShape, "look", table).items() if said}


def _options(value: object, modules: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    known = option_forms(modules)
    found = {}
    for name, values in _table("options", value, known).items():
        fields = travelling(known[name])
        given = _table(f"options.{name}", values, fields)
        found[name] = {key: answer(f"options.{name}.{key}", fields[key], said) for key, said in given.items()}
    return found


def answer(where: str, field_: forms.Field, value: object) -> Any:
    """The value of one option, checked. Raises BlueprintRefused."""
    if isinstance(field_, forms.BooleanField):
        if not isinstance(value, bool):
            raise BlueprintRefused(f"{where} is {_shown(value)} but must be true or false.")
        return value
    try:
        return field_.clean(value)
    except ValidationError as wrong:
        raise BlueprintRefused(f"{where} is {_shown(value)}: {' '.join(wrong.messages)}") from wrong


def option_forms(modules: Iterable[str]) -> dict[str, type[OptionsForm]]:
    """The forms of options of the core and of these modules."""
    manifests: list[Module] = [registry.modules()[name] for name in modules if name in registry.modules()]
    every = [*CORE, *(module.settings for module in manifests if module.settings)]
    return {form.name: form for form in every if travelling(form)}


def travelling(form: type[OptionsForm]) -> dict[str, forms.Field]:
    """The fields of a form of options whose values may go to another place."""
    return {name: each for name, each in form.base_fields.items() if isinstance(each, TRAVELLING)}


def _recipes(value: object, modules: tuple[str, ...]) -> dict[str, tuple[Ingredient, ...]]:
    known = {name: recipe for name in modules if (recipe := registry.modules()[name].recipe)}
    tables = _table("recipes", value, known)
    most = MOST_INGREDIENTS
    return {name: _ingredients(f"recipes.{name}", some, known[name].shape, most) for name, some in tables.items()}


def _ingredients(where: str, value: object, shape: type[forms.Form], most: int) -> tuple[Ingredient, ...]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise BlueprintRefused(f"{where} is {_shown(value)} but must be a list of at most {most} tables.")
    found: dict[str, Ingredient] = {}
    for number, entry in enumerate(value, 1):
        values = cleaned(shape, f"{where} {number}", _table(f"{where} {number}", entry, shape.base_fields))
        key, title = values.pop("key"), values.pop("title")
        if key in found:
            raise BlueprintRefused(f"{where}: two have the key {key!r}. Each can be given once.")
        found[key] = Ingredient(key, title, values)
    return tuple(found.values())


def cleaned(shape: type[forms.Form], where: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table as a form takes them. Raises BlueprintRefused naming the first field that is wrong."""
    for key, value in table.items():
        kind, called = (bool, "true or false") if _is_box(shape, key) else (str, "a text")
        if value != "" and not isinstance(value, kind):
            raise BlueprintRefused(f"{where}: {key} is {_shown(value)} but must be {called}.")
    form = shape({key: value for key, value in table.items() if value != ""})
    if not form.is_valid():
        key, said = next(iter(form.errors.items()))
        raise BlueprintRefused(f"{where}: {key} is {_shown(table.get(key, ''))}. {said[0]}")
    return form.cleaned_data


def _is_box(shape: type[forms.Form], key: str) -> bool:
    return isinstance(shape.base_fields[key], forms.BooleanField)


def _names(where: str, value: object, known: Iterable[str]) -> tuple[str, ...]:
    allowed = list(known)
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise BlueprintRefused(f"{where} is {_shown(value)} but must be a list of names.")
    for each in value:
        if each not in allowed:
            raise BlueprintRefused(f"{where}: there is no {_shown(each)}. Allowed: {', '.join(sorted(allowed))}.")
    return tuple(dict.fromkeys(value))


def _table(where: str, value: object, allowed: Iterable[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BlueprintRefused(f"{where} is {_shown(value)} but must be one table of names and values.")
    unknown = sorted(str(key) for key in set(value) - set(allowed))
    if unknown:
        raise BlueprintRefused(
            f"{where}: {_shown(unknown[0])} is not known here. Allowed: {', '.join(sorted(allowed))}."
        )
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
