"""Links are looked at again when what was said about a former address changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from django.urls import reverse

from platform_core.contributions.links import check_links_to

if TYPE_CHECKING:
    from modules.pages.models import FormerAddress, Page


def listen() -> None:
    from modules.pages.models import FormerAddress, Page

    post_save.connect(address_left, sender=FormerAddress, dispatch_uid="pages-left")
    post_delete.connect(address_left, sender=FormerAddress, dispatch_uid="pages-left-for-good")
    post_save.connect(page_saved, sender=Page, dispatch_uid="pages-saved")


def address_left(sender: object, instance: FormerAddress, **more: Any) -> None:
    check_links_to(_url(instance.path))


def page_saved(sender: object, instance: Page, **more: Any) -> None:
    """A page that is not public any more is not found at its former addresses either."""
    check_links_to(*(_url(path) for path in instance.former_addresses.values_list("path", flat=True)))


def _url(path: str) -> str:
    return reverse("pages:page", args=[path], urlconf="platform_core.urls.place")
