"""Where built files are."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage


def built(name: str) -> str:
    """The address of a built file; an error page must not fail because the build is missing."""
    try:
        return str(staticfiles_storage.url(f"built/{name}"))
    except ValueError:
        return f"{settings.STATIC_URL}built/{name}"
