"""What the pages contribute to the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.pages.models import Page

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOWN = 6


def good_to_know(request: HttpRequest) -> dict[str, Any]:
    """The first pages of the upper level; nothing where there is none."""
    pages = Page.objects.visible_to(request.user).filter(parent=None, in_menu=True).defer("search")
    shown = list(pages.order_by("order", "title")[:SHOWN])
    return {"pages": shown} if shown else {}


def anything_to_read() -> bool:
    """Whether everybody finds a page here."""
    from django.contrib.auth.models import AnonymousUser

    return Page.objects.visible_to(AnonymousUser()).exists()
