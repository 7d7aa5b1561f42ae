"""A unique word in every text field, found by looking at the models, so that a new field has one at once."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

from platform_core.audit.models import Entry
from platform_core.scope import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CANARY = re.compile(r"k7[0-9a-f]{10}")
SHORTEST = 12

#: Text fields that keep their value, each with the reason.
UNTOUCHED = {
    "contributions.Contribution.kind": "names the model",
    "inbox.Case.kind": "names the model",
    "files.Attachment.path": "names the file, which holds a canary of its own",
    "files.Attachment.preview_path": "names the file",
    "files.Attachment.content_type": "is sent as a header",
    "sessions.Session.session_data": "is signed; the keys of sessions are watched as they are",
    "portal.RegionEntry.schema": "names the schema, which is watched as it is",
    "portal.RegionEntry.kind": "names the model",
    "tenants.Tenant.schema_name": "names the schema, which is watched as it is",
    "tenants.Tenant.slug": "is part of the address",
    "tenants.Tenant.schema_problem": "closes the place as long as it says something: tests/commands/test_migrate.py",
    "tenants.Tenant.zone": "must be a time zone",
    "contributions.Topic.icon": "must be one that can be drawn",
    "tenants.Tenant.emblem": "must be one that can be drawn",
    "tenants.Tenant.landscape": "must be one that can be drawn",
    "tenants.Domain.host": "is the address, which is watched as it is",
    "tenants.InstalledModule.name": "names the module",
}


class Canaries:
    """All words that were set free, with the field that each one sits in."""

    def __init__(self) -> None:
        self.cages: dict[str, str] = {}

    def new(self, cage: str) -> str:
        word = f"k7{secrets.token_hex(5)}"
        self.cages[word] = cage
        return word

    def fill(self, house: str, *, only: dict[type[models.Model], Iterable[object]] | None = None) -> None:
        """Put one into every text field of every row of the open scope, or of the rows in `only`."""
        for model in models_here():
            found = model._base_manager.all()
            if model is Entry:  # can only be added to
                if only is None:
                    words = {field.name: self._word(house, field) for field in text_fields(model)}
                    model._base_manager.create(number=found.count() + 1, **words)
                continue
            if only is not None:
                found = found.filter(pk__in=list(only.get(model, ())))
            for row in found:
                words = {field.name: self._word(house, field) for field in text_fields(model)}
                if words:
                    model._base_manager.filter(pk=row.pk).update(**words)

    def _word(self, house: str, field: models.Field) -> str:
        word = self.new(f"{house}: {label(field)}")
        return f"{word}@k.example" if isinstance(field, models.EmailField) else word

    def in_text(self, text: str) -> Iterator[tuple[str, str]]:
        """Every canary that sings in a text, with its cage."""
        for word in set(CANARY.findall(text)):
            if word in self.cages:
                yield word, self.cages[word]


def models_here() -> list[type[models.Model]]:
    """The models whose tables are in the open scope and that Django writes."""
    return [model for model in apps.get_models() if model._meta.app_label in current().apps and model._meta.managed]


def label(field: models.Field) -> str:
    return f"{field.model._meta.label}.{field.name}"


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of the model's own table that hold free text."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.primary_key or field.choices or field.is_relation or field.generated)
        and (field.max_length is None or field.max_length >= SHORTEST)
        and label(field) not in UNTOUCHED
    ]
