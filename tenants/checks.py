"""What `baukasten doctor` finds: misconfiguration, each with the way to mend it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from platform_core.audit.models import Entry
from platform_core.audit.record import first_broken
from platform_core.scope import place_scope, platform_scope
from tenants.addresses import place_of, tenants


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
def logs_are_whole(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """No line of any log was changed or taken out by somebody with the database's own rights."""
    try:
        broken = _first_broken_lines()
    except DatabaseError:
        return []  # another check says what is wrong with the database, or `baukasten migrate` is due
    hint = "Compare with the last backup. Who can write as the owner of the tables?"
    return [
        Error(f"The log of {name} is not as it was written, from line {number} on.", hint=hint, id="baukasten.E005")
        for name, number in broken
        if number is not None
    ]


def _first_broken_lines() -> list[tuple[str, int | None]]:
    """Each log with its first broken line."""
    with platform_scope():
        places = [place_of(tenant) for tenant in tenants().exclude(schema_version="")]
        found = [("the platform", first_broken())]
    for place in places:
        with suppress(DatabaseError), place_scope(place):  # what a place lacks is found by others
            Entry.objects.exists()  # fails before a cursor is open on the server
            found.append((place.name, first_broken()))
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
