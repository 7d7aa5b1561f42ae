"""What `baukasten doctor` finds: misconfiguration, each with the way to mend it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from platform_core.scope import platform_scope


@register()
def cookies_are_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Outside of localhost, cookies need https."""
    if settings.SCHEME == "https" or settings.IS_LOCAL:
        return []
    return [
        checks.Warning(
            f"BAUKASTEN_SCHEME is http on {settings.DOMAIN}: sessions travel in clear text.",
            hint="Put a proxy with TLS in front and set BAUKASTEN_SCHEME=https.",
            id="baukasten.W001",
        )
    ]


@register()
def mails_leave(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A public platform needs a mail server, and no public mailbox page."""
    found: list[CheckMessage] = []
    if not settings.IS_LOCAL and "Mailbox" in str(settings.MAILERS["default"]["BACKEND"]):
        hint = "Set BAUKASTEN_SMTP_URL=smtp+tls://user:password@host:587."
        found.append(checks.Warning("No mail server: sign-in codes reach nobody.", hint=hint, id="baukasten.W002"))
    if settings.MAILBOX and not settings.IS_LOCAL:
        hint = "Unset BAUKASTEN_MAILBOX; the page is for development only."
        found.append(Error("Everybody can read all mails at /postfach/.", hint=hint, id="baukasten.E002"))
    return found


@register("database")
def database_is_prepared(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The roles, schemas and revoked rights that keep places apart are in force."""
    hint = "Run: baukasten database prepare --admin-url postgresql://superuser@host/database"
    try:
        with platform_scope(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_function_privilege('public', 'pg_catalog.set_config(text,text,boolean)', 'execute')"
            )
            if cursor.fetchone()[0]:
                text = "Every database role may call set_config(); a place's role could then change its own settings."
                return [checks.Warning(text, hint=hint + " (needs a superuser)", id="baukasten.W003")]
    except DatabaseError as broken:
        return [Error(f"The database does not answer as it should: {broken}", hint=hint, id="baukasten.E003")]
    return []


@register()
def directory_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The directory of places named in the settings can be imported."""
    try:
        import_string(settings.PLACE_DIRECTORY)
    except ImportError as broken:
        return [
            Error(
                f"PLACE_DIRECTORY: {broken}", hint="Set it to tenants.addresses.TenantDirectory.", id="baukasten.E004"
            )
        ]
    return []
