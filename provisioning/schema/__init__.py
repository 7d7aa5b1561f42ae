"""From migrations to tables: the public schema, one place's schema, all places."""

from provisioning.schema.migrate import migrate_places, migrate_platform

__all__ = ["migrate_places", "migrate_platform"]
