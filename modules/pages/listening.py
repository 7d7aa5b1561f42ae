"""Links are looked at again when what they lead to comes, goes or moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.urls import reverse

from platform_core.contributions import signals
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.contributions.models import Contribution


def listen() -> None:
    """Connect to what happens to contributions of any kind, and to pages."""
    from modules.pages.models import FormerAddress, Page

    for signal in (signals.contribution_published, signals.contribution_hidden, signals.contribution_restored):
        signal.connect(contribution_changed, dispatch_uid=f"pages-links-{id(signal)}")
    post_save.connect(page_saved, sender=Page, dispatch_uid="pages-saved")
    pre_delete.connect(page_goes, sender=Page, dispatch_uid="pages-goes")
    post_delete.connect(page_gone, sender=Page, dispatch_uid="pages-gone")
    post_save.connect(address_left, sender=FormerAddress, dispatch_uid="pages-left")
    post_delete.connect(address_left, sender=FormerAddress, dispatch_uid="pages-left-for-good")


def _here() -> bool:
    return "pages" in current_place().installed


def contribution_changed(sender: object, contribution: Contribution, **more: Any) -> None:
    from modules.pages.links import check_links_to

    if _here():
        check_links_to(contribution.get_absolute_url())


def page_saved(sender: object, instance: Any, **more: Any) -> None:
    from modules.pages.links import check_links_to, check_page

    check_page(instance)
    check_links_to(instance.get_absolute_url())


def page_goes(sender: object, instance: Any, **more: Any) -> None:
    instance.was_at = instance.get_absolute_url()


def page_gone(sender: object, instance: Any, **more: Any) -> None:
    from modules.pages.links import check_links_to

    check_links_to(instance.was_at)


def address_left(sender: object, instance: Any, **more: Any) -> None:
    from modules.pages.links import check_links_to

    check_links_to(reverse("pages:page", args=[instance.path], urlconf="platform_core.urls.place"))
