"""Running the same migrations in one place after another without thinking them through each time.

Django works out the models before and after each operation anew for every
schema, and renders their classes: three quarters of what a new place took. What
comes out depends on the migrations alone, so a process remembers it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState

    type Names = tuple[tuple[str, str], ...]
    type Key = tuple[Names, Names]
    type Plan = list[tuple[Migration, bool]]

#: Plans that are remembered: places of one order mostly have the same modules, and each plan takes some megabytes.
MOST_PLANS = 3
_remembered: OrderedDict[Key, list[Replayed]] = OrderedDict()
_lock = threading.Lock()


class Replayed:
    """A migration with the models before and after each of its operations; in all else it is the migration."""

    def __init__(self, migration: Migration, states: list[ProjectState]) -> None:
        self.migration = migration
        self.states = states

    def __getattr__(self, name: str) -> Any:
        return getattr(self.migration, name)

    def apply(self, state: Any, editor: BaseDatabaseSchemaEditor, collect_sql: bool = False) -> Any:
        """As Migration.apply, with states that are known."""
        migration = self.migration
        for operation, before, after in zip(migration.operations, self.states, self.states[1:], strict=False):
            own = operation.atomic or (migration.atomic and operation.atomic is not False)
            if own and not editor.atomic_migration:
                with transaction.atomic(editor.connection.alias):
                    operation.database_forwards(migration.app_label, editor, before, after)
            else:
                operation.database_forwards(migration.app_label, editor, before, after)
        return state


class ReplayingExecutor(MigrationExecutor):
    """Applies a plan forwards; the first time as Django does, later from memory."""

    def replay(self, plan: Plan) -> None:
        """Apply the migrations of a plan in the schema in scope."""
        if not plan:
            return
        self.recorder.ensure_schema()
        for replayed in self._steps(plan):
            self.apply_migration(None, replayed)  # type: ignore[arg-type]  # it only hands the state on
        self.check_replacements()

    def _steps(self, plan: Plan) -> list[Replayed]:
        key = (
            tuple(sorted(self.loader.applied_migrations)),
            tuple((each.app_label, each.name) for each, _back in plan),
        )
        with _lock:
            if key not in _remembered:
                _remembered[key] = self._thought_through({migration for migration, _back in plan})
                if len(_remembered) > MOST_PLANS:
                    _remembered.popitem(last=False)
            _remembered.move_to_end(key)
            return _remembered[key]

    def _thought_through(self, wanted: set[Migration]) -> list[Replayed]:
        """Each migration in the order that Django follows on an empty database, with the states around its operations."""
        state = self._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]  # not in the stubs
        state.apps  # noqa: B018  # rendered once, then kept up to date by each operation
        whole = self.migration_plan(self.loader.graph.leaf_nodes(), clean_start=True)
        steps = []
        for migration in (each for each, _back in whole if each in wanted):
            states = [state]
            for operation in migration.operations:
                state = state.clone()
                operation.state_forwards(migration.app_label, state)
                states.append(state)
            steps.append(Replayed(migration, states))
        return steps
