"""Files of a place lie in a folder of its own; a path never leaves it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from platform_core.scope import current


class PlaceStorage(FileSystemStorage):
    """Django's file storage below `<files>/<schema>/`, decided by the scope at each access.

    Raises NoScope outside of a scope and SuspiciousFileOperation for a name that climbs out.
    """

    @property
    def base_location(self) -> str:  # Django caches it; ours follows the scope
        return str(Path(settings.MEDIA_ROOT) / current().schema)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())
