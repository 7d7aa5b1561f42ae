"""Cache keys carry the schema, so that no place reads what another one cached."""

from __future__ import annotations

from platform_core.scope import current


def scoped_key(key: str, prefix: str, version: int) -> str:
    """The full key. Raises NoScope outside of a scope: a shared key would be a leak."""
    return f"{current().schema}:{prefix}:{version}:{key}"
