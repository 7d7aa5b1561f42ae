"""Tables only where they belong: a schema holds the apps of its scope and no others."""

from __future__ import annotations

from typing import Any

from platform_core.scope import current


class ScopeRouter:
    """Refuses migrations of apps that are not in the open scope."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        return None if app_label in current().apps else False
