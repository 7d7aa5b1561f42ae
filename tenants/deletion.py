"""Deleting looks only into tables that exist here.

Django's collector follows every foreign key of every installed app. A place
without a module lacks that module's tables, so the collector must not ask them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import deletion

from platform_core.scope import current_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator


def limit_to_scope() -> None:
    """Make Django's collector skip relations of apps that are not in the open scope."""
    original = deletion.get_candidate_relations_to_delete

    def here(opts: Any) -> Iterator[Any]:
        scope = current_or_none()
        for relation in original(opts):
            label = relation.related_model._meta.app_label if relation.related_model else ""
            if scope is None or label in scope.apps:
                yield relation

    deletion.get_candidate_relations_to_delete = here
