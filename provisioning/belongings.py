"""What belongs to a module in a place: its tables, and the rows of the core that hang on its contributions.

Found from the models themselves, so that a table of the core that is added
later is not forgotten.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution
from platform_core.files.models import Attachment
from platform_core.scope import CORE_APPS, current, platform_scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from platform_core.contract import Module
    from platform_core.place import Place

WAITING_JOBS = (
    "FROM procrastinate_jobs WHERE status = 'todo' AND args->>'schema' = %s AND starts_with(args->>'task', %s)"
)


@dataclass(frozen=True, slots=True)
class Belongings:
    """The module's own models, and per model of the core the keys of the rows that go with them."""

    module: Module
    models: tuple[type[Model], ...]
    around: dict[type[Model], set[Any]] = field(default_factory=dict)

    @property
    def kinds(self) -> list[str]:
        return kinds_of(self.module)

    @property
    def tables(self) -> list[str]:
        return [model._meta.db_table for model in self.models]

    @property
    def files(self) -> list[tuple[str, int]]:
        """Names and sizes of the files; previews are counted with their pictures. In the place's scope."""
        rows = Attachment.objects.filter(pk__in=self.around.get(Attachment, ()))
        found: list[tuple[str, int]] = []
        for path, preview, size in rows.values_list("path", "preview_path", "size"):
            found += [(path, size), *([(preview, 0)] if preview else [])]
        return found


def every(model: type[Model]) -> Any:
    """All rows of a model; a default manager may leave some out."""
    return model._base_manager  # noqa: SLF001 -- Django's own name for exactly this


def kinds_of(module: Module) -> list[str]:
    """The kinds of contributions that the module brings, as rows carry them."""
    return [str(kind.model._meta.model_name) for kind in module.kinds]


def package_of(module: Module) -> str:
    """The dotted name of the module's folder."""
    return apps.get_app_config(module.name).name


def belongings_of(module: Module) -> Belongings:
    """Everything of a module in the place in scope, where its tables are."""
    models = tuple(apps.get_app_config(module.name).get_models(include_auto_created=True))
    found = Belongings(module, models)
    _reach(found, Contribution, set(Contribution.objects.filter(kind__in=found.kinds).values_list("pk", flat=True)))
    return found


def _reach(found: Belongings, first: type[Model], keys: set[Any]) -> None:
    """Follow foreign keys of the core backwards from these rows, until nothing new is found."""
    waiting: deque[tuple[type[Model], set[Any]]] = deque([(first, keys)])
    while waiting:
        model, some = waiting.popleft()
        new = some - found.around.get(model, set())
        if not new:
            continue
        found.around.setdefault(model, set()).update(new)
        for pointing, column in pointing_at(model, CORE_APPS):
            rows = every(pointing).filter(**{f"{column}__in": new})
            waiting.append((pointing, set(rows.values_list("pk", flat=True))))


def pointing_at(target: type[Model], labels: frozenset[str]) -> Iterator[tuple[type[Model], str]]:
    """Models of these apps with a foreign key to `target`, and its name; people and inheritance are not meant."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in labels:
            continue
        for each in model._meta.local_fields:
            if isinstance(each, ForeignKey) and each.related_model is target and not issubclass(target, Person):
                parent_link = getattr(each.remote_field, "parent_link", False)
                if not parent_link:
                    yield model, each.name


def held_by_others(found: Belongings) -> list[str]:
    """Tables of other modules whose rows point at what would go. In the place's scope."""
    others = current().apps - CORE_APPS - {found.module.name}
    return sorted(
        model._meta.db_table
        for target, keys in found.around.items()
        for model, column in pointing_at(target, others)
        if every(model).filter(**{f"{column}__in": keys}).exists()
    )


def waiting_jobs(place: Place, module: Module) -> int:
    """How many jobs of the module wait for this place."""
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {WAITING_JOBS}", [place.schema, f"{package_of(module)}."])
        return int(cursor.fetchone()[0])


def drop_waiting_jobs(place: Place, module: Module) -> None:
    """Jobs of a module that is gone could only fail."""
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute(f"DELETE {WAITING_JOBS}", [place.schema, f"{package_of(module)}."])


def names_of(people: set[UUID]) -> list[dict[str, str]]:
    """Who these people are, for an export: without them nobody could tell whose words it holds."""
    rows = Person.objects.filter(pk__in=people).order_by("pk").values_list("pk", "name")
    return [{"id": str(key), "name": name} for key, name in rows]
