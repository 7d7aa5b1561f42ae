"""Writing a page with its files, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from modules.pages.models import Page
from platform_core.files.actions import rearrange

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.files.tray import Tray


@transaction.atomic
def write_page(page: Page | None, *, by: Person, texts: dict[str, Any], tray: Tray, publish: bool) -> Page:
    """Begin a page or change it, with files from the tray. Raises PageRefused and UploadRefused."""
    if page is None:
        page = Page.draft(by=by, **texts)
    else:
        page.edit(by=by, **texts)
    rearrange(page, by=by, keys=tray.keys, alts=tray.alts, drop=tray.dropped)
    if publish and not page.is_public:
        page.publish()
    return page
