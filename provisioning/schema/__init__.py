"""From migrations to tables: the public schema, one place's schema, all places in waves."""

from provisioning.schema.migrate import migrate_platform
from provisioning.schema.waves import Run, migrate_places

__all__ = ["Run", "migrate_places", "migrate_platform"]
