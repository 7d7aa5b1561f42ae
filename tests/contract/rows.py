"""One row of any model, made from what its fields say; for tests that must not know the modules they test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution

if TYPE_CHECKING:
    from platform_core.contract import Module

BY_TYPE: dict[type[models.Field[Any, Any]], Any] = {
    models.TextField: "Ein Text.",
    models.CharField: "wort",
    models.BooleanField: False,
    models.IntegerField: 1,
    models.FloatField: 1.0,
    models.DateTimeField: timezone.now(),
    models.DateField: timezone.now().date(),
    models.JSONField: {},
}


def models_of(module: Module, package: str) -> list[type[models.Model]]:
    """All models of a module, its many-to-many tables included."""
    from django.apps import apps

    [config] = [config for config in apps.get_app_configs() if config.name == package]
    return list(config.get_models(include_auto_created=True))


def contribute(model: type[models.Model], author: Person, title: str = "Bank am Teich") -> Any:
    """A published contribution of any kind."""
    item: Any = model(author=author, title=title, body="Sitzen wäre schön.")
    item.publish()
    return item


def any_row(model: type[models.Model], person: Person) -> Any:
    """A row with what it needs and nothing else; whoever it needs is this person."""
    values = {field.name: _value(field, person) for field in model._meta.fields if _is_needed(field)}
    return model._base_manager.create(**values)


def make_row(model: type[models.Model], path: str, person: Person, other: Person) -> Any:
    """A row that points at `person` by the field `path`; whatever else it needs belongs to `other`."""
    if issubclass(model, Contribution) and path == "author":
        return contribute(model, person)
    if issubclass(model, Contribution):
        item = contribute(model, other)
        setattr(item, path, person)
        item.save()
        return item
    values = {field.name: _value(field, other) for field in model._meta.fields if _is_needed(field)}
    values[path] = person
    return model._base_manager.create(**values)


def _is_needed(field: models.Field[Any, Any]) -> bool:
    return not (field.has_default() or field.null or field.blank or field.generated)


def _value(field: models.Field[Any, Any], other: Person) -> Any:
    if not field.is_relation:
        return next(value for kind, value in BY_TYPE.items() if isinstance(field, kind))
    target: Any = field.related_model
    if issubclass(target, Person):
        return other
    if issubclass(target, Contribution):
        return contribute(target, other)
    path = next((field.name for field in person_fields(target)), "")
    if path:
        return make_row(target, path, other, other)
    return target._base_manager.first() or any_row(target, other)


def person_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a model, inherited ones included, that point at a person."""
    return [
        field
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation and isinstance(field.related_model, type) and issubclass(field.related_model, Person)
    ]
