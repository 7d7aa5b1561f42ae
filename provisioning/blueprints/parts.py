"""The parts of a place that a blueprint reaches, each read and written in the same way.

So there is one rule for all of them: what is new is added, what nobody changed
is brought along, what the place's own people changed or took away stays so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.contract import Ingredient
from platform_core.contributions.around import Topic
from platform_core.options.forms import options_of, store_options
from platform_core.place import Look
from platform_core.scope import current_place, platform_scope
from platform_core.web.home import HomeArrangement
from provisioning.blueprints.content import LookShape, look_label, option_forms, travelling
from provisioning.blueprints.words import filled
from tenants.models import Tenant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from platform_core.contract import Text
    from platform_core.place import Place
    from provisioning.blueprints.content import Content


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what a content wants of it for a place, what the place has, and how one thing of it is written.

    `here` and `write` run in the place's scope. `is_starter`: only new places get it, and demonstrations do not.
    """

    name: str
    title: Text
    wanted: Callable[[Content, Place], list[Ingredient]]
    here: Callable[[], list[Ingredient]]
    write: Callable[[Ingredient], None]
    is_starter: bool = False


def parts_of(place: Place) -> Iterator[Part]:
    """The parts of a place as its modules are now; which modules those are is decided before."""
    yield Part("look", _("Look"), _wanted_look, _look_here, _write_look)
    yield Part("options", _("Settings"), _wanted_options, _options_here, _write_option)
    yield Part("topics", _("Topics"), _wanted_topics, _topics_here, _write_topic, True)
    for module in registry.modules_of(place):
        if module.recipe is not None:
            yield Part(module.name, module.title, _wanted_of(module.name), _taken_by(module), module.recipe.plant, True)
    yield Part("home", _("Home page"), _wanted_home, _home_here, _write_home)  # last: it names blocks of all of them


def mark_of(each: Ingredient) -> str:
    """A digest of what an ingredient says; equal for equal ones, in whatever language ours are named."""
    is_ours = set(each.values) == {"value"} or set(each.values) == set(HomeArrangement.base_fields)
    said = json.dumps(
        ["" if is_ours else each.title, dict(each.values)],
        sort_keys=True,
        ensure_ascii=False,
        default=str,
    )
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def _wanted_look(content: Content, place: Place) -> list[Ingredient]:
    return [Ingredient(name, look_label(name), {"value": value}) for name, value in content.look.items()]


def _look_here() -> list[Ingredient]:
    place = current_place()
    with platform_scope():
        look = _look_of(Tenant.objects.get(pk=place.id))
    return [Ingredient(name, look_label(name), {"value": str(getattr(look, name))}) for name in LookShape.base_fields]


def _look_of(tenant: Tenant) -> Look:
    return replace(Look(), **{name: getattr(tenant, name) for name in LookShape.base_fields})


def _write_look(wanted: Ingredient) -> None:
    place = current_place()
    with platform_scope():
        Tenant.objects.filter(pk=place.id).update(**{wanted.key: wanted.values["value"]})


def _wanted_options(content: Content, place: Place) -> list[Ingredient]:
    known = option_forms(place.modules)
    return [
        _option(known[name], key, value)
        for name, values in content.options.items()
        if name in known
        for key, value in values.items()
    ]


def _option(form: Any, key: str, value: object) -> Ingredient:
    return Ingredient(f"{form.name}.{key}", f"{form.title}: {form.base_fields[key].label or key}", {"value": value})


def _options_here() -> list[Ingredient]:
    known = option_forms(current_place().modules)
    return [
        _option(form, key, value)
        for form in known.values()
        for key, value in options_of(form).items()
        if key in travelling(form)
    ]


def _write_option(wanted: Ingredient) -> None:
    name, _dot, key = wanted.key.partition(".")
    form = option_forms(current_place().modules)[name]
    store_options(form, options_of(form) | {key: wanted.values["value"]})


def _wanted_topics(content: Content, place: Place) -> list[Ingredient]:
    return [replace(each, values={"icon": each.values.get("icon") or "tag"}) for each in content.topics]


def _topics_here() -> list[Ingredient]:
    return [Ingredient(each.slug, each.title, {"icon": each.icon}) for each in Topic.objects.all()]


def _write_topic(wanted: Ingredient) -> None:
    there = Topic.objects.filter(slug=wanted.key).first()
    if there is None:
        there = Topic(slug=wanted.key, order=Topic.objects.count())
    there.title, there.icon = wanted.title, wanted.values["icon"]
    there.save()


def _wanted_of(name: str) -> Callable[[Content, Place], list[Ingredient]]:
    def wanted(content: Content, place: Place) -> list[Ingredient]:
        return [_for_place(each, place) for each in content.recipes.get(name, ())]

    return wanted


def _for_place(each: Ingredient, place: Place) -> Ingredient:
    values: Mapping[str, Any] = {
        key: filled(value, place) if isinstance(value, str) else value for key, value in each.values.items()
    }
    return replace(each, title=filled(each.title, place), values=values)


def _taken_by(module: Any) -> Callable[[], list[Ingredient]]:
    return lambda: list(module.recipe.take())


def _wanted_home(content: Content, place: Place) -> list[Ingredient]:
    """The blocks of the modules that are here; a block's own column is named only where it is another one."""
    own = {block.template: block.column for module in registry.modules_of(place) for block in module.blocks}
    moved = dict.fromkeys(content.side, "side") | {each: "main" for each in content.home if own.get(each) == "side"}
    order = [each for each in (*content.home, *content.side) if each in own]
    columns = {each: column for each, column in moved.items() if each in own}
    return [_home({"order": order, "off": sorted(set(content.off) & set(own)), "columns": columns})]


def _home(values: Mapping[str, Any]) -> Ingredient:
    return Ingredient("arrangement", str(_("Arrangement of the home page")), values)


def _home_here() -> list[Ingredient]:
    return [_home(options_of(HomeArrangement))]


def _write_home(wanted: Ingredient) -> None:
    store_options(HomeArrangement, dict(wanted.values))


@transaction.atomic
def write(part: Part, wanted: Ingredient) -> str:
    """Write one thing and read it back; its mark as it is now. In the place's scope."""
    part.write(wanted)
    return next((mark_of(each) for each in part.here() if each.key == wanted.key), "")
