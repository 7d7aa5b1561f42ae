"""The pages as everybody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from modules.pages.models import WRITE, FormerAddress, Page
from modules.pages.tree import tree_for
from platform_core.files.shown import shown_text

if TYPE_CHECKING:
    from django.http import HttpRequest

    from platform_core.contributions.models import Visitor

LONG = 3  # headings from which on a list of them helps


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(
        request, "pages/overview.html", {"nodes": tree_for(request.user), "can_write": can_write(request.user)}
    )


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    found = Page.objects.visible_to(request.user).filter(path=path).first()
    if found is None:
        moved = FormerAddress.objects.select_related("page").filter(path=path).first()
        if moved and Page.objects.visible_to(request.user).filter(pk=moved.page_id).exists():
            return redirect(moved.page)
        raise Http404
    return render(request, "pages/page.html", page_of(request.user, found))


def page_of(visitor: Visitor, found: Page) -> dict[str, Any]:
    """All that a page shows."""
    visible = Page.objects.visible_to(visitor)
    parts = found.path.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts))]
    files = list(found.attachments.all())
    text = shown_text(found.body, files)
    sections = [heading for heading in text["text"].headings if heading.level == 2]
    return {
        "page": found,
        **text,
        "sections": sections if len(sections) >= LONG else [],
        "above": visible.filter(path__in=above).order_by("path"),
        "below": visible.filter(parent=found).order_by("order", "title"),
        "can_write": can_write(visitor),
    }


def can_write(visitor: Visitor) -> bool:
    return bool(visitor.is_authenticated and visitor.may(WRITE))
